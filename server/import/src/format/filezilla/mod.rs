//! FileZilla Server 1.x: its `users.xml`.

mod password;
#[cfg(test)]
mod tests;

use model::{Field, FtpPermission, ImportFileError, RecordError};

use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};
use crate::text::one_line;
use crate::units::{count, rate};
use crate::xml::{self, Element};

/// The user that stands for every account of the system.
const SYSTEM_USER: &str = "<system user>";
/// How it is written that there is no limit.
const UNLIMITED: &str = "unlimited";
/// What stands for the account's name in paths: in those of later versions, and of earlier ones.
const NAME: [&str; 2] = ["%<user>", ":u"];
/// The folder that an account sees first.
const ROOT: &str = "/";
/// That the folder's own folders have the same permission, and may be made and removed.
const WITH_ALL_FOLDERS: &str = "2";

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let mut records = Vec::new();
    let is_user = |name: &str| name == "user";
    xml::read(file, Some("filezilla"), is_user, |user| {
        if records.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        records.push(record(&user));
        Ok(())
    })?;
    Ok(records)
}

fn record(user: &Element) -> SourceRecord {
    let name = user.attribute("name").unwrap_or_default();
    SourceRecord {
        line: user.line,
        name: name.to_owned(),
        account: match name {
            "" => Err(RecordError::FieldMissing {
                field: "name".to_owned(),
            }),
            SYSTEM_USER => Err(RecordError::SystemAccount),
            name => account(name, user),
        },
    }
}

fn account(name: &str, user: &Element) -> Result<SourceAccount, RecordError> {
    let mut account = SourceAccount::default();
    let enabled = user.attribute("enabled").unwrap_or("true");
    let state = match enabled {
        "true" | "1" => "enabled",
        "false" | "0" => "disabled",
        _ => return Err(unreadable("enabled")),
    };
    account.set(Field::State, state);
    for part in &user.children {
        let text = part.trimmed();
        match part.name.as_str() {
            "mount_point" => mount_point(name, part, &mut account)?,
            "rate_limits" => rates(part, &mut account)?,
            "allowed_ips" => account.set(Field::AllowedAddresses, one_line(text)),
            "session_count_limit" => {
                let sessions = limit(text).ok_or_else(|| unreadable("session_count_limit"))?;
                account.set(Field::MaxSessions, count(sessions));
            }
            "description" => account.set_note("description", text),
            "password" => password::read(part, &mut account)?,
            // A password is all that one can sign in with over FTP.
            "methods" if ["", "1", "password"].contains(&text) => {}
            "realm" => realm(part, &mut account),
            _ => other(part, &mut account),
        }
    }
    Ok(account)
}

/// The home is what is mounted at the root; Berth has no other mounts.
fn mount_point(
    name: &str,
    mount: &Element,
    account: &mut SourceAccount,
) -> Result<(), RecordError> {
    let value = |attribute: &str| mount.attribute(attribute).unwrap_or_default();
    // Later versions leave the first one empty.
    let path = match value("native_path") {
        "" => value("new_native_path"),
        path => path,
    };
    let path = NAME.iter().fold(path.to_owned(), |path, placeholder| {
        path.replace(placeholder, name)
    });
    let (at, access) = (value("tvfs_path"), value("access"));
    if at != ROOT {
        account.not_kept("mount_point", format!("{at}: {path}"));
        return Ok(());
    }
    // Paths of Windows, with the separators that they may have there just as well.
    account.home = path.replace('\\', "/");
    let permission = match access {
        "0" => FtpPermission::ReadOnly,
        "1" => FtpPermission::ReadWrite,
        // Nothing in it is to be seen.
        "2" => {
            account.settings.retain(|(field, _)| *field != Field::State);
            account.set(Field::State, "disabled");
            account.not_kept("mount_point access", access);
            return Ok(());
        }
        _ => return Err(unreadable("access")),
    };
    account.set(Field::Permission, permission.key());
    let recursive = mount.attribute("recursive").unwrap_or(WITH_ALL_FOLDERS);
    let is_the_same =
        recursive == WITH_ALL_FOLDERS || recursive == "1" && permission == FtpPermission::ReadOnly;
    if !is_the_same {
        account.not_kept("mount_point recursive", recursive);
    }
    Ok(())
}

/// Bytes a second, which all sessions of an account share. What comes in is uploaded.
fn rates(limits: &Element, account: &mut SourceAccount) -> Result<(), RecordError> {
    for (attribute, value) in &limits.attributes {
        let field = match attribute.as_str() {
            "inbound" => Field::UploadRate,
            "outbound" => Field::DownloadRate,
            _ => {
                named(&format!("rate_limits {attribute}"), value, account);
                continue;
            }
        };
        let bytes = limit(value).ok_or_else(|| unreadable(attribute))?;
        account.set(field, rate(bytes));
    }
    Ok(())
}

/// A protocol that an account may not use, or not as it likes.
fn realm(realm: &Element, account: &mut SourceAccount) {
    let value = |attribute: &str| realm.attribute(attribute).unwrap_or_default();
    if value("status") != "enabled" {
        account.not_kept(&format!("realm {}", value("name")), value("status"));
    }
}

/// Names something that Berth does not have: an element with its text and attributes.
fn other(part: &Element, account: &mut SourceAccount) {
    match part.attributes.is_empty() && part.children.is_empty() {
        true => named(&part.name, part.trimmed(), account),
        false => {
            for (attribute, value) in &part.attributes {
                named(&format!("{} {attribute}", part.name), value, account);
            }
            for child in &part.children {
                named(
                    &format!("{} {}", part.name, child.name),
                    child.trimmed(),
                    account,
                );
            }
        }
    }
}

/// Names a setting unless it limits nothing.
fn named(setting: &str, value: &str, account: &mut SourceAccount) {
    if !["", UNLIMITED].contains(&value) {
        account.not_kept(setting, value);
    }
}

/// A limit; 0 for none.
fn limit(text: &str) -> Option<u64> {
    match text {
        "" | UNLIMITED => Some(0),
        number => number.parse().ok(),
    }
}

fn unreadable(field: &str) -> RecordError {
    RecordError::FieldUnreadable {
        field: field.to_owned(),
    }
}
