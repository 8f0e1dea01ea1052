//! Froxlor's table `ftp_users`.

use model::ImportFileError;

use crate::panel_table::PanelColumns;
use crate::source::SourceRecord;
use crate::table::Table;
use crate::text::is_no_shell;

/// Columns that are read, and those that say whose an account is and how it was used.
const KNOWN: [&str; 12] = [
    "id",
    "uid",
    "gid",
    "customerid",
    "shell",
    "description",
    "login_count",
    "last_login",
    "up_count",
    "up_bytes",
    "down_count",
    "down_bytes",
];

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let table = Table::read(file)?;
    let columns = PanelColumns::find(&table, "homedir", "login_enabled", &KNOWN)?;
    let (shell, description) = (table.find("shell"), table.find("description"));
    table.records(columns.name, |row| {
        let mut account = columns.account(row)?;
        if description.is_some() {
            account.set_note("description", row.value(description));
        }
        let shell = row.value(shell);
        if !is_no_shell(shell) {
            account.not_kept("shell", shell);
        }
        Ok(account)
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::testing::{accounts, broken, missing, not_kept, password, settings, unreadable};

    const TABLE: &[u8] = include_bytes!("../../tests/fixtures/froxlor.csv");

    #[test]
    fn each_row_is_an_account() {
        let records = read(TABLE).unwrap();
        let accounts = accounts(&records);
        let (line, name, marie) = accounts[0];
        let home = "/var/customers/webs/marie/";
        assert_eq!(
            (line, name, marie.home.as_str()),
            (2, "marie@example.com", home)
        );
        assert_eq!(password(marie), "hash $6$salt$hash");
        assert_eq!(
            settings(marie),
            [("state", "enabled"), ("note", "Marie, of the agency")]
        );
        assert_eq!(not_kept(marie), [("quota", "7"), ("shell", "/bin/bash")]);
        let (line, name, paul) = accounts[1];
        assert_eq!(
            (line, name, password(paul).as_str()),
            (4, "paulftp1", "none")
        );
        assert_eq!(settings(paul), [("state", "disabled"), ("note", "")]);
        assert_eq!(not_kept(paul), []);
    }

    #[test]
    fn a_broken_row_stops_no_other() {
        assert_eq!(
            broken(&read(TABLE).unwrap()),
            [
                (5, "", &missing("username")),
                (6, "maybe", &unreadable("login_enabled"))
            ]
        );
    }

    #[test]
    fn another_table_is_refused() {
        assert_eq!(
            read(b"username,password,dir\nmarie,x,/").unwrap_err(),
            ImportFileError::ColumnMissing {
                column: "homedir".to_owned()
            }
        );
    }
}
