//! What FTP accounts may do and until when, as JSON.

use model::{
    Field, Form, FtpAccountSettings as Settings, FtpAccountSettingsForm,
    FtpPermission as Permission, size_text,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::timestamp::Timestamp;

/// Bytes in a KiB, of which rates are multiples.
const KIB: u64 = 1024;

/// What an FTP account may do with the files below its home directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FtpPermission {
    /// Everything.
    ReadWrite,
    /// List and download.
    ReadOnly,
    /// List, make folders and upload new files.
    UploadOnly,
}

impl From<Permission> for FtpPermission {
    fn from(permission: Permission) -> Self {
        match permission {
            Permission::ReadWrite => Self::ReadWrite,
            Permission::ReadOnly => Self::ReadOnly,
            Permission::UploadOnly => Self::UploadOnly,
        }
    }
}

impl From<FtpPermission> for Permission {
    fn from(permission: FtpPermission) -> Self {
        match permission {
            FtpPermission::ReadWrite => Self::ReadWrite,
            FtpPermission::ReadOnly => Self::ReadOnly,
            FtpPermission::UploadOnly => Self::UploadOnly,
        }
    }
}

/// What an FTP account may do and until when, and what its owner notes about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FtpAccountSettings {
    /// Whether it may sign in at all.
    enabled: bool,
    /// What it may do with files.
    permission: FtpPermission,
    /// From when on it may not sign in any more; null for never.
    #[schema(required)]
    expires_at: Option<Timestamp>,
    /// Bytes that its home directory may hold; null for no limit.
    #[schema(required, minimum = 1)]
    quota_bytes: Option<u64>,
    /// Files and folders that its home directory may hold; null for no limit.
    #[schema(required, minimum = 1)]
    quota_files: Option<u64>,
    /// Where it may be used from, as addresses and blocks of them (CIDR); empty for everywhere.
    #[schema(examples(json!(["192.0.2.0/24", "2001:db8::1"])))]
    allowed_addresses: Vec<String>,
    /// Sessions at once; null for as many as the server grants.
    #[schema(required, minimum = 1)]
    max_sessions: Option<u32>,
    /// Bytes a second that its uploads may take together; null for no limit.
    #[schema(required, minimum = 1024)]
    upload_bytes_per_second: Option<u64>,
    /// Bytes a second that its downloads may take together; null for no limit.
    #[schema(required, minimum = 1024)]
    download_bytes_per_second: Option<u64>,
    /// Whether it may only be used over TLS.
    tls_required: bool,
    /// What its owner notes about it. FTP clients never see it.
    note: String,
}

impl From<&Settings> for FtpAccountSettings {
    fn from(settings: &Settings) -> Self {
        let rate = |rate: Option<u32>| rate.map(rate_bytes);
        Self {
            enabled: settings.enabled,
            permission: settings.permission.into(),
            expires_at: settings.expires_at.map(Into::into),
            quota_bytes: settings.quota_bytes,
            quota_files: settings.quota_files,
            allowed_addresses: addresses(settings),
            max_sessions: settings.max_sessions,
            upload_bytes_per_second: rate(settings.upload_rate),
            download_bytes_per_second: rate(settings.download_rate),
            tls_required: settings.tls_required,
            note: settings.note.clone(),
        }
    }
}

/// A rate in bytes a second, of one in KiB.
pub(super) fn rate_bytes(kib: u32) -> u64 {
    u64::from(kib) * KIB
}

/// Each block of addresses, as the model writes it.
fn addresses(settings: &Settings) -> Vec<String> {
    let all = settings.allowed_addresses.to_string();
    let each = all.split(", ").filter(|block| !block.is_empty());
    each.map(ToOwned::to_owned).collect()
}

/// Settings that are changed: what is missing stays as it is, null removes a limit (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FtpAccountSettingsChange {
    /// Whether it may sign in at all.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    enabled: Option<bool>,
    /// What it may do with files.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    permission: Option<FtpPermission>,
    /// From when on it may not sign in any more; null for never.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Timestamp>)]
    expires_at: Option<Option<Timestamp>>,
    /// Bytes that its home directory may hold; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u64>, minimum = 1, maximum = 1_000_000_000_000_000_000_u64)]
    quota_bytes: Option<Option<u64>>,
    /// Files and folders that its home directory may hold; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 1_000_000_000)]
    quota_files: Option<Option<u32>>,
    /// Where it may be used from, as addresses and blocks of them (CIDR); empty for everywhere.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_items = 50, examples(json!(["192.0.2.0/24", "2001:db8::1"])))]
    allowed_addresses: Option<Vec<String>>,
    /// Sessions at once; null for as many as the server grants.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    max_sessions: Option<Option<u32>>,
    /// Bytes a second that its uploads may take together; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u64>, multiple_of = 1024, minimum = 1024, maximum = 10_737_418_240_u64)]
    upload_bytes_per_second: Option<Option<Rate>>,
    /// Bytes a second that its downloads may take together; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u64>, multiple_of = 1024, minimum = 1024, maximum = 10_737_418_240_u64)]
    download_bytes_per_second: Option<Option<Rate>>,
    /// Whether it may only be used over TLS.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    tls_required: Option<bool>,
    /// What its owner notes about it. FTP clients never see it.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_length = 500)]
    note: Option<String>,
}

