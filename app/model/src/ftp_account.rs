//! FTP accounts: what lists and pages show of them, and the commands that change them.

use serde::{Deserialize, Serialize};

use super::{
    AccountName, DomainName, Field, FormerName, FtpAccountListing, FtpAccountSelection,
    FtpAccountSettings, FtpPermission, FtpUsage, HomeDirectory, KeptDays, LinkValidity,
    OneTimeLink, Password, UtcTime,
};

/// An FTP account with all its settings, as the command line lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether its password still has the hash of the server that it came from.
    pub has_old_hash: bool,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
}

/// An FTP account, as a row of a list shows it. What is usual, or in none of the list's columns,
/// takes no place on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountListRow {
    /// The name to sign in with.
    pub name: AccountName,
    /// Whether it is the subscription's main account, which is never removed on its own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_main: bool,
    /// Whether it may not sign in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// What it may do with files.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub permission: FtpPermission,
    /// Whether nobody can sign in with it before its recipient has chosen a password.
    #[serde(default, skip_serializing_if = "is_false")]
    pub waits_for_password: bool,
    /// Whether its password still has the hash of the server that it came from.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_old_hash: bool,
    /// From when on it may not sign in any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<UtcTime>,
    /// What its owner notes about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The folder that the account sees as `/`, if that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_directory: Option<HomeDirectory>,
    /// How many bytes of its space quota it uses, if it has one and that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<FtpAccountUsage>,
    /// How many files and folders of its file quota it uses, if it has one and that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<FtpAccountUsage>,
    /// When it last signed in, if ever and that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<UtcTime>,
    /// When it was last changed, if that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<UtcTime>,
}

impl FtpAccountListRow {
    /// Of its quotas the one that is used up more: [`Field::QuotaBytes`] or [`Field::QuotaFiles`].
    pub fn nearest_quota(&self) -> Option<(Field, FtpAccountUsage)> {
        match (self.space, self.files) {
            (Some(space), Some(files)) if space.is_nearer_full(files) => {
                Some((Field::QuotaBytes, space))
            }
            (_, Some(files)) => Some((Field::QuotaFiles, files)),
            (space, None) => space.map(|space| (Field::QuotaBytes, space)),
        }
    }
}

fn is_false(is: &bool) -> bool {
    !is
}

fn is_usual(permission: &FtpPermission) -> bool {
    *permission == FtpPermission::default()
}

/// How much of a quota an FTP account uses, in bytes or in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountUsage {
    /// What lies below its home directory.
    pub used: u64,
    /// What may lie there.
    pub quota: u64,
}

impl FtpAccountUsage {
    fn is_nearer_full(self, other: Self) -> bool {
        let share = |a: u64, b: u64| u128::from(a) * u128::from(b);
        share(self.used, other.quota) > share(other.used, self.quota)
    }
}

/// A page of a subscription's FTP accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountList {
    /// The subscription.
    pub domain: DomainName,
    /// The accounts on this page.
    pub rows: Vec<FtpAccountListRow>,
    /// How many accounts the subscription has.
    pub total: u64,
    /// How many of them are found, if only some are looked for: no more than
    /// [`MAX_FOUND`](Self::MAX_FOUND) and one are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<u64>,
    /// Whether there are accounts before these.
    pub more_before: bool,
    /// Whether there are accounts after these.
    pub more_after: bool,
    /// The server's time, by which accounts expire.
    pub now: UtcTime,
}

impl FtpAccountList {
    /// How many found accounts are counted.
    pub const MAX_FOUND: u64 = 5_000;
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
    /// The link by which the recipient may set its password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<OneTimeLink>,
    /// Names that it had and may still sign in with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<FormerName>,
    /// What its home directory holds.
    pub usage: FtpUsage,
    /// Whether its password still has the hash of the server that it came from.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_old_hash: bool,
    /// Whether nobody can sign in with it before its recipient has chosen a password.
    #[serde(default, skip_serializing_if = "is_false")]
    pub waits_for_password: bool,
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

/// An FTP account to be made whose recipient sets the first password, by a link.
#[derive(Clone, Debug)]
pub struct NewFtpAccountByLink {
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`; made if it is missing.
    pub home_directory: HomeDirectory,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// For how long the link works.
    pub validity: LinkValidity,
}

/// An FTP account to be made, as the form that adds one says: who chooses its first password.
#[derive(Clone, Debug)]
pub enum AddFtpAccount {
    /// Whoever adds it.
    WithPassword(NewFtpAccount),
    /// Its recipient.
    ByLink(NewFtpAccountByLink),
}

/// A change of an FTP account: what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct FtpAccountChange {
    /// The new name.
    pub name: Option<AccountName>,
    /// For how long it may still sign in with the name before.
    pub keep_old_name: KeptDays,
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

/// What is changed of several FTP accounts at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FtpAccountsChange {
    /// Whether they are enabled.
    State(bool),
    /// From when on they may not sign in any more; none for never.
    Expiry(Option<UtcTime>),
}

impl FtpAccountsChange {
    /// These settings with the change made.
    pub fn applied_to(self, settings: &FtpAccountSettings) -> FtpAccountSettings {
        let mut settings = settings.clone();
        match self {
            Self::State(enabled) => settings.enabled = enabled,
            Self::Expiry(expires_at) => settings.expires_at = expires_at,
        }
        settings
    }

    /// Whether an account is so already.
    pub fn is_so(self, row: &FtpAccountListRow) -> bool {
        match self {
            Self::State(enabled) => row.disabled != enabled,
            Self::Expiry(expires_at) => row.expires_at == expires_at,
        }
    }
}

/// What is to be done with several FTP accounts at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkCommand {
    /// With which accounts.
    pub selection: FtpAccountSelection,
    /// What.
    pub operation: BulkOperation,
    /// The list that they were selected from.
    pub listing: FtpAccountListing,
}

/// A [`BulkAction`](super::BulkAction) with what it needs to be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkOperation {
    /// They are changed.
    Change(FtpAccountsChange),
    /// They are removed.
    Remove,
}
