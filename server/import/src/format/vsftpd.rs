//! vsftpd with `pam_userdb`: the list that `db_load -T` makes the database from. A name stands in
//! each odd line and its password in the next one, as plain text, or as a hash with `crypt=crypt`.
//!
//! The list has no homes: they are in `local_root`, and in a file of `user_config_dir` for each
//! account. They are left empty, and mapped to the folder of each account's name.

use model::{ImportFileError, RecordError};
use zeroize::Zeroizing;

use crate::lines::{lines, of_the_format};
use crate::password::hash_or_plain;
use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let mut records = Vec::new();
    let mut lines = lines(file);
    while let Some((line, name)) = lines.next() {
        // No name: the end of the file, or what parts two accounts.
        if name.is_empty() {
            continue;
        }
        if records.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        let password = lines.next().map_or(&b""[..], |(_, password)| password);
        records.push(record(line, name, password));
    }
    of_the_format(records)
}

fn record(line: u64, name: &[u8], password: &[u8]) -> SourceRecord {
    let unescaped = text("username", name);
    SourceRecord {
        line,
        name: unescaped
            .clone()
            .unwrap_or_else(|_| String::from_utf8_lossy(name).into_owned()),
        account: unescaped.and_then(|_| account(password)),
    }
}

fn account(password: &[u8]) -> Result<SourceAccount, RecordError> {
    if password.is_empty() {
        return Err(RecordError::FieldMissing {
            field: "password".to_owned(),
        });
    }
    let password = Zeroizing::new(text("password", password)?);
    Ok(SourceAccount {
        password: hash_or_plain(&password),
        ..SourceAccount::default()
    })
}

/// A field of `db_load -T`, in which `\\` stands for a backslash, and `\` before two digits in
/// hexadecimal for the byte of that number.
fn text(field: &str, line: &[u8]) -> Result<String, RecordError> {
    let unreadable = || RecordError::FieldUnreadable {
        field: field.to_owned(),
    };
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line;
    loop {
        rest = match rest {
            [] => break,
            [b'\\', b'\\', after @ ..] => {
                bytes.push(b'\\');
                after
            }
            [b'\\', high, low, after @ ..] => {
                bytes.push(byte(*high, *low).ok_or_else(unreadable)?);
                after
            }
            [b'\\', ..] => return Err(unreadable()),
            [other, after @ ..] => {
                bytes.push(*other);
                after
            }
        };
    }
    String::from_utf8(bytes).map_err(|_| RecordError::NotUtf8)
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}
