//! What lies below homes that have a quota: counted once, then kept as sessions change it.
//!
//! A [`Ledger`] is for homes that may share files: those of one webspace. Which of them hold a
//! file is told by the folders above it, by their inodes, so that no symlink and no rename
//! deceives it. While there is no quota at all nothing is looked at.
//!
//! Two locks keep it exact. `order` is held while the file system is changed, so that a file is
//! what was measured a moment before; without a quota all hold it together. `books` is held to
//! calculate, never longer.

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

pub use count::{Counting, count};
pub(crate) use in_place::InPlace;
pub use quota_ledger::Ledger;
pub(crate) use reservation::Reservation;
pub use resolve::OpenHome;
pub use state::Holder;
pub use usage::{Quota, Usage};
