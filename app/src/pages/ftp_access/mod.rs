//! « Accès FTP »: the list of one subscription's FTP accounts.

mod bulk_bar;
mod bulk_dialog;
mod context;
mod filters;
mod keyboard;
mod list;
mod page_links;
mod receipt;
mod row;
mod search;
mod selection;
mod table;

pub(crate) use list::FtpAccess;
