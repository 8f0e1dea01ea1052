//! What subscriptions may have and use, as JSON: in plans, and of their own.

use model::{
    Field, FieldErrors, Form, LimitsForm, LimitsPreview, LimitsSource, LockedSettings,
    SubscriptionLimits as Limits, SubscriptionLimitsForm, size_text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settings::{Rate, rate_bytes};

/// A setting of FTP accounts that only whoever manages the subscription may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum LockableSetting {
    /// Whether an account may sign in at all.
    Enabled,
    /// What it may do with files.
    Permission,
    /// Bytes that its home directory may hold.
    QuotaBytes,
    /// Files and folders that its home directory may hold.
    QuotaFiles,
    /// From when on it may not sign in any more.
    ExpiresAt,
    /// Where it may be used from.
    AllowedAddresses,
    /// Sessions at once.
    MaxSessions,
    /// How fast its uploads may be.
    UploadBytesPerSecond,
    /// How fast its downloads may be.
    DownloadBytesPerSecond,
    /// Whether it may only be used over TLS.
    TlsRequired,
}

impl LockableSetting {
    fn of(field: Field) -> Option<Self> {
        Some(match field {
            Field::State => Self::Enabled,
            Field::Permission => Self::Permission,
            Field::QuotaBytes => Self::QuotaBytes,
            Field::QuotaFiles => Self::QuotaFiles,
            Field::Expiry => Self::ExpiresAt,
            Field::AllowedAddresses => Self::AllowedAddresses,
            Field::MaxSessions => Self::MaxSessions,
            Field::UploadRate => Self::UploadBytesPerSecond,
            Field::DownloadRate => Self::DownloadBytesPerSecond,
            Field::Tls => Self::TlsRequired,
            _ => return None,
        })
    }

    /// These settings, in the order of the form.
    pub(super) fn all_of(locked: &LockedSettings) -> Vec<Self> {
        locked.iter().filter_map(Self::of).collect()
    }
}

/// What a subscription may have and use, and what its owner may not change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SubscriptionLimits {
    /// FTP accounts, the main one included; null for no limit.
    #[schema(required, minimum = 1)]
    ftp_accounts: Option<u32>,
    /// Bytes that its webspace may hold; null for no limit.
    #[schema(required, minimum = 1)]
    disk_space_bytes: Option<u64>,
    /// Files and folders that its webspace may hold; null for no limit.
    #[schema(required, minimum = 1)]
    files: Option<u64>,
    /// FTP sessions of all its accounts at once; null for no limit.
    #[schema(required, minimum = 1)]
    ftp_sessions: Option<u32>,
    /// Bytes a second that the uploads of all its accounts may take together; null for no limit.
    #[schema(required, minimum = 1024)]
    upload_bytes_per_second: Option<u64>,
    /// Bytes a second that the downloads of all its accounts may take together; null for no limit.
    #[schema(required, minimum = 1024)]
    download_bytes_per_second: Option<u64>,
    /// The settings of FTP accounts that neither its owner nor a collaborator may change.
    locked_settings: Vec<LockableSetting>,
}

impl From<&Limits> for SubscriptionLimits {
    fn from(limits: &Limits) -> Self {
        Self {
            ftp_accounts: limits.ftp_accounts,
            disk_space_bytes: limits.disk_space,
            files: limits.files,
            ftp_sessions: limits.ftp_sessions,
            upload_bytes_per_second: limits.upload_rate.map(rate_bytes),
            download_bytes_per_second: limits.download_rate.map(rate_bytes),
            locked_settings: LockableSetting::all_of(&limits.locked),
        }
    }
}

/// What a subscription is to have and use at most: what is missing or null is not limited.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSubscriptionLimits {
    /// FTP accounts, the main one included.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    ftp_accounts: Option<u32>,
    /// Bytes that its webspace may hold.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_000_u64)]
    disk_space_bytes: Option<u64>,
    /// Files and folders that its webspace may hold.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    files: Option<u32>,
    /// FTP sessions of all its accounts at once.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000)]
    ftp_sessions: Option<u32>,
    /// Bytes a second that the uploads of all its accounts may take together.
    #[serde(default)]
    #[schema(value_type = Option<u64>, multiple_of = 1024, minimum = 1024, maximum = 10_737_418_240_u64)]
    upload_bytes_per_second: Option<Rate>,
    /// Bytes a second that the downloads of all its accounts may take together.
    #[serde(default)]
    #[schema(value_type = Option<u64>, multiple_of = 1024, minimum = 1024, maximum = 10_737_418_240_u64)]
    download_bytes_per_second: Option<Rate>,
    /// The settings of FTP accounts that neither its owner nor a collaborator may change.
    #[serde(default)]
    #[schema(max_items = 10, required = false)]
    locked_settings: Vec<LockableSetting>,
}

impl NewSubscriptionLimits {
    /// The form that the model reads.
    pub(super) fn form(&self) -> LimitsForm {
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let rate = |rate: Option<Rate>| rate.map(|rate| rate.kib().to_string());
        let mut form = LimitsForm::default();
        for (field, text) in [
            (Field::MaxFtpAccounts, number(self.ftp_accounts)),
            (
                Field::MaxDiskSpace,
                self.disk_space_bytes.map(size_text).unwrap_or_default(),
            ),
            (Field::MaxFiles, number(self.files)),
            (Field::MaxFtpSessions, number(self.ftp_sessions)),
            (
                Field::TotalUploadRate,
                rate(self.upload_bytes_per_second).unwrap_or_default(),
            ),
            (
                Field::TotalDownloadRate,
                rate(self.download_bytes_per_second).unwrap_or_default(),
            ),
        ] {
            form.set(field, &text);
        }
        for field in LockedSettings::choices() {
            let setting = LockableSetting::of(field);
            if setting.is_some_and(|setting| self.locked_settings.contains(&setting)) {
                form.set(field, LimitsForm::LOCKED);
            }
        }
        form
    }

    /// Limits that are a subscription's own.
    pub(super) fn parse(&self) -> Result<LimitsSource, FieldErrors> {
        let form = SubscriptionLimitsForm {
            limits: self.form(),
            ..SubscriptionLimitsForm::default()
        };
        form.parse()
    }
}

/// The limits whose consequences a caller accepts, by what the model calls them: those of the preview,
/// if they are accepted.
pub(super) fn accepted(preview: LimitsPreview, even_if_exceeded: bool) -> String {
    match even_if_exceeded {
        true => preview.limits,
        false => String::new(),
    }
}
