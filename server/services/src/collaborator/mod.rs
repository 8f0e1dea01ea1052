//! Collaborators: people who have a part in a subscription of another's.

mod change;
mod invitations;
mod invite;
mod list;

use crate::part::part;

pub use invite::Invitation;

pub(crate) use invitations::InvitationLimit;

part! {
    /// People who have a part in a subscription of another's.
    Collaborators
}
