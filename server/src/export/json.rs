//! JSON whose keys are Berth's own names: sizes in bytes, rates in KiB a second, times as in RFC 3339.

use std::io;

use model::{Field, UtcTime};
use serde::Serialize;

use super::account::{Account, ExportError, Written};

#[derive(Serialize)]
struct JsonAccount<'a> {
    name: &'a str,
    home: &'a str,
    main: bool,
    /// Null without one.
    #[serde(rename = "password-hash")]
    password_hash: Option<&'a str>,
    state: String,
    permission: &'a str,
    quota_bytes: Option<u64>,
    quota_files: Option<u64>,
    expires: Option<String>,
    allowed_addresses: Vec<String>,
    max_sessions: Option<u32>,
    upload_rate: Option<u32>,
    download_rate: Option<u32>,
    tls: String,
    note: &'a str,
}

/// An object.
pub(super) fn object(account: &Account<'_>) -> Result<Written, ExportError> {
    let row = account.row;
    let settings = &row.settings;
    let addresses = settings.allowed_addresses.blocks().iter();
    let object = JsonAccount {
        name: row.name.as_str(),
        home: row.home_directory.as_str(),
        main: row.is_main,
        password_hash: account.hash,
        state: settings.value(Field::State),
        permission: settings.permission.key(),
        quota_bytes: settings.quota_bytes,
        quota_files: settings.quota_files,
        expires: settings.expires_at.map(UtcTime::rfc3339),
        allowed_addresses: addresses.map(ToString::to_string).collect(),
        max_sessions: settings.max_sessions,
        upload_rate: settings.upload_rate,
        download_rate: settings.download_rate,
        tls: settings.value(Field::Tls),
        note: &settings.note,
    };
    Ok(Written {
        text: serde_json::to_string(&object)
            .map_err(io::Error::from)?
            .into(),
        ..Written::default()
    })
}
