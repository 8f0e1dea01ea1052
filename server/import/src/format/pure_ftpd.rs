//! Pure-FTPd's `pureftpd.passwd`, which `pure-pw` writes and `pure-pw mkdb` makes the database from.
//!
//! Its `uid` and `gid` are those of the system account that owns the files: in Berth, that is the
//! subscription's. An empty field is as the server has it, 0 is no limit, save for quotas: of 0,
//! nothing may be uploaded.

use model::{Field, ImportFileError, RecordError};

use crate::lines::{Line, LineFormat, records};
use crate::source::{SourceAccount, SourceRecord};
use crate::units::{count, rate, size};

/// The fields, as Pure-FTPd's documentation calls them. All that follow the home may be left out; of
/// its examples, each ends with one more, which is empty.
const PURE_FTPD: LineFormat = LineFormat {
    fields: &[
        "account",
        "password",
        "uid",
        "gid",
        "gecos",
        "home directory",
        "upload bandwidth",
        "download bandwidth",
        "upload ratio",
        "download ratio",
        "max number of connections",
        "files quota",
        "size quota",
        "authorized local IPs",
        "refused local IPs",
        "authorized client IPs",
        "refused client IPs",
        "time restrictions",
        "",
    ],
    least: 6,
};

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    records(file, &PURE_FTPD, account)
}

fn account(line: &Line<'_>) -> Result<SourceAccount, RecordError> {
    let mut account = SourceAccount::default();
    account.sign_in_by(line.required("password")?);
    for id in ["uid", "gid"] {
        line.required(id)?;
        if line.number(id)? == Some(0) {
            // Pure-FTPd lets nobody in as `root`.
            return Err(RecordError::SystemAccount);
        }
    }
    set_home(&mut account, line.required("home directory")?);
    set_limits(&mut account, line)?;
    set_note(&mut account, line.value("gecos"));
    set_addresses(&mut account, line);
    Ok(account)
}

/// What is before `/./` is seen as `/`; what follows is where a session begins.
fn set_home(account: &mut SourceAccount, home: &str) {
    let (root, start) = home.split_once("/./").unwrap_or((home, ""));
    account.home = match root {
        "" => "/".to_owned(),
        root => root.to_owned(),
    };
    if !start.is_empty() {
        account.not_kept("home directory", format!("/./{start}"));
    }
}

fn set_limits(account: &mut SourceAccount, line: &Line<'_>) -> Result<(), RecordError> {
    for (field, name) in [
        (Field::UploadRate, "upload bandwidth"),
        (Field::DownloadRate, "download bandwidth"),
    ] {
        if let Some(bytes) = line.number(name)? {
            account.set(field, rate(bytes));
        }
    }
    if let Some(sessions) = line.number("max number of connections")? {
        account.set(Field::MaxSessions, count(sessions));
    }
    for (field, name, text) in [
        (Field::QuotaFiles, "files quota", count as fn(u64) -> String),
        (Field::QuotaBytes, "size quota", size),
    ] {
        match line.number(name)? {
            Some(0) => account.not_kept(name, "0"),
            Some(quota) => account.set(field, text(quota)),
            None => {}
        }
    }
    for name in ["upload ratio", "download ratio"] {
        if let Some(ratio) = line.number(name)?.filter(|ratio| *ratio > 0) {
            account.not_kept(name, ratio.to_string());
        }
    }
    Ok(())
}

fn set_note(account: &mut SourceAccount, gecos: &str) {
    if !gecos.is_empty() {
        account.set_note("gecos", gecos);
    }
}

fn set_addresses(account: &mut SourceAccount, line: &Line<'_>) {
    let allowed = line.value("authorized client IPs");
    if !allowed.is_empty() {
        account.set(Field::AllowedAddresses, allowed);
    }
    for name in [
        "authorized local IPs",
        "refused local IPs",
        "refused client IPs",
        "time restrictions",
    ] {
        let value = line.value(name);
        if !value.is_empty() {
            account.not_kept(name, value);
        }
    }
}
