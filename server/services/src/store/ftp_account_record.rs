//! FTP accounts as rows and as records.

use model::{
    AccountName, DomainName, FtpAccountSettings, FtpAccountView, FtpUsage, HomeDirectory, UtcTime,
};
use sea_orm::ActiveValue::Set;

use super::convert::{count, read};
use super::entity::ftp_account::{ActiveModel, Model};
use super::error::StoreError;
use super::ftp_usage::usage;
use super::keys::{FtpAccountId, SubscriptionId};

/// Stands for the hash of a password that has not been set yet.
pub const NO_PASSWORD: &str = "";

/// How a password's hash begins that Berth makes today.
pub const CURRENT_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// Whether a stored hash is one of another server, or with other parameters than today's: it is
/// replaced as soon as its password is known.
pub fn is_old_hash(hash: &str) -> bool {
    hash != NO_PASSWORD && !hash.starts_with(CURRENT_HASH)
}

/// An FTP account, without its password's hash.
#[derive(Clone, Debug)]
pub struct FtpAccountRecord {
    /// Key.
    pub id: FtpAccountId,
    /// The subscription it belongs to, now and always.
    pub subscription: SubscriptionId,
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// Whether it is the subscription's main account.
    pub is_main: bool,
    /// Grows with each change.
    pub version: i64,
    /// Grows with each change that ends its sessions.
    pub access_version: i64,
    /// When it last signed in; none if never.
    pub last_sign_in_at: Option<UtcTime>,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// Whether its recipient has yet to set its first password.
    pub waits_for_password: bool,
    /// Whether its password's hash is [old](is_old_hash).
    pub has_old_hash: bool,
    /// What its home directory held when that was last stored.
    pub usage: FtpUsage,
}

impl FtpAccountRecord {
    /// The account as the page that edits it needs it, without its former names.
    pub fn into_view(self, domain: &DomainName) -> FtpAccountView {
        FtpAccountView {
            domain: domain.clone(),
            name: self.name,
            home_directory: self.home_directory,
            is_main: self.is_main,
            version: self.version,
            last_sign_in_at: self.last_sign_in_at,
            settings: self.settings,
            link: None,
            former_names: Vec::new(),
            usage: self.usage,
            has_old_hash: self.has_old_hash,
            waits_for_password: self.waits_for_password,
        }
    }
}

/// An FTP account to be stored.
#[derive(Clone)]
pub struct NewFtpAccountRecord {
    /// The subscription it belongs to.
    pub subscription: SubscriptionId,
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// PHC string, a hash of another server's, or [`NO_PASSWORD`].
    pub password_hash: String,
    /// Whether it is the subscription's main account.
    pub is_main: bool,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// When.
    pub created_at: UtcTime,
}

/// Reads an account from its row.
pub(super) fn record(row: Model) -> Result<FtpAccountRecord, StoreError> {
    Ok(FtpAccountRecord {
        settings: settings(&row)?,
        usage: usage(&row),
        id: FtpAccountId(row.id),
        subscription: SubscriptionId(row.subscription_id),
        name: read(&row.name, "ftp_account.name")?,
        home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
        is_main: row.is_main,
        version: row.version,
        access_version: row.access_version,
        last_sign_in_at: row.last_sign_in_at.map(UtcTime),
        waits_for_password: row.password_hash == NO_PASSWORD,
        has_old_hash: is_old_hash(&row.password_hash),
    })
}

pub(super) fn settings(row: &Model) -> Result<FtpAccountSettings, StoreError> {
    // The database keeps them above zero; one beyond what fits is as good as none.
    let number = |stored: Option<i64>| stored.and_then(|number| u32::try_from(number).ok());
    Ok(FtpAccountSettings {
        enabled: row.enabled,
        permission: read(&row.permission, "ftp_account.permission")?,
        expires_at: row.expires_at.map(UtcTime),
        allowed_addresses: read(&row.allowed_addresses, "ftp_account.allowed_addresses")?,
        max_sessions: number(row.max_sessions),
        upload_rate: number(row.upload_rate),
        download_rate: number(row.download_rate),
        tls_required: row.tls_required,
        note: row.note.clone(),
        quota_bytes: row.quota_bytes.map(count),
        quota_files: row.quota_files.map(count),
    })
}

/// Puts settings into a row that is to be written; the note is one of the
/// [texts](super::sort_keys::with_texts) of the account.
pub(super) fn with_settings(row: ActiveModel, settings: FtpAccountSettings) -> ActiveModel {
    let number = |number: Option<u32>| Set(number.map(i64::from));
    // The model's greatest quotas fit.
    let quota = |quota: Option<u64>| Set(quota.and_then(|quota| i64::try_from(quota).ok()));
    ActiveModel {
        enabled: Set(settings.enabled),
        permission: Set(settings.permission.key().to_owned()),
        expires_at: Set(settings.expires_at.map(|at| at.0)),
        allowed_addresses: Set(settings.allowed_addresses.to_string()),
        max_sessions: number(settings.max_sessions),
        upload_rate: number(settings.upload_rate),
        download_rate: number(settings.download_rate),
        tls_required: Set(settings.tls_required),
        quota_bytes: quota(settings.quota_bytes),
        quota_files: quota(settings.quota_files),
        ..row
    }
}
