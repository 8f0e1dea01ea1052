//! Quota accounting: the usage of homes with a quota, counted once, then updated by sessions.
//!
//! A [`Ledger`] is for homes that may share files: those of one webspace. Which homes contain a
//! file is determined by the inodes of its ancestor folders, so that neither symlinks nor renames
//! deceive it. While there is no quota at all, nothing is looked up.
//!
//! # What is known of a holder
//!
//! A quota's holder is an account, whose home is counted, or the webspace as a whole: then its root
//! is counted, as if that were one more home around the others.
//!
//! - `root`: the inode of its home; an account belongs to a file if its root is among the folders
//!   above that. None while the home was never found. The host calls [`Ledger::locate_home`] at
//!   each sign-in, so that no session has a home without a root.
//! - `used`: what its home contains. None until the first count; until then no upload begins there
//!   and nothing is moved or appended ([`FileError::Counting`](crate::error::FileError)). A new file
//!   whose upload began before, when its folder was not in that home, is completed all the same if
//!   it fits into the quota alone.
//! - `reserved`: what uploads of new files will need in addition. Each upload reserves what goes
//!   beyond the file that it is to replace, before it writes it.
//! - `changes`: how many changes there were below the home. A count that began at another number is
//!   void, and is repeated.
//! - `generation`, of the ledger: incremented whenever files may belong to other holders than
//!   before: a folder was renamed, a home was removed, created or found, the host replaced the
//!   homes. All reservations are void then (`reserved` is zero), and each upload resolves its
//!   holders and reserves again, before its next byte.
//!
//! # Locks
//!
//! 1. `mutations` is held while the file system is changed: from the look at what is there, through
//!    the check of the quotas, until the change is applied to `used`. Without any quota it is
//!    shared by all; otherwise it is exclusive. The walk of a count is outside of it, but its
//!    beginning and end are inside, and so is all of the last attempt. `replace` holds it: quotas
//!    do not begin in the middle of a change.
//! 2. `state` protects the figures above. It is held for calculations only, never for a system
//!    call, and is taken inside `mutations` or alone. A generation begins while both are held, so
//!    that either lock keeps it from changing.
//!
//! # Invariants
//!
//! While `mutations` is free, as long as all changes go through the ledger:
//!
//! - `used` is exactly what a walk of the home would find: regular files by their size, each folder
//!   below the home as one file, nothing for symlinks and for uploads in progress. Exceptions: a
//!   file with other hard links that is written in place, after which all homes are counted; and a
//!   home that cannot be read as a whole, where `used` may be too high (see below).
//! - `used + reserved` is within the quota, unless the quota was lowered, the home was changed by
//!   other means, or another folder has become the home. Then nothing can be added until there is
//!   room.
//! - `reserved` is the sum over all uploads of new files of this generation.
//!
//! # Why nothing passes a quota
//!
//! - A new file (`Reservation`): each chunk is reserved in `state` before it is written, together
//!   with the comparison of the generation, and given back if the upload fails. The file has no
//!   name meanwhile, so that it can neither be counted nor moved. At the end, under `mutations`,
//!   what it really replaces is looked at, and the rest is checked again: the name is given only if
//!   all of it fits. Until then the disk may hold, for each upload in progress, as much as the file
//!   that it replaces in addition.
//! - In place (`InPlace`): each chunk is checked, written and applied under `mutations`, as far as
//!   it fits. Its name must still lead to the open file. A hole counts as what it spans.
//! - Folders, renames and removals (`mutations`): checked, done and applied under the lock; what a
//!   folder that changes its holders contains is counted there.
//! - An incomplete count (`count`) never lowers what is known, and a tree that cannot be read as a
//!   whole is not moved to other holders: permissions that a client sets make no room.
//! - Symlinks do not matter, for files are resolved to the inodes above them, upwards, and an
//!   ancestor that cannot be passed through is an error.

mod count;
mod in_place;
mod mutations;
mod progress;
mod quota_ledger;
mod reservation;
mod resolve;
mod state;
#[cfg(test)]
mod tests;
mod usage;
mod walk;

pub(crate) use count::find_uploads;
pub use count::{Counted, count};
pub(crate) use in_place::InPlace;
pub use progress::CountProgress;
pub use quota_ledger::Ledger;
pub(crate) use reservation::Reservation;
pub use resolve::OpenHome;
pub use state::QuotaHome;
pub use usage::{Quota, QuotaHolder, Usage};
