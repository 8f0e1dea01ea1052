//! SFTPGo's `dumpdata`: a JSON object with `users`.

mod filters;
mod object;
mod permissions;
#[cfg(test)]
mod tests;

use std::fmt;

use model::{Field, ImportFileError, RecordError, Utc, UtcTime};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use self::filters::Filters;
use self::object::{Object, shown, unreadable};
use crate::lines::without_byte_order_mark;
use crate::password::hash_or_plain;
use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};
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
        account.password = hash_or_plain(user.text("password")?);
    }
    storage(user, &mut account)?;
    for (field, value) in user.set_fields() {
        if !READ.contains(&field) && !field.starts_with(USED) {
            account.not_kept(field, shown(value));
        }
    }
    Ok(account)
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
    account.set_note("description", user.text("description")?);
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
