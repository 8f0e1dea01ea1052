//! « Accès FTP »: the list of one subscription's FTP accounts.

mod list;

pub(crate) use list::FtpAccess;
