//! FTP accounts: what lists and pages show of them, and the commands that change them.

use serde::{Deserialize, Serialize};

use super::{
    AccountName, DomainName, FtpAccountSettings, HomeDirectory, Page, Password, SubscriptionView,
    UtcTime,
};

/// An FTP account, as a row of a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountRow {
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// Whether it is the subscription's main account, which is never removed on its own.
    pub is_main: bool,
    /// When it was made.
    pub created_at: UtcTime,
    /// When it was last changed; the same as `created_at` if never.
    pub changed_at: UtcTime,
    /// When it last signed in; none if never.
    pub last_sign_in_at: Option<UtcTime>,
    /// What it may do and until when. The usual ones take no place on a page.
    #[serde(default, skip_serializing_if = "FtpAccountSettings::is_usual")]
    pub settings: FtpAccountSettings,
}

/// A page of a subscription's FTP accounts, with the subscription itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountList {
    /// The subscription.
    pub subscription: SubscriptionView,
    /// The main account first, the others by name.
    pub accounts: Page<FtpAccountRow>,
    /// The server's time, by which accounts expire.
    pub now: UtcTime,
}

/// An FTP account, as the page that edits it needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountView {
    /// The subscription it belongs to.
    pub domain: DomainName,
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// Whether it is the subscription's main account.
    pub is_main: bool,
    /// Grows with each change; a change carries the version it was made from.
    pub version: i64,
    /// When it last signed in; none if never.
    pub last_sign_in_at: Option<UtcTime>,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
}

/// An FTP account to be made.
#[derive(Clone, Debug)]
pub struct NewFtpAccount {
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`; made if it is missing.
    pub home_directory: HomeDirectory,
    /// The first password.
    pub password: Password,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
}

/// A change of an FTP account: what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct FtpAccountChange {
    /// The new name.
    pub name: Option<AccountName>,
    /// The new home directory; made if it is missing.
    pub home_directory: Option<HomeDirectory>,
    /// The new password.
    pub password: Option<Password>,
    /// What it may do from now on and until when.
    pub settings: Option<FtpAccountSettings>,
    /// The version that the change was made from; `None` changes whatever is there now, as a
    /// command typed at the server itself does.
    pub version: Option<i64>,
}
