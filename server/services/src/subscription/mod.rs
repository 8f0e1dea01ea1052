//! Subscriptions.

mod add;
mod domain;
mod list;
mod own_page;
mod purge;
mod remove;
mod removed;
mod settings;
mod suspend;
mod trash;
mod view;

use crate::part::part;

part! {
    /// Hosted sites.
    Subscriptions
}
