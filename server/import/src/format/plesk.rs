//! Plesk's backups: their XML, wherever in it accounts stand.

use data_encoding::BASE64;
use model::{Field, FtpPermission, ImportFileError, RecordError};
use zeroize::Zeroizing;

use crate::password::plain;
use crate::source::{MAX_RECORDS, SourceAccount, SourcePassword, SourceRecord};
use crate::text::is_no_shell;
use crate::units::size;
use crate::xml::{self, Element};

/// The system user of an account, which is in it or, of a domain's main account, stands alone.
const SYSTEM_USER: &str = "sysuser";
/// What is an account.
const ACCOUNTS: [&str; 4] = ["ftpuser", "subftpuser", "webuser", SYSTEM_USER];
/// Where the home may be.
const HOMES: [&str; 3] = ["home", "cwd", "path"];
/// Attributes that are read, and those that say nothing about the account.
const READ: [&str; 8] = [
    "name",
    "quota",
    "home",
    "cwd",
    "path",
    "id",
    "guid",
    "owner-guid",
];

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let mut records = Vec::new();
    let is_account = |name: &str| ACCOUNTS.contains(&name);
    xml::read(file, None, is_account, |element| {
        if records.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        records.push(record(&element));
        Ok(())
    })?;
    Ok(records)
}

/// The elements that an account is made of.
struct Parts<'a>([Option<&'a Element>; 2]);

impl<'a> Parts<'a> {
    fn of(element: &'a Element) -> Self {
        Self([element.child(SYSTEM_USER), Some(element)])
    }

    fn each(&self) -> impl Iterator<Item = &'a Element> {
        self.0.into_iter().flatten()
    }

    /// The first value that is not empty.
    fn attribute(&self, name: &str) -> &'a str {
        let mut values = self.each().filter_map(|part| part.attribute(name));
        values.find(|value| !value.is_empty()).unwrap_or_default()
    }

    fn child(&self, name: &str) -> Option<&'a Element> {
        self.each().find_map(|part| part.child(name))
    }
}

fn record(element: &Element) -> SourceRecord {
    let parts = Parts::of(element);
    let name = parts.attribute("name");
    SourceRecord {
        line: element.line,
        name: name.to_owned(),
        account: match name {
            "" => Err(RecordError::FieldMissing {
                field: "name".to_owned(),
            }),
            _ => account(&parts),
        },
    }
}

fn account(parts: &Parts<'_>) -> Result<SourceAccount, RecordError> {
    let mut homes = HOMES.into_iter().map(|home| parts.attribute(home));
    let home = homes.find(|home| !home.is_empty()).unwrap_or_default();
    let mut account = SourceAccount {
        home: home.to_owned(),
        ..SourceAccount::default()
    };
    if let Some(element) = parts.child("password") {
        password(element, &mut account)?;
    }
    quota(parts.attribute("quota"), &mut account)?;
    permission(parts, &mut account);
    for part in parts.each() {
        others(part, &mut account);
    }
    Ok(account)
}

/// A password that is encrypted with the server's key cannot be read.
fn password(element: &Element, account: &mut SourceAccount) -> Result<(), RecordError> {
    let text = match element.attribute("encoding") {
        Some("base64") => base64(element.trimmed())?,
        _ => Zeroizing::new(element.text.clone()),
    };
    if text.trim().is_empty() {
        return Ok(());
    }
    match element.attribute("type").unwrap_or("plain") {
        "plain" => account.password = plain(&text),
        "crypt" => account.password = SourcePassword::Hash(text.trim().to_owned()),
        other => account.not_kept("password type", other),
    }
    Ok(())
}

fn base64(text: &str) -> Result<Zeroizing<String>, RecordError> {
    let bytes = BASE64.decode(text.as_bytes()).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.map(Zeroizing::new)
        .ok_or_else(|| unreadable("password"))
}

/// A quota is a number of bytes. With 0 and below there is none; without one, the file says nothing.
fn quota(text: &str, account: &mut SourceAccount) -> Result<(), RecordError> {
    if text.is_empty() {
        return Ok(());
    }
    let bytes: i64 = text.parse().map_err(|_| unreadable("quota"))?;
    account.set(Field::QuotaBytes, size(u64::try_from(bytes).unwrap_or(0)));
    Ok(())
}

