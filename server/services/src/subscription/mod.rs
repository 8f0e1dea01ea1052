//! Subscriptions.

mod add;
mod list;
mod view;

crate::part! {
    /// Hosted sites.
    Subscriptions
}
