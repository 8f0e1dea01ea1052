//! « Corbeille »: a subscription's removed FTP accounts.

mod list;
mod purge;
mod purge_fields;

pub(crate) use list::Trash;
pub(crate) use purge::PurgeFtpAccount;

pub(super) use purge_fields::{PurgeKeepingFilesFields, PurgeWithFilesFields};
