//! SFTPGo's `dumpdata`: a JSON object with `users`.

mod filters;
mod object;
mod permissions;

use std::fmt;

use model::{Field, ImportFileError, RecordError, Utc, UtcTime};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use self::filters::Filters;
use self::object::{Object, shown, unreadable};
use crate::lines::without_byte_order_mark;
use crate::source::{MAX_RECORDS, SourceAccount, SourcePassword, SourceRecord};
use crate::text::one_line;
use crate::units::{count, size};

/// Fields that are read, and those that say how it went so far or who owns the files, which is the
/// subscription's to say.
const READ: [&str; 29] = [
    "id",
    "uid",
    "gid",
    "status",
    "username",
    "expiration_date",
    "password",
    "public_keys",
    "home_dir",
    "max_sessions",
    "quota_size",
    "quota_files",
    "permissions",
    "upload_bandwidth",
    "download_bandwidth",
    "description",
    "filters",
    "filesystem",
    "virtual_folders",
    "groups",
    "has_password",
    "created_at",
    "updated_at",
    "last_login",
    "last_password_change",
    "first_download",
    "first_upload",
    "last_quota_update",
    "deleted_at",
];
/// How fields begin that say how much is used.
const USED: &str = "used_";
/// The storages by their number. That of 0 is the server's own file system.
const STORAGES: [&str; 7] = [
    "local",
    "S3",
    "Google Cloud Storage",
    "Azure Blob Storage",
    "local, encrypted",
    "SFTP",
    "HTTP",
];
/// The last second of the last year of a date.
const LAST_SECOND: u64 = 253_402_300_799;

/// The longest user, in bytes of JSON: as values they take many times the memory.
const MAX_USER_LENGTH: usize = 1024 * 1024;

/// Only what concerns accounts.
#[derive(Deserialize)]
struct Dump<'a> {
    #[serde(borrow)]
    users: Option<Users<'a>>,
}

/// Each user is read by itself, so that a broken one stops no other. There is at most one more than
/// there may be.
#[derive(Default)]
struct Users<'a>(Vec<&'a RawValue>);

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let dump: Dump<'_> =
        serde_json::from_slice(without_byte_order_mark(file)).map_err(|error| {
            ImportFileError::NotThisFormat {
                line: u64::try_from(error.line()).ok(),
            }
        })?;
    let Users(users) = dump.users.unwrap_or_default();
    if users.len() > MAX_RECORDS {
        return Err(ImportFileError::TooLarge);
    }
    let users = (1..).zip(users);
    Ok(users.map(|(at, user)| record(at, user)).collect())
}

impl<'de: 'a, 'a> Deserialize<'de> for Users<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct UsersVisitor;

        impl<'de> Visitor<'de> for UsersVisitor {
            type Value = Users<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of users")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Users<'de>, A::Error> {
                let mut users = Vec::new();
                while let Some(user) = list.next_element()? {
                    if users.len() <= MAX_RECORDS {
                        users.push(user);
                    }
                }
                Ok(Users(users))
            }
        }

        deserializer.deserialize_seq(UsersVisitor)
    }
}

fn record(at: u64, user: &RawValue) -> SourceRecord {
    if user.get().len() > MAX_USER_LENGTH {
        return SourceRecord {
            line: at,
            name: String::new(),
            account: Err(unreadable("users")),
        };
    }
    let user: Map<String, Value> = serde_json::from_str(user.get()).unwrap_or_default();
    let user = Object(&user);
    SourceRecord {
        line: at,
        name: user.text("username").unwrap_or_default().to_owned(),
        account: account(&user),
    }
}

fn account(user: &Object<'_>) -> Result<SourceAccount, RecordError> {
    if user.text("username")?.is_empty() {
        return Err(RecordError::FieldMissing {
            field: "username".to_owned(),
        });
    }
    let mut account = SourceAccount {
        home: user.text("home_dir")?.to_owned(),
        ..SourceAccount::default()
    };
    limits(user, &mut account)?;
    let may_do_something = permissions::read(user, &mut account)?;
    let filters = match user.object("filters")? {
        Some(filters) => filters::read(&filters, &mut account)?,
        None => Filters::default(),
    };
    let enabled = user.number("status")? > 0 && may_do_something && !filters.keep_out;
    account.set(Field::State, if enabled { "enabled" } else { "disabled" });
    if !filters.anonymous {
        account.password = password(user.text("password")?);
    }
    storage(user, &mut account)?;
    for (field, value) in user.set_fields() {
        if !READ.contains(&field) && !field.starts_with(USED) {
            account.not_kept(field, shown(value));
        }
    }
    Ok(account)
}

