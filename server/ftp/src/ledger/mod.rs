//! Quota accounting: the usage of homes with a quota, counted once, then updated by sessions.
//!
//! A [`Ledger`] is for homes that may share files: those of one webspace. Which homes contain a
//! file is determined by the inodes of its ancestor folders, so that neither symlinks nor renames
//! deceive it. While there is no quota at all, nothing is looked up.
//!
//! Two locks keep it exact. `mutations` is held while the file system is changed, so that a file
//! is still what was measured just before; without a quota it is shared by all. `state` is held
//! for calculations only.

mod count;
mod in_place;
mod mutations;
mod quota_ledger;
mod reservation;
mod resolve;
mod state;
#[cfg(test)]
mod tests;
mod usage;
mod walk;

pub use count::{CountProgress, Counted, count};
pub(crate) use in_place::InPlace;
pub use quota_ledger::Ledger;
pub(crate) use reservation::Reservation;
pub use resolve::OpenHome;
pub use state::QuotaHome;
pub use usage::{Quota, Usage};
