//! Subscriptions.

mod add;
mod list;
mod view;

use crate::part::part;

part! {
    /// Hosted sites.
    Subscriptions
}