/// Reads what is there: null, too, is something.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl FtpAccountSettingsChange {
    /// That it may sign in, or not.
    pub(super) fn enabled(enabled: bool) -> Self {
        Self {
            enabled: Some(enabled),
            ..Self::default()
        }
    }

    /// Whether it sets an expiry.
    pub(super) fn has_expiry(&self) -> bool {
        matches!(self.expires_at, Some(Some(_)))
    }

    /// The form that the model reads.
    pub(super) fn form(&self) -> FtpAccountSettingsForm {
        let mut values = Settings::default();
        let mut form = FtpAccountSettingsForm::default();
        let mut texts: Vec<(Field, String)> = Vec::new();
        if let Some(enabled) = self.enabled {
            values.enabled = enabled;
            texts.push((Field::State, values.value(Field::State)));
        }
        if let Some(permission) = self.permission {
            values.permission = permission.into();
            texts.push((Field::Permission, values.value(Field::Permission)));
        }
        if let Some(expires_at) = self.expires_at {
            let text = expires_at.map(|at| at.0.rfc3339());
            texts.push((Field::Expiry, text.unwrap_or_default()));
        }
        if let Some(tls_required) = self.tls_required {
            values.tls_required = tls_required;
            texts.push((Field::Tls, values.value(Field::Tls)));
        }
        let text = |number: &Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let rate = |rate: &Option<Rate>| rate.map(|rate| rate.0.to_string()).unwrap_or_default();
        let size = |size: &Option<u64>| size.map(size_text).unwrap_or_default();
        let limits = [
            (Field::QuotaBytes, self.quota_bytes.as_ref().map(size)),
            (Field::QuotaFiles, self.quota_files.as_ref().map(text)),
            (Field::MaxSessions, self.max_sessions.as_ref().map(text)),
            (
                Field::UploadRate,
                self.upload_bytes_per_second.as_ref().map(rate),
            ),
            (
                Field::DownloadRate,
                self.download_bytes_per_second.as_ref().map(rate),
            ),
            (
                Field::AllowedAddresses,
                self.allowed_addresses.as_ref().map(|all| all.join(", ")),
            ),
            (Field::Note, self.note.clone()),
        ];
        let limits = limits.into_iter();
        texts.extend(limits.filter_map(|(field, text)| Some((field, text?))));
        for (field, text) in texts {
            form.set(field, &text);
        }
        form
    }
}

/// A rate in KiB a second, which is written in bytes. Whether it is one that an account can have, the
/// model says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate(u64);

impl Rate {
    /// It in KiB a second.
    pub(super) fn kib(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = u64::deserialize(deserializer)?;
        match bytes % KIB {
            0 => Ok(Self(bytes / KIB)),
            _ => Err(D::Error::custom(format!("not a multiple of {KIB}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{FieldErrors, Utc};
    use serde_json::{Value, json};

    use super::*;

    fn changed(change: &Value) -> Result<Settings, FieldErrors> {
        let change: FtpAccountSettingsChange =
            serde_json::from_value(change.clone()).expect("a change");
        change.form().parse(&Settings::default(), &Utc)
    }

    #[test]
    fn what_is_read_can_be_sent_back() {
        let all = json!({
            "enabled": false,
            "permission": "upload_only",
            "expires_at": "2026-12-31T18:30:05Z",
            "quota_bytes": 1_500_001,
            "quota_files": 12,
            "allowed_addresses": ["192.0.2.0/24", "2001:db8::1"],
            "max_sessions": 3,
            "upload_bytes_per_second": 10_240,
            "download_bytes_per_second": 1_024,
            "tls_required": true,
            "note": "until spring",
        });
        let settings = changed(&all).expect("settings");
        let written = serde_json::to_value(FtpAccountSettings::from(&settings));
        assert_eq!(written.expect("JSON"), all);
        let usual = serde_json::to_value(FtpAccountSettings::from(&Settings::default()));
        assert_eq!(changed(&usual.expect("JSON")), Ok(Settings::default()));
        assert_eq!(changed(&json!({})), Ok(Settings::default()));
    }

    #[test]
    fn what_cannot_be_is_no_change() {
        for change in [
            json!({ "enabled": null }),
            json!({ "quota_bytes": "1 GB" }),
            json!({ "upload_bytes_per_second": 1000 }),
            json!({ "expires_at": "2026-12-31" }),
            json!({ "quota": 1 }),
        ] {
            let read = serde_json::from_value::<FtpAccountSettingsChange>(change.clone());
            assert!(read.is_err(), "{change}");
        }
        let errors = changed(&json!({
            "max_sessions": 0,
            "quota_bytes": 0,
            "upload_bytes_per_second": 1_u64 << 60,
            "note": "\u{0}",
        }));
        assert_eq!(errors.map_err(|errors| errors.iter().count()), Err(4));
    }
}
