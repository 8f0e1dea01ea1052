//! « Corbeille »: a subscription's removed FTP accounts.

mod list;
mod purge;

pub(crate) use list::Trash;
pub(crate) use purge::PurgeFtpAccount;

pub(super) use purge::sent_with;
