//! FTP accounts.

mod add;
mod change;
mod change_many;
mod connection;
mod draft;
mod export;
mod export_all;
mod former_names;
mod history;
mod list;
mod name;
mod page;
mod remove;
mod sign_in;
mod summary;
mod verify;
mod versions;
mod view;

use crate::part::part;

pub use export::FtpAccountsExport;
pub use export_all::{ExportedFtpAccount, FtpAccountsFullExport};
pub use page::{FtpAccountCursor, FtpAccountPage};
pub use sign_in::{FtpSignIn, FtpSignInError};

pub(crate) use name::name_taken;
pub(crate) use remove::main_account_stays;
pub(crate) use verify::{VerifiedFtpAccount, VerifyError};

part! {
    /// FTP accounts: lists, changes, sign-in.
    FtpAccounts
}
