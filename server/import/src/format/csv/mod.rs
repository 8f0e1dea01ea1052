//! CSV with a heading that names Berth's own fields.

mod headings;

use model::{Field, ImportFileError};

use self::headings::{Content, choice, content};
use crate::password::plain;
use crate::source::{SourceAccount, SourcePassword, SourceRecord};
use crate::table::{Column, Row, Table};

/// By what spreadsheets know a formula. A cell that begins with one is exported with a `'` before it.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let table = Table::read(file)?;
    let columns = columns(&table);
    let mut names = columns
        .iter()
        .filter(|(_, content)| *content == Content::Name);
    let (name, _) = names.next().ok_or_else(|| ImportFileError::ColumnMissing {
        column: "name".to_owned(),
    })?;
    table.records(*name, |row| {
        let mut account = SourceAccount::default();
        for (column, content) in &columns {
            field(row, *column, *content, &mut account);
        }
        Ok(account)
    })
}

/// What is in which column. Of two with the same, the second one is unknown.
fn columns(table: &Table<'_>) -> Vec<(Column, Content)> {
    let mut columns: Vec<(Column, Content)> = Vec::new();
    for column in table.columns() {
        let content = content(table.heading(column));
        let is_known = columns.iter().any(|(_, known)| known.is_same(content));
        let content = if is_known { Content::Unknown } else { content };
        columns.push((column, content));
    }
    columns
}

fn field(row: &Row<'_>, column: Column, content: Content, account: &mut SourceAccount) {
    let value = unprotected(row.value(column));
    match content {
        Content::Name | Content::Use => {}
        Content::Home => account.home = value.to_owned(),
        // Spaces may belong to a password, and none was ever exported.
        Content::Password => match plain(row.text(column)) {
            SourcePassword::None => {}
            plain => account.password = plain,
        },
        Content::PasswordHash => {
            let hash = row.value(column);
            // A password that is there as plain text is better than its hash.
            if !hash.is_empty() && account.password == SourcePassword::None {
                account.password = SourcePassword::Hash(hash.to_owned());
            }
        }
        Content::Setting(field) => match (value, has_choices(field)) {
            // No choice is no limit either.
            ("", true) => {}
            (value, true) => account.set(field, choice(field, value)),
            (value, false) => account.set(field, value),
        },
        Content::Bytes(field) => match value {
            "" => account.set(field, ""),
            bytes => account.set(field, format!("{bytes} B")),
        },
        Content::Unknown if value.is_empty() => {}
        Content::Unknown => account.not_kept(row.heading(column), value),
    }
}

fn has_choices(field: Field) -> bool {
    matches!(field, Field::State | Field::Permission | Field::Tls)
}

/// A cell without the quote that an export put before it.
fn unprotected(cell: &str) -> &str {
    let protected = cell.strip_prefix('\'');
    protected
        .filter(|rest| rest.trim_start().starts_with(FORMULA_STARTS))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::testing::{accounts, broken, missing, not_kept, password, settings};
    use model::{FtpAccountSettings, RecordError};

    const OWN: &[u8] = include_bytes!("../../../tests/fixtures/csv.csv");
    const EXPORTS: [&[u8]; 2] = [
        include_bytes!("../../../tests/fixtures/csv-export-en.csv"),
        include_bytes!("../../../tests/fixtures/csv-export-fr.csv"),
    ];

    #[test]
    fn every_setting_has_a_column_of_its_key() {
        let records = read(OWN).unwrap();
        let (line, name, marie) = accounts(&records)[0];
        assert_eq!(
            (line, name, marie.home.as_str()),
            (2, "marie", "/var/www/marie")
        );
        assert_eq!(password(marie), "plain '=1 and spaces ");
        let settings = settings(marie);
        assert_eq!(
            settings,
            [
                ("state", "disabled"),
                ("permission", "upload-only"),
                ("quota_bytes", "1,5 Go"),
                ("quota_files", "1000"),
                ("expires", "2026-12-31 18:30"),
                ("allowed_addresses", "192.0.2.0/24, ::1"),
                ("max_sessions", "3"),
                ("upload_rate", "512"),
                ("download_rate", "1024"),
                ("tls", "required"),
                ("note", "-1"),
            ]
        );
        let mut known = FtpAccountSettings::FIELDS
            .map(FtpAccountSettings::key)
            .into_iter();
        assert!(known.all(|key| settings.iter().any(|(read, _)| *read == key)));
        assert_eq!(not_kept(marie), [("shoe size", "38")]);
    }

    #[test]
    fn empty_cells_are_no_limits_and_no_choices() {
        let records = read(OWN).unwrap();
        let (_, name, paul) = accounts(&records)[1];
        assert_eq!(
            (name, password(paul).as_str()),
            ("paul", "hash $6$salt$hash")
        );
        assert_eq!(
            settings(paul),
            [
                ("quota_bytes", ""),
                ("quota_files", ""),
                ("expires", ""),
                ("allowed_addresses", ""),
                ("max_sessions", ""),
                ("upload_rate", ""),
                ("download_rate", ""),
                ("note", ""),
            ]
        );
        assert_eq!(not_kept(paul), []);
    }

    #[test]
    fn exports_in_both_languages_are_read_back() {
        for export in EXPORTS {
            let records = read(export).unwrap();
            let accounts = accounts(&records);
            let (line, name, marie) = accounts[0];
            assert_eq!((line, name, marie.home.as_str()), (2, "marie", "/httpdocs"));
            assert_eq!(
                settings(marie),
                [
                    ("state", "disabled"),
                    ("permission", "read-only"),
                    ("quota_bytes", "2000 B"),
                    ("quota_files", "30"),
                    ("expires", "2026-12-31T18:30:00Z"),
                    ("note", "=HYPERLINK(\"x\"); no formula"),
                ]
            );
            assert_eq!(
                (password(marie), not_kept(marie)),
                ("none".to_owned(), vec![])
            );
            let (_, name, main) = accounts[1];
            assert_eq!((name, not_kept(main)[0].1), ("example", "1"));
            assert_eq!(
                settings(main)[1..3],
                [("permission", "read-write"), ("quota_bytes", "")]
            );
        }
    }

    #[test]
    fn a_broken_row_stops_no_other_and_a_second_column_is_none() {
        let records = read(b"home,name,home\n/a,marie,/b\n/a\n/a,,\n").unwrap();
        let (_, _, marie) = accounts(&records)[0];
        assert_eq!(
            (marie.home.as_str(), not_kept(marie)),
            ("/a", vec![("home", "/b")])
        );
        assert_eq!(
            broken(&records),
            [
                (3, "", &RecordError::FieldCount { found: 1 }),
                (4, "", &missing("name")),
            ]
        );
        assert_eq!(
            read(b"home\n/a").unwrap_err(),
            ImportFileError::ColumnMissing {
                column: "name".to_owned()
            }
        );
    }
}
