//! HestiaCP's `web.conf`: a line for each domain, with all of its FTP accounts.

use std::collections::HashMap;

use model::{Field, ImportFileError, RecordError};

use crate::lines::lines;
use crate::source::{MAX_RECORDS, SourceAccount, SourcePassword, SourceRecord};

/// What a value stands between: it never has one in it.
const QUOTE: char = '\'';
/// What stands between the accounts of a domain.
const SEPARATOR: char = ':';
/// The folder of a panel user's home that has a folder for each domain.
const WEB: &str = "/web";

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let mut records = Vec::new();
    let mut first_line = None;
    let mut is_web_conf = false;
    for (line, bytes) in lines(file).filter(|(_, bytes)| !bytes.trim_ascii().is_empty()) {
        first_line = first_line.or(Some(line));
        match std::str::from_utf8(bytes).map(pairs) {
            Err(_) => broken(line, RecordError::NotUtf8, &mut records)?,
            Ok(Err(field)) => {
                let error = RecordError::FieldUnreadable { field };
                broken(line, error, &mut records)?;
            }
            Ok(Ok(pairs)) => {
                is_web_conf |= pairs.contains_key("DOMAIN");
                domain(line, &pairs, &mut records)?;
            }
        }
    }
    match first_line {
        Some(line) if !is_web_conf => Err(ImportFileError::NotThisFormat { line: Some(line) }),
        _ => Ok(records),
    }
}

/// Adds a line that cannot be read.
///
/// # Errors
/// There would be more than [`MAX_RECORDS`].
fn broken(
    line: u64,
    error: RecordError,
    records: &mut Vec<SourceRecord>,
) -> Result<(), ImportFileError> {
    if records.len() == MAX_RECORDS {
        return Err(ImportFileError::TooLarge);
    }
    records.push(SourceRecord {
        line,
        name: String::new(),
        account: Err(error),
    });
    Ok(())
}

/// The values of a line by their keys.
///
/// # Errors
/// The key whose value is not written as it must be; what is left of the line if there is none.
fn pairs(line: &str) -> Result<HashMap<&str, &str>, String> {
    let mut pairs = HashMap::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (key, value) = rest.split_once('=').ok_or(rest)?;
        let value = value.strip_prefix(QUOTE).and_then(|v| v.split_once(QUOTE));
        let (value, behind) = value.ok_or(key)?;
        pairs.insert(key, value);
        rest = behind.trim_start();
    }
    Ok(pairs)
}

/// Adds the accounts of a domain.
///
/// # Errors
/// There would be more than [`MAX_RECORDS`].
fn domain(
    line: u64,
    pairs: &HashMap<&str, &str>,
    records: &mut Vec<SourceRecord>,
) -> Result<(), ImportFileError> {
    let value = |key: &str| pairs.get(key).copied().unwrap_or_default();
    let list = |key: &str| value(key).split(SEPARATOR);
    if value("FTP_USER").is_empty() {
        return Ok(());
    }
    let names = list("FTP_USER").count();
    if records.len() + names > MAX_RECORDS {
        return Err(ImportFileError::TooLarge);
    }
    let (paths, hashes) = (list("FTP_PATH").count(), list("FTP_MD5").count());
    let checked = whole(value("DOMAIN"), names, paths, hashes);
    let (mut paths, mut hashes) = (list("FTP_PATH"), list("FTP_MD5"));
    records.extend(list("FTP_USER").map(|name| {
        let path = paths.next().unwrap_or_default();
        let hash = hashes.next().unwrap_or_default();
        SourceRecord {
            line,
            name: name.to_owned(),
            account: checked.clone().and_then(|()| match name {
                "" => Err(missing("FTP_USER")),
                _ => Ok(account(pairs, path, hash)),
            }),
        }
    }));
    Ok(())
}

/// Whether one can tell which path and which hash is whose: the last paths may be missing, as those
/// of accounts that see the whole domain are empty, but each account has a hash.
fn whole(domain: &str, names: usize, paths: usize, hashes: usize) -> Result<(), RecordError> {
    let unreadable = |field: &str| RecordError::FieldUnreadable {
        field: field.to_owned(),
    };
    match domain {
        "" => Err(missing("DOMAIN")),
        _ if paths > names => Err(unreadable("FTP_PATH")),
        _ if hashes != names => Err(unreadable("FTP_MD5")),
        _ => Ok(()),
    }
}