/// A password is a hash if it says by which scheme; SFTPGo too takes it for plain text if not.
fn password(text: &str) -> SourcePassword {
    match text {
        "" => SourcePassword::None,
        hash if hash.starts_with(['$', '{']) => SourcePassword::Hash(hash.to_owned()),
        plain => SourcePassword::Plain(Zeroizing::new(plain.to_owned())),
    }
}

/// What Berth has too. A rate's unit is 1,024 bytes there as well.
fn limits(user: &Object<'_>, account: &mut SourceAccount) -> Result<(), RecordError> {
    account.set(Field::QuotaBytes, size(user.number("quota_size")?));
    for (setting, field) in [
        (Field::QuotaFiles, "quota_files"),
        (Field::MaxSessions, "max_sessions"),
        (Field::UploadRate, "upload_bandwidth"),
        (Field::DownloadRate, "download_bandwidth"),
    ] {
        account.set(setting, count(user.number(field)?));
    }
    account.set(Field::Expiry, expiry(user)?);
    account.set(Field::Note, one_line(user.text("description")?));
    Ok(())
}

fn expiry(user: &Object<'_>) -> Result<String, RecordError> {
    let field = "expiration_date";
    let seconds = match user.number(field)? {
        0 => return Ok(String::new()),
        milliseconds => Some(milliseconds / 1000).filter(|seconds| *seconds <= LAST_SECOND),
    };
    let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
    let time = UtcTime(seconds.ok_or_else(|| unreadable(field))?);
    Ok(time.input_value(&Utc))
}

