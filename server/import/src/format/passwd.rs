//! A system's `passwd` and `shadow`, of which FTP servers let the people in.
//!
//! Without the `shadow`, nothing is known of passwords and expiry. The `uid` and the `gid` are those
//! that own the files: in Berth, that is the subscription's system account.

use std::collections::HashMap;

use model::{Field, ImportFileError, RecordError, UtcTime};

use crate::lines::{Line, LineFormat, lines, records};
use crate::passwd_line::{PASSWD, PasswdLine};
use crate::source::{MAX_RECORDS, SourceAccount, SourceFiles, SourcePassword, SourceRecord};

/// The fields, as shadow(5) calls them.
const SHADOW: LineFormat = LineFormat {
    fields: &[
        "login name",
        "encrypted password",
        "date of last password change",
        "minimum password age",
        "maximum password age",
        "password warning period",
        "password inactivity period",
        "account expiration date",
        "reserved field",
    ],
    least: 9,
};

/// The first `uid` of a person.
const FIRST_PERSON: u64 = 1_000;
/// The `uid` of `nobody`.
const NOBODY: u64 = 65_534;
/// From how many days on the age of a password has no limit.
const NO_AGE: u64 = 99_999;
/// The shells that let nobody in, by their file names.
const NO_SHELLS: [&str; 2] = ["nologin", "false"];

/// The lines of a `shadow`, by name.
type Shadow<'a> = HashMap<&'a [u8], Result<Line<'a>, RecordError>>;

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(files: SourceFiles<'_>) -> Result<Vec<SourceRecord>, ImportFileError> {
    let shadow = files.shadow.map(shadow).transpose()?;
    records(files.main, &PASSWD, |line| account(line, shadow.as_ref()))
}

/// Reads a `shadow`, in which the first line of a name counts.
///
/// # Errors
/// It has more than [`MAX_RECORDS`] names, or no line of it is one of a `shadow`.
fn shadow(file: &[u8]) -> Result<Shadow<'_>, ImportFileError> {
    let mut shadow = Shadow::new();
    for (_, line) in lines(file).filter(|(_, line)| !line.is_empty()) {
        if shadow.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        let name = line.split(|byte| *byte == b':').next().unwrap_or(line);
        shadow
            .entry(name)
            .or_insert_with(|| Line::parse(line, &SHADOW));
    }
    match shadow.values().any(Result::is_ok) {
        true => Ok(shadow),
        false => Err(ImportFileError::NotThisFormat { line: None }),
    }
}

fn account(line: &Line<'_>, shadow: Option<&Shadow<'_>>) -> Result<SourceAccount, RecordError> {
    let line = PasswdLine::of(line)?;
    if line.uid < FIRST_PERSON || line.uid == NOBODY {
        return Err(RecordError::SystemAccount);
    }
    let mut account = SourceAccount {
        home: line.home.to_owned(),
        ..SourceAccount::default()
    };
    match (line.password, shadow) {
        ("x", None) => {}
        ("x", Some(shadow)) => match shadow.get(line.name.as_bytes()) {
            Some(Ok(shadow)) => set_shadow(&mut account, shadow)?,
            Some(Err(error)) => return Err(error.clone()),
            None => {}
        },
        (password, _) => account.sign_in_by(password),
    }
    // People who only have FTP usually have such a shell too, but a password.
    let is_password_known = line.password != "x" || shadow.is_some();
    if has_no_shell(line.shell) && is_password_known && account.password == SourcePassword::None {
        return Err(RecordError::SystemAccount);
    }
    if !line.gecos.is_empty() {
        account.set_note("gecos", line.gecos);
    }
    Ok(account)
}

fn has_no_shell(shell: &str) -> bool {
    let name = shell.rsplit('/').next().unwrap_or(shell);
    NO_SHELLS.contains(&name)
}

fn set_shadow(account: &mut SourceAccount, shadow: &Line<'_>) -> Result<(), RecordError> {
    account.sign_in_by(shadow.value("encrypted password"));
    set_expiry(account, shadow)?;
    set_ages(account, shadow)
}

/// From the beginning of that day on, which is counted from 1970-01-01, nobody is let in.
fn set_expiry(account: &mut SourceAccount, shadow: &Line<'_>) -> Result<(), RecordError> {
    let field = "account expiration date";
    if let Some(days) = days(shadow, field)? {
        let begins = u32::try_from(days).map(|days| UtcTime(0).plus_days(days));
        let begins = begins.map_err(|_| RecordError::FieldUnreadable {
            field: field.to_owned(),
        })?;
        account.set(Field::Expiry, begins.rfc3339());
    }
    Ok(())
}

/// How old passwords have to be and may become, which Berth does not ask.
fn set_ages(account: &mut SourceAccount, shadow: &Line<'_>) -> Result<(), RecordError> {
    let has_limit = days(shadow, "maximum password age")?.is_some_and(|days| days < NO_AGE);
    let holds = |field: &str, days: u64| match field {
        // A new password is due.
        "date of last password change" => days == 0,
        "minimum password age" => days > 0,
        _ => has_limit,
    };
    for field in [
        "date of last password change",
        "minimum password age",
        "maximum password age",
        "password warning period",
        "password inactivity period",
    ] {
        if let Some(days) = days(shadow, field)?.filter(|days| holds(field, *days)) {
            account.not_kept(field, days.to_string());
        }
    }
    Ok(())
}

/// A number of days; none of an empty field, nor of -1.
fn days(shadow: &Line<'_>, field: &str) -> Result<Option<u64>, RecordError> {
    match shadow.value(field) {
        "-1" => Ok(None),
        _ => shadow.number(field),
    }
}
