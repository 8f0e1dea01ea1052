//! ProFTPD's tables.

use model::{ImportFileError, ImportFormat};

use crate::shown::shown;

#[test]
fn what_the_tables_know_of_an_account_is_read() {
    let file = include_bytes!("../fixtures/proftpd-sql.csv");
    let expected = include_str!("../fixtures/proftpd-sql.expected");
    assert_eq!(shown(ImportFormat::ProFtpdSql, file).unwrap(), expected);
}

#[test]
fn the_table_of_users_is_enough() {
    let file = "userid\tPASSWD\thomedir\nmarie\tsecret\t/srv/ftp/marie\n";
    assert_eq!(
        shown(ImportFormat::ProFtpdSql, file.as_bytes()).unwrap(),
        "2 <marie>\n  home </srv/ftp/marie>\n  plain <secret>\n"
    );
}

#[test]
fn the_column_that_is_missing_is_named() {
    for (heading, column) in [
        ("name,passwd,homedir", "userid"),
        ("userid,password,homedir", "passwd"),
        ("userid,passwd,home", "homedir"),
    ] {
        let column = column.to_owned();
        assert_eq!(
            shown(ImportFormat::ProFtpdSql, heading.as_bytes()).unwrap_err(),
            ImportFileError::ColumnMissing { column }
        );
    }
}
