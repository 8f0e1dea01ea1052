//! Collaborators: people who have a part in a subscription of another's.

mod change;
mod invite;
mod list;

use crate::part::part;

pub use invite::Invitation;

part! {
    /// People who have a part in a subscription of another's.
    Collaborators
}
