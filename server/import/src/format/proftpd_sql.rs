//! The tables of ProFTPD's `mod_sql` and `mod_quotatab_sql`, as CSV with a heading: the columns of
//! the table of users and beside them, of a `LEFT JOIN`, those of the table of limits. They are
//! called as in ProFTPD's documentation, whatever the database calls them.
//!
//! `userid`, `passwd` and `homedir` have to be there. `LoginAllowed` is the column that
//! `SQLUserWhereClause` asks in the documentation. A column that is not known here may hold a
//! setting of the other server's own, and is named as not kept wherever it holds something.
//!
//! A value of `passwd` may be any of what `SQLAuthTypes` allows: a hash of `crypt`, `{digest}` and
//! Base64, a digest alone, or plain text.

use model::{Field, ImportFileError, RecordError};

use crate::password::hash_or_plain;
use crate::source::{SourceAccount, SourcePassword, SourceRecord};
use crate::table::{Column, Row, Table};
use crate::units::{count, size};

/// Columns that are no settings: whom files belong to, what was counted, and what a limit is of.
const NO_SETTINGS: [&str; 18] = [
    "id",
    "uid",
    "gid",
    "shell",
    "count",
    "accessed",
    "modified",
    "last_accessed",
    "name",
    "quota_type",
    "per_session",
    "limit_type",
    "bytes_in_used",
    "bytes_out_used",
    "bytes_xfer_used",
    "files_in_used",
    "files_out_used",
    "files_xfer_used",
];

/// Limits that Berth has none for.
const LIMITS_NOT_KEPT: [&str; 4] = [
    "bytes_out_avail",
    "bytes_xfer_avail",
    "files_out_avail",
    "files_xfer_avail",
];

/// What the table's columns are.
struct Columns {
    userid: Column,
    passwd: Column,
    homedir: Column,
    login_allowed: Option<Column>,
    quota_type: Option<Column>,
    per_session: Option<Column>,
    limit_type: Option<Column>,
    bytes_in_avail: Option<Column>,
    files_in_avail: Option<Column>,
    limits_not_kept: Vec<Column>,
    /// Those of the other server's own.
    others: Vec<Column>,
}

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let table = Table::read(file)?;
    let columns = Columns::of(&table)?;
    table.records(columns.userid, |row| columns.account(row))
}

impl Columns {
    fn of(table: &Table<'_>) -> Result<Self, ImportFileError> {
        let mut columns = Self {
            userid: table.column("userid")?,
            passwd: table.column("passwd")?,
            homedir: table.column("homedir")?,
            login_allowed: table.find("LoginAllowed"),
            quota_type: table.find("quota_type"),
            per_session: table.find("per_session"),
            limit_type: table.find("limit_type"),
            bytes_in_avail: table.find("bytes_in_avail"),
            files_in_avail: table.find("files_in_avail"),
            limits_not_kept: LIMITS_NOT_KEPT
                .iter()
                .filter_map(|name| table.find(name))
                .collect(),
            others: Vec::new(),
        };
        let no_settings = NO_SETTINGS.iter().filter_map(|name| table.find(name));
        let known: Vec<_> = no_settings.chain(columns.settings()).collect();
        columns.others = table
            .columns()
            .filter(|column| !known.contains(column))
            .collect();
        Ok(columns)
    }

    /// Those that are read.
    fn settings(&self) -> impl Iterator<Item = Column> {
        let optional = [self.login_allowed, self.bytes_in_avail, self.files_in_avail];
        [self.userid, self.passwd, self.homedir]
            .into_iter()
            .chain(optional.into_iter().flatten())
            .chain(self.limits_not_kept.iter().copied())
    }

    fn account(&self, row: &Row<'_>) -> Result<SourceAccount, RecordError> {
        let mut account = SourceAccount {
            home: row.required(self.homedir)?.to_owned(),
            password: match row.value(self.passwd) {
                "" => SourcePassword::None,
                // With the white space that a password may have around it.
                _ => hash_or_plain(row.text(self.passwd)),
            },
            ..SourceAccount::default()
        };
        if let Some(column) = self.login_allowed {
            let state = match is_true(row, column)? {
                true => "enabled",
                false => "disabled",
            };
            account.set(Field::State, state);
        }
        self.set_limits(&mut account, row)?;
        for column in &self.others {
            let value = row.value(*column);
            if !value.is_empty() {
                account.not_kept(row.heading(*column), value);
            }
        }
        Ok(account)
    }

    /// What may be uploaded is the quota, if it is of the account alone and for all of its sessions:
    /// what is deleted counts no more.
    fn set_limits(&self, account: &mut SourceAccount, row: &Row<'_>) -> Result<(), RecordError> {
        let per_session = match self.per_session {
            Some(column) => is_true(row, column)?,
            None => false,
        };
        let is_own = matches!(row.value(self.quota_type), "" | "user");
        let mut has_limit = false;
        for (column, field, text) in [
            (
                self.bytes_in_avail,
                Field::QuotaBytes,
                size as fn(u64) -> String,
            ),
            (self.files_in_avail, Field::QuotaFiles, count),
        ] {
            match limit(row, column)? {
                Some(limit) if is_own && !per_session => {
                    has_limit |= limit > 0;
                    account.set(field, text(limit));
                }
                _ => not_kept(account, row, column)?,
            }
        }
        for column in &self.limits_not_kept {
            not_kept(account, row, Some(*column))?;
        }
        if has_limit && row.value(self.limit_type) == "soft" {
            // One file more may be uploaded than the quota allows.
            account.not_kept("limit_type", "soft");
        }
        Ok(())
    }
}

/// Names a limit that holds.
fn not_kept(
    account: &mut SourceAccount,
    row: &Row<'_>,
    column: Option<Column>,
) -> Result<(), RecordError> {
    if let (Some(column), Some(1..)) = (column, limit(row, column)?) {
        account.not_kept(row.heading(column), row.value(column));
    }
    Ok(())
}

/// A limit, which is a floating-point number of some databases; 0 for none. None where nothing is
/// said.
fn limit(row: &Row<'_>, column: Option<Column>) -> Result<Option<u64>, RecordError> {
    let text = row.value(column);
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().or_else(|| {
        let number = text.parse::<f64>().ok();
        // Less than 0 is no limit either.
        number.filter(|n| n.is_finite()).map(|n| n as u64)
    });
    number.map(Some).ok_or_else(|| unreadable(row, column))
}

/// What databases write for a Boolean; nothing at all is not true.
fn is_true(row: &Row<'_>, column: Column) -> Result<bool, RecordError> {
    match row.value(column).to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Ok(true),
        "" | "false" | "f" | "no" | "n" | "0" => Ok(false),
        _ => Err(unreadable(row, column)),
    }
}

fn unreadable(row: &Row<'_>, column: impl Into<Option<Column>>) -> RecordError {
    RecordError::FieldUnreadable {
        field: column
            .into()
            .map_or("", |column| row.heading(column))
            .to_owned(),
    }
}
