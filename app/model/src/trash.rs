//! « Corbeille »: removed FTP accounts, which can be restored for a time.

use serde::{Deserialize, Serialize};

use super::{AccountName, AppError, DomainName, Field, FieldError, HomeDirectory, Page, UtcTime};

/// For how many days a removed account can be restored.
pub const TRASH_DAYS: u32 = 30;

/// A removed FTP account, as a row of « Corbeille » shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedFtpAccount {
    /// Its name, which stays taken.
    pub name: AccountName,
    /// The folder that it saw as `/`.
    pub home_directory: HomeDirectory,
    /// When it was removed.
    pub removed_at: UtcTime,
    /// Who removed it, as the audit trail names them.
    pub removed_by: String,
}

impl RemovedFtpAccount {
    /// When it is gone for good.
    pub fn gone_at(&self) -> UtcTime {
        self.removed_at.plus_days(TRASH_DAYS)
    }
}

/// A page of a subscription's « Corbeille », the latest removal first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashList {
    /// The subscription.
    pub domain: DomainName,
    /// The accounts.
    pub accounts: Page<RemovedFtpAccount>,
}

/// A removed FTP account, as the page needs it that removes it for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedFtpAccountView {
    /// The subscription it belongs to.
    pub domain: DomainName,
    /// The account.
    pub account: RemovedFtpAccount,
    /// Why its files cannot be removed with it; none if they can.
    pub files_stay: Option<FilesStay>,
}

/// Why an account's files are never removed with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FilesStay {
    /// Its home directory is the webspace root.
    WebspaceRoot,
    /// Another account has the same folder, one inside it or one around it.
    SharedWith(AccountName),
    /// The folder is not there.
    Missing,
    /// The folder cannot be opened, or lies outside the webspace.
    Unreachable,
    /// Where another account's folder lies is not known.
    Unclear(AccountName),
}

/// How an account is removed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purge<'a> {
    /// The account alone.
    KeepFiles,
    /// With its files; someone has typed this to confirm it.
    WithFiles(&'a str),
}

impl Purge<'_> {
    /// Whether a subscription may be removed so: with its files only if its domain name was typed, as
    /// people write it or in ASCII.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::Confirmation`].
    pub fn check_confirmation(self, domain: &DomainName) -> Result<(), AppError> {
        let is_confirmed = match self {
            Self::KeepFiles => true,
            Self::WithFiles(text) => DomainName::parse(text).is_ok_and(|name| name == *domain),
        };
        match is_confirmed {
            true => Ok(()),
            false => Err(AppError::at(Field::Confirmation, FieldError::NotConfirmed)),
        }
    }
}

/// What was removed of an account's files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedFiles {
    /// Files, symlinks and the like.
    pub files: u64,
    /// Folders.
    pub folders: u64,
    /// Bytes that the files had.
    pub bytes: u64,
    /// How many things could not be removed.
    pub failures: u64,
    /// The first of those, each with the reason: paths from the home directory.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
    /// Whether a crash cut it off: what was removed before that is not counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_cut_off: bool,
}

impl RemovedFiles {
    /// How many things that could not be removed are named.
    pub const MAX_NAMED: usize = 20;
}

/// What a person did a moment ago in « Corbeille ».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrashReceipt {
    /// Services were restored.
    Restored(Vec<AccountName>),
    /// An account was removed for good.
    Purged {
        /// Its name.
        name: AccountName,
        /// What became of its files.
        files: PurgedFiles,
    },
}

/// What became of the files of an account that was removed for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PurgedFiles {
    /// They stay.
    Kept,
    /// They are being removed.
    Underway,
    /// They were removed, as far as possible.
    Removed(RemovedFiles),
}
