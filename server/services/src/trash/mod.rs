//! « Corbeille »: removed FTP accounts, restored or removed for good.

mod files;
mod list;
mod prune;
mod purge;
mod receipt;
mod removal;
mod restore;
mod view;

pub(super) use removal::FileRemoval;

crate::part! {
    /// Removed FTP accounts, which can be restored.
    Trash
}
