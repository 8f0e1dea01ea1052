//! Subscriptions.

mod add;
mod list;
mod own_page;
mod view;

use crate::part::part;

part! {
    /// Hosted sites.
    Subscriptions
}
