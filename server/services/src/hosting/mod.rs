//! Whom the files of a subscription belong to.

mod change;
mod receipt;
mod view;

use crate::part::part;

part! {
    /// Whom the files of subscriptions belong to.
    Hosting
}
