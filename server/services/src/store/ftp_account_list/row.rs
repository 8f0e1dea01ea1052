//! The rows of a list.

use model::{FtpAccountColumn, FtpAccountColumns, FtpAccountListRow, FtpAccountUsage, UtcTime};
use sea_orm::{DbErr, QueryResult, TryGetable, Value};

use super::order::KeyKind;
use super::query::{FtpAccountCursor, FtpAccountsPage};
use crate::store::convert::{count, read};
use crate::store::error::StoreError;
use crate::store::ftp_account_record::{CURRENT_HASH, NO_PASSWORD, is_old_hash};
use crate::store::sql::Sql;

/// The columns that a list's rows are made of: those that every row needs, then the optional ones.
pub(super) fn select(sql: &mut Sql, columns: FtpAccountColumns) {
    // How a hash begins tells whether there is one, and whether it is an old one.
    sql.push(&format!(
        "a.name, a.is_main, a.enabled, a.permission, a.expires_at, a.note, \
         substr(a.password_hash, 1, {})",
        CURRENT_HASH.len()
    ));
    for (column, read) in [
        (FtpAccountColumn::HomeDirectory, ", a.home_directory"),
        (
            FtpAccountColumn::Usage,
            ", a.used_bytes, a.quota_bytes, a.used_files, a.quota_files",
        ),
        (FtpAccountColumn::LastSignIn, ", a.last_sign_in_at"),
        (FtpAccountColumn::LastChanged, ", a.changed_at"),
    ] {
        if columns.contains(column) {
            sql.push(read);
        }
    }
}

/// What [`select`] reads of one account, column after column.
struct Cells<'a> {
    row: &'a QueryResult,
    next: usize,
}

impl Cells<'_> {
    fn next<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        self.next += 1;
        self.row.try_get_by_index(self.next - 1)
    }
}

/// The cursor of a row whose first column is the order's key.
pub(super) fn cursor(
    row: &QueryResult,
    page: &FtpAccountsPage<'_>,
) -> Result<FtpAccountCursor, StoreError> {
    let key = match page.order().0.kind {
        KeyKind::Flag => Value::from(row.try_get_by_index::<bool>(0)?),
        KeyKind::Number => Value::from(row.try_get_by_index::<i64>(0)?),
        KeyKind::Text => Value::from(row.try_get_by_index::<String>(0)?),
    };
    let name: String = row.try_get_by_index(1)?;
    Ok(FtpAccountCursor {
        key,
        name: read(&name, "ftp_account.name")?,
    })
}

/// A row of what [`select`] reads, whose columns begin at this one.
pub(super) fn list_row(
    row: &QueryResult,
    first: usize,
    columns: FtpAccountColumns,
) -> Result<FtpAccountListRow, StoreError> {
    let mut cells = Cells { row, next: first };
    let mut listed = FtpAccountListRow {
        name: read(&cells.next::<String>()?, "ftp_account.name")?,
        is_main: cells.next()?,
        disabled: !cells.next::<bool>()?,
        permission: read(&cells.next::<String>()?, "ftp_account.permission")?,
        expires_at: cells.next::<Option<i64>>()?.map(UtcTime),
        note: cells.next()?,
        waits_for_password: false,
        has_old_hash: false,
        home_directory: None,
        space: None,
        files: None,
        last_sign_in_at: None,
        changed_at: None,
    };
    let hash: String = cells.next()?;
    listed.waits_for_password = hash == NO_PASSWORD;
    listed.has_old_hash = is_old_hash(&hash);
    if columns.contains(FtpAccountColumn::HomeDirectory) {
        let home = read(&cells.next::<String>()?, "ftp_account.home_directory")?;
        listed.home_directory = Some(home);
    }
    if columns.contains(FtpAccountColumn::Usage) {
        let mut usage = || -> Result<Option<FtpAccountUsage>, StoreError> {
            let used = count(cells.next()?);
            let quota = cells.next::<Option<i64>>()?.map(count);
            Ok(quota.map(|quota| FtpAccountUsage { used, quota }))
        };
        listed.space = usage()?;
        listed.files = usage()?;
    }
    if columns.contains(FtpAccountColumn::LastSignIn) {
        listed.last_sign_in_at = cells.next::<Option<i64>>()?.map(UtcTime);
    }
    if columns.contains(FtpAccountColumn::LastChanged) {
        listed.changed_at = Some(UtcTime(cells.next()?));
    }
    Ok(listed)
}