/// Only Plesk for Windows has permissions: an account without any has all.
fn permission(parts: &Parts<'_>, account: &mut SourceAccount) {
    let permissions = parts.each().flat_map(|part| part.children("permission"));
    let granted: Vec<&str> = permissions.map(Element::trimmed).collect();
    let may = |what: &str| granted.contains(&what);
    let permission = match (may("download"), may("upload")) {
        (true, true) => FtpPermission::ReadWrite,
        (true, false) => FtpPermission::ReadOnly,
        (false, true) => FtpPermission::UploadOnly,
        (false, false) => return,
    };
    account.set(Field::Permission, permission.key());
}

/// Names what Berth does not have.
fn others(part: &Element, account: &mut SourceAccount) {
    for (name, value) in &part.attributes {
        let is_off = name == "shell" && is_no_shell(value);
        if !value.is_empty() && !is_off && !READ.contains(&name.as_str()) {
            account.not_kept(name, value);
        }
    }
    for child in &part.children {
        match child.name.as_str() {
            SYSTEM_USER | "password" => {}
            "permission" if ["download", "upload"].contains(&child.trimmed()) => {}
            name if !is_empty(child) => account.not_kept(name, child.trimmed()),
            _ => {}
        }
    }
}

/// Whether an element says nothing.
fn is_empty(element: &Element) -> bool {
    element.trimmed().is_empty() && element.attributes.is_empty() && element.children.is_empty()
}

fn unreadable(field: &str) -> RecordError {
    RecordError::FieldUnreadable {
        field: field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::testing::{accounts, broken, missing, not_kept, password, settings};

    const BACKUP: &[u8] = include_bytes!("../../tests/fixtures/plesk.xml");

    #[test]
    fn accounts_are_found_wherever_they_stand() {
        let records = read(BACKUP).unwrap();
        let read: Vec<_> = accounts(&records)
            .into_iter()
            .map(|(line, name, account)| (line, name, account.home.as_str(), password(account)))
            .collect();
        let vhost = "/var/www/vhosts/example.com";
        assert_eq!(
            read,
            [
                (8, "example", vhost, "plain s3cret & more".to_owned()),
                (
                    18,
                    "marie",
                    "/var/www/vhosts/example.com/httpdocs",
                    "hash $6$salt$hash".to_owned()
                ),
                (26, "paul", "/httpdocs/paul", "plain pass word".to_owned()),
                (
                    32,
                    "web",
                    "/var/www/vhosts/example.com/web_users/web",
                    "none".to_owned()
                ),
                (52, "inherited", "", "none".to_owned()),
            ]
        );
    }

    #[test]
    fn settings_are_kept_and_what_berth_does_not_have_is_named() {
        let records = read(BACKUP).unwrap();
        let accounts = accounts(&records);
        let read: Vec<_> = accounts
            .iter()
            .map(|(_, _, account)| (settings(account), not_kept(account)))
            .collect();
        assert_eq!(
            read,
            [
                (
                    vec![("quota_bytes", "")],
                    vec![("shell", "/bin/bash"), ("scheduler", "")]
                ),
                (
                    vec![("quota_bytes", "100 MiB"), ("permission", "read-only")],
                    vec![("permission", "list")]
                ),
                (vec![("permission", "upload-only")], vec![]),
                (
                    vec![("permission", "read-write")],
                    vec![("password type", "sym")]
                ),
                (vec![], vec![]),
            ]
        );
    }

    #[test]
    fn a_broken_account_stops_no_other() {
        assert_eq!(
            broken(&read(BACKUP).unwrap()),
            [
                (40, "", &missing("name")),
                (45, "much", &unreadable("quota")),
                (48, "garbled", &unreadable("password")),
            ]
        );
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        assert_eq!(
            read(b"marie:$1$a:/home").unwrap_err(),
            ImportFileError::NotThisFormat { line: Some(1) }
        );
        assert!(read(b"<migration-dump/>").unwrap().is_empty());
    }
}
