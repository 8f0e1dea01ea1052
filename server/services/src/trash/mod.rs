//! « Corbeille »: removed FTP accounts, restored or removed for good.

mod file_removal;
mod list;
mod prune;
mod purge;
mod purge_one;
mod purge_subscription;
mod purge_webspace;
mod purge_with_files;
mod quarantine;
mod receipt;
mod removal;
mod restore;
mod resume_removals;
mod view;

use crate::part::part;

pub use crate::store::RemovedKey;

pub(crate) use file_removal::FileRemoval;

part! {
    /// Removed FTP accounts, which can be restored.
    Trash
}