/// Names where files are that are not simply in the home, and what else hangs on an account.
fn storage(user: &Object<'_>, account: &mut SourceAccount) -> Result<(), RecordError> {
    if let Some(filesystem) = user.object("filesystem")? {
        let provider = filesystem.number("provider")?;
        let name = usize::try_from(provider)
            .ok()
            .and_then(|at| STORAGES.get(at));
        if provider > 0 {
            let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
            account.not_kept("filesystem.provider", format!("{provider}{name}"));
        }
    }
    let list = |field: &str| user.0.get(field).and_then(Value::as_array);
    for folder in list("virtual_folders").into_iter().flatten() {
        let part = |field: &str| {
            folder
                .get(field)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let mapping = format!("{}: {}", part("virtual_path"), part("mapped_path"));
        account.not_kept("virtual_folders", mapping);
    }
    for group in list("groups").into_iter().flatten() {
        let name = group.get("name").and_then(Value::as_str);
        account.not_kept("groups", name.unwrap_or_default());
    }
    if let Some(keys) = list("public_keys").filter(|keys| !keys.is_empty()) {
        account.not_kept("public_keys", keys.len().to_string());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::testing::{accounts, broken, missing, not_kept, password, setting, settings};

    const DUMP: &[u8] = include_bytes!("../../../tests/fixtures/sftpgo.json");

    #[test]
    fn what_berth_has_too_is_kept() {
        let records = read(DUMP).unwrap();
        let accounts = accounts(&records);
        let (at, name, marie) = accounts[0];
        assert_eq!(
            (at, name, marie.home.as_str()),
            (1, "marie", "/srv/sftpgo/data/marie")
        );
        assert!(password(marie).starts_with("hash $2a$10$"));
        assert_eq!(
            settings(marie),
            [
                ("quota_bytes", "2 GiB"),
                ("quota_files", "1000"),
                ("max_sessions", "4"),
                ("upload_rate", "512"),
                ("download_rate", "2048"),
                ("expires", "2026-12-31T23:59:59"),
                ("note", "Marie, of the agency"),
                ("permission", "read-write"),
                ("allowed_addresses", "192.0.2.0/24, 2001:db8::/32"),
                ("tls", "required"),
                ("state", "enabled"),
            ]
        );
        let (_, _, paul) = accounts[1];
        assert_eq!(
            settings(paul),
            [
                ("quota_bytes", ""),
                ("quota_files", ""),
                ("max_sessions", ""),
                ("upload_rate", ""),
                ("download_rate", ""),
                ("expires", ""),
                ("note", ""),
                ("permission", "read-write"),
                ("allowed_addresses", ""),
                ("state", "disabled"),
            ]
        );
    }

    #[test]
    fn what_berth_does_not_have_is_named_and_no_secret_with_it() {
        let records = read(DUMP).unwrap();
        let accounts = accounts(&records);
        assert_eq!(
            not_kept(accounts[0].2),
            [
                ("permissions", "/: list, download, upload"),
                ("permissions", "/private: list"),
                ("filters.denied_protocols", "SSH, DAV"),
                ("filters.denied_login_methods", "publickey"),
                ("filters.tls_username", "CommonName"),
                ("filters.totp_config", "enabled"),
                ("filters.recovery_codes", "1"),
                ("filters.tls_certs", "1"),
                ("filters.2fa_protocols", "HTTP"),
                (
                    "filters.bandwidth_limits",
                    r#"[{"sources":["198.51.100.0/24"],"upload_bandwidth":64}]"#
                ),
                ("filters.denied_ip", "192.0.2.66/32"),
                (
                    "filters.file_patterns",
                    r#"[{"denied_patterns":["*.exe"],"path":"/"}]"#
                ),
                (
                    "filters.hooks",
                    r#"{"check_password_disabled":false,"external_auth_disabled":false,"pre_login_disabled":true}"#
                ),
                ("filters.max_upload_file_size", "1048576"),
                ("filters.start_directory", "/in"),
                ("filters.web_client", "shares-disabled"),
                ("filesystem.provider", "1 (S3)"),
                ("virtual_folders", "/shared: /srv/shared"),
                ("groups", "agency"),
                ("public_keys", "2"),
                ("additional_info", "contract 17"),
                ("email", "marie@example.com"),
                ("total_data_transfer", "5000"),
            ]
        );
        assert_eq!(not_kept(accounts[1].2), []);
    }

    #[test]
    fn a_broken_user_stops_no_other() {
        let records = read(DUMP).unwrap();
        assert_eq!(
            broken(&records),
            [
                (3, "", &missing("username")),
                (4, "lost", &missing("permissions")),
                (5, "late", &unreadable("expiration_date")),
                (6, "", &missing("username")),
            ]
        );
        assert_eq!(records.len(), 10);
    }

    #[test]
    fn who_cannot_use_ftp_there_cannot_sign_in_here() {
        let records = read(DUMP).unwrap();
        let state = |name: &str| {
            let accounts = accounts(&records);
            let account = accounts.into_iter().find(|account| account.1 == name);
            let (_, _, account) = account.unwrap();
            (password(account), setting(account, Field::State))
        };
        assert_eq!(state("guest"), ("none".into(), Some("enabled")));
        assert_eq!(state("keys"), ("none".into(), Some("disabled")));
        assert_eq!(state("web"), ("plain plain text".into(), Some("disabled")));
        assert_eq!(state("none"), ("none".into(), Some("disabled")));
    }

    #[test]
    fn what_is_no_dump_is_refused_with_its_line() {
        let error = read(b"{\n\"users\": [\n").unwrap_err();
        assert_eq!(error, ImportFileError::NotThisFormat { line: Some(3) });
        let error = read(b"marie:$1$a:/home").unwrap_err();
        assert_eq!(error, ImportFileError::NotThisFormat { line: Some(1) });
        assert!(
            read(br#"{"users": null, "groups": []}"#)
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn users_are_bounded() {
        let users = |count: usize| format!(r#"{{"users":[0{}]}}"#, ",0".repeat(count - 1));
        assert_eq!(
            read(users(MAX_RECORDS).as_bytes()).unwrap().len(),
            MAX_RECORDS
        );
        let error = read(users(MAX_RECORDS + 1).as_bytes()).unwrap_err();
        assert_eq!(error, ImportFileError::TooLarge);
        let long = format!(r#"{{"users":["{}"]}}"#, "a".repeat(MAX_USER_LENGTH));
        assert_eq!(
            broken(&read(long.as_bytes()).unwrap()),
            [(1, "", &unreadable("users"))]
        );
    }
}
