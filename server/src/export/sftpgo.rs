//! SFTPGo's users, as its `loaddata` reads them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use model::FtpPermission;
use serde::Serialize;

use super::account::{Account, ExportError, HashNote, Written};
use super::target::FileOwner;

/// How the hashes begin that every SFTPGo verifies. Any other text is a plain password to it.
const KNOWN_HASHES: [&str; 5] = ["$argon2id$", "$2a$", "$6$", "$1$", "$apr1$"];
/// Names of the same scheme as `$2a$`.
const BCRYPT: [&str; 2] = ["$2b$", "$2y$"];

#[derive(Serialize)]
struct User<'a> {
    username: &'a str,
    /// Without one nobody can sign in by password.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<Cow<'a, str>>,
    status: u8,
    /// In milliseconds since 1970; 0 for never.
    expiration_date: i64,
    home_dir: &'a str,
    /// 0 for whom SFTPGo runs as.
    uid: u32,
    gid: u32,
    permissions: BTreeMap<&'a str, &'a [&'a str]>,
    max_sessions: u32,
    quota_size: u64,
    quota_files: u64,
    upload_bandwidth: u32,
    download_bandwidth: u32,
    filters: Filters,
    description: &'a str,
}

#[derive(Serialize)]
struct Filters {
    allowed_ip: Vec<String>,
    /// 1 if FTP needs TLS.
    ftp_security: u8,
}

/// An object.
pub(super) fn object(
    account: &Account<'_>,
    owner: Option<FileOwner>,
) -> Result<Written, ExportError> {
    let settings = &account.row.settings;
    let password = account.hash.and_then(known_hash);
    let hash = match account.hash.is_some() && password.is_none() {
        true => HashNote::LeftOut,
        false => HashNote::Fine,
    };
    let addresses = settings.allowed_addresses.blocks().iter();
    let user = User {
        username: account.row.name.as_str(),
        password,
        status: u8::from(settings.enabled),
        expiration_date: settings
            .expires_at
            .map_or(0, |at| at.0.saturating_mul(1000)),
        home_dir: account.home,
        uid: owner.map_or(0, |owner| owner.uid),
        gid: owner.map_or(0, |owner| owner.gid),
        permissions: BTreeMap::from([("/", permissions(settings.permission))]),
        max_sessions: settings.max_sessions.unwrap_or(0),
        quota_size: settings.quota_bytes.unwrap_or(0),
        quota_files: settings.quota_files.unwrap_or(0),
        upload_bandwidth: settings.upload_rate.unwrap_or(0),
        download_bandwidth: settings.download_rate.unwrap_or(0),
        filters: Filters {
            allowed_ip: addresses.map(ToString::to_string).collect(),
            ftp_security: u8::from(settings.tls_required),
        },
        description: &settings.note,
    };
    Ok(Written {
        text: serde_json::to_string(&user)
            .map_err(io::Error::from)?
            .into(),
        hash,
        ..Written::default()
    })
}

/// The hash, as SFTPGo verifies it.
fn known_hash(hash: &str) -> Option<Cow<'_, str>> {
    if KNOWN_HASHES.iter().any(|start| hash.starts_with(start)) {
        return Some(hash.into());
    }
    let mut of_bcrypt = BCRYPT.iter().filter_map(|start| hash.strip_prefix(start));
    of_bcrypt.next().map(|rest| format!("$2a${rest}").into())
}

fn permissions(permission: FtpPermission) -> &'static [&'static str] {
    match permission {
        FtpPermission::ReadWrite => &["*"],
        FtpPermission::ReadOnly => &["list", "download"],
        FtpPermission::UploadOnly => &["list", "upload", "create_dirs"],
    }
}
