//! Subscriptions.

mod add;
mod list;
mod view;
