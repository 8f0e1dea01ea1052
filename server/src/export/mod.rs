//! FTP accounts in the files of other programs: accounts in, text out.

mod account;
mod csv;
mod json;
mod losses;
mod passwd_line;
mod proftpd;
mod pure_ftpd;
mod sftpgo;
mod target;

pub(crate) use account::{ExportError, Written};
pub(crate) use losses::Losses;
pub(crate) use target::{ExportFormat, ExportWriter, FileOwner, OwnerMissing, Target};