fn account(pairs: &HashMap<&str, &str>, path: &str, hash: &str) -> SourceAccount {
    let value = |key: &str| pairs.get(key).copied().unwrap_or_default();
    // It is from `shadow`, where nothing matches what begins so.
    let is_locked = hash.starts_with(['!', '*']);
    let mut account = SourceAccount {
        home: home(value("DOMAIN"), path),
        password: match hash {
            hash if hash.is_empty() || is_locked => SourcePassword::None,
            hash => SourcePassword::Hash(hash.to_owned()),
        },
        ..SourceAccount::default()
    };
    let is_off = is_locked || value("SUSPENDED") == "yes";
    let state = if is_off { "disabled" } else { "enabled" };
    account.set(Field::State, state);
    account
}

/// The home as the panel user sees it, since the file does not say whose it is.
fn home(domain: &str, path: &str) -> String {
    let path = path.trim_matches('/');
    match path {
        "" => format!("{WEB}/{domain}"),
        path => format!("{WEB}/{domain}/{path}"),
    }
}

fn missing(field: &str) -> RecordError {
    RecordError::FieldMissing {
        field: field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::testing::{self, accounts, password, settings, unreadable};

    const WEB_CONF: &[u8] = include_bytes!("../../tests/fixtures/hestiacp.web.conf");

    #[test]
    fn each_account_of_a_domain_has_its_own_home_and_hash() {
        let records = read(WEB_CONF).unwrap();
        let read: Vec<_> = accounts(&records)
            .into_iter()
            .map(|(line, name, account)| {
                let state = settings(account)[0].1;
                (line, name, account.home.as_str(), password(account), state)
            })
            .collect();
        assert_eq!(
            read,
            [
                (
                    1,
                    "alice_site",
                    "/web/example.com",
                    "hash $6$salt$first".to_owned(),
                    "enabled"
                ),
                (
                    1,
                    "alice_blog",
                    "/web/example.com/public_html/blog",
                    "hash $y$j9T$salt$second".to_owned(),
                    "enabled"
                ),
                (
                    4,
                    "alice_old",
                    "/web/example.net/public_html",
                    "hash $6$salt$third".to_owned(),
                    "disabled"
                ),
                (
                    5,
                    "alice_new",
                    "/web/example.org",
                    "none".to_owned(),
                    "disabled"
                ),
            ]
        );
    }

    #[test]
    fn a_broken_domain_stops_no_other() {
        assert_eq!(
            testing::broken(&read(WEB_CONF).unwrap()),
            [
                (6, "alice_a", &unreadable("FTP_MD5")),
                (6, "alice_b", &unreadable("FTP_MD5")),
                (7, "alice_c", &unreadable("FTP_PATH")),
                (8, "", &missing("FTP_USER")),
                (8, "", &missing("FTP_USER")),
                (9, "alice_e", &missing("DOMAIN")),
                (10, "", &unreadable("FTP_USER")),
            ]
        );
    }

    #[test]
    fn what_is_no_web_conf_is_refused() {
        for file in [
            &b"\nmarie:$1$a:/home\n"[..],
            b"\nUSER='alice'\n",
            b"\n\xff\xfe",
        ] {
            let error = read(file).unwrap_err();
            assert_eq!(error, ImportFileError::NotThisFormat { line: Some(2) });
        }
        assert!(read(b"\n").unwrap().is_empty());
        assert!(
            read(b"DOMAIN='example.com' FTP_USER=''")
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn accounts_are_bounded() {
        let more = format!("DOMAIN='a' FTP_USER='{}'", ":".repeat(MAX_RECORDS));
        assert_eq!(
            read(more.as_bytes()).unwrap_err(),
            ImportFileError::TooLarge
        );
        let more = "DOMAIN='a'\n".to_owned() + &"x\n".repeat(MAX_RECORDS + 1);
        assert_eq!(
            read(more.as_bytes()).unwrap_err(),
            ImportFileError::TooLarge
        );
    }
}
