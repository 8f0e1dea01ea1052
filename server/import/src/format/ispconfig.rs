//! ISPConfig's table `ftp_user`.

use model::{Field, ImportFileError, RecordError};

use crate::panel_table::{PanelColumns, unreadable};
use crate::source::{SourceAccount, SourceRecord};
use crate::table::{Column, Row, Table};
use crate::units::{count, size};

/// Columns that are read, and those that say whose an account is, where, and by which user of the
/// system its files are.
const KNOWN: [&str; 19] = [
    "ftp_user_id",
    "sys_userid",
    "sys_groupid",
    "sys_perm_user",
    "sys_perm_group",
    "sys_perm_other",
    "server_id",
    "parent_domain_id",
    "username_prefix",
    "uid",
    "gid",
    "quota_size",
    "quota_files",
    "ul_bandwidth",
    "dl_bandwidth",
    "expires",
    "ul_ratio",
    "dl_ratio",
    "user_type",
];
/// The kind of an account that is nothing special.
const USUAL_TYPE: &str = "user";
/// How databases write that there is no date.
const NO_DATE: &str = "0000-00-00";
/// Bytes of the unit of a quota.
const MIB: u64 = 1024 * 1024;

/// Columns that not every version has.
struct Columns {
    panel: PanelColumns,
    quota_size: Option<Column>,
    numbers: [(Field, Option<Column>); 3],
    expires: Option<Column>,
    ratios: [Option<Column>; 2],
    user_type: Option<Column>,
}

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let table = Table::read(file)?;
    let columns = Columns {
        panel: PanelColumns::find(&table, "dir", "active", &KNOWN)?,
        quota_size: table.find("quota_size"),
        numbers: [
            (Field::QuotaFiles, table.find("quota_files")),
            // Their unit is 1,024 bytes.
            (Field::UploadRate, table.find("ul_bandwidth")),
            (Field::DownloadRate, table.find("dl_bandwidth")),
        ],
        expires: table.find("expires"),
        ratios: ["ul_ratio", "dl_ratio"].map(|ratio| table.find(ratio)),
        user_type: table.find("user_type"),
    };
    table.records(columns.panel.name, |row| account(row, &columns))
}

fn account(row: &Row<'_>, columns: &Columns) -> Result<SourceAccount, RecordError> {
    let mut account = columns.panel.account(row)?;
    if let Some(mib) = number(row, columns.quota_size)? {
        account.set(Field::QuotaBytes, size(mib.saturating_mul(MIB)));
    }
    for (field, column) in columns.numbers {
        if let Some(number) = number(row, column)? {
            account.set(field, count(number));
        }
    }
    if columns.expires.is_some() {
        let date = row.value(columns.expires);
        let is_none = date.starts_with(NO_DATE);
        account.set(Field::Expiry, if is_none { "" } else { date });
    }
    for ratio in columns.ratios.into_iter().flatten() {
        if number(row, Some(ratio))?.is_some_and(|ratio| ratio > 0) {
            account.not_kept(row.heading(ratio), row.value(ratio));
        }
    }
    let user_type = row.value(columns.user_type);
    if !["", USUAL_TYPE].contains(&user_type) {
        account.not_kept("user_type", user_type);
    }
    Ok(account)
}

/// A number; 0 if it is below, which stands for no limit. None if the table says nothing.
fn number(row: &Row<'_>, column: Option<Column>) -> Result<Option<u64>, RecordError> {
    let text = row.value(column);
    let Some(column) = column.filter(|_| !text.is_empty()) else {
        return Ok(None);
    };
    let number: i64 = text.parse().map_err(|_| unreadable(row, column))?;
    Ok(Some(u64::try_from(number).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::testing::{self, accounts, broken, missing, not_kept, password, settings};

    const TABLE: &[u8] = include_bytes!("../../tests/fixtures/ispconfig.tsv");

    #[test]
    fn each_row_is_an_account() {
        let records = read(TABLE).unwrap();
        let accounts = accounts(&records);
        let (line, name, marie) = accounts[0];
        let home = "/var/www/clients/client1/web1/web";
        assert_eq!((line, name, marie.home.as_str()), (2, "c1marie", home));
        assert_eq!(password(marie), "hash $6$rounds=5000$salt$hash");
        assert_eq!(
            settings(marie),
            [
                ("state", "enabled"),
                ("quota_bytes", "1 GiB"),
                ("quota_files", "500"),
                ("upload_rate", "256"),
                ("download_rate", "1024"),
                ("expires", "2026-12-31 18:30:00"),
            ]
        );
        assert_eq!(
            not_kept(marie),
            [
                ("user_config", "umask=002"),
                ("ul_ratio", "1"),
                ("dl_ratio", "3"),
                ("user_type", "system")
            ]
        );
    }

    #[test]
    fn minus_one_and_nothing_are_no_limits() {
        let records = read(TABLE).unwrap();
        let accounts = accounts(&records);
        let limits = |state| {
            [
                ("state", state),
                ("quota_bytes", ""),
                ("quota_files", ""),
                ("upload_rate", ""),
                ("download_rate", ""),
                ("expires", ""),
            ]
        };
        assert_eq!(
            (accounts[1].1, settings(accounts[1].2)),
            ("c1paul", limits("disabled").into())
        );
        assert_eq!(
            (accounts[2].1, settings(accounts[2].2)),
            ("c1anna", limits("enabled").into())
        );
        assert_eq!(not_kept(accounts[1].2), []);
    }

    #[test]
    fn what_a_table_does_not_say_is_not_set() {
        let records = read(b"username,password,dir\nmarie,x,/srv").unwrap();
        assert_eq!(settings(accounts(&records)[0].2), []);
    }

    #[test]
    fn a_broken_row_stops_no_other() {
        assert_eq!(
            broken(&read(TABLE).unwrap()),
            [
                (5, "c1much", &testing::unreadable("quota_size")),
                (6, "NULL", &missing("username")),
                (7, "", &RecordError::FieldCount { found: 3 }),
            ]
        );
    }
}
