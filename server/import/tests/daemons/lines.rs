//! Files that have nothing but lines.

use model::{ImportFileError, ImportFormat};

use crate::shown::shown;

#[test]
fn what_pure_ftpd_knows_of_an_account_is_read() {
    let file = include_bytes!("../fixtures/pure-ftpd.passwd");
    let expected = include_str!("../fixtures/pure-ftpd.expected");
    assert_eq!(shown(ImportFormat::PureFtpd, file).unwrap(), expected);
}

#[test]
fn what_proftpd_knows_of_an_account_is_read() {
    let file = include_bytes!("../fixtures/proftpd.passwd");
    let expected = include_str!("../fixtures/proftpd.expected");
    assert_eq!(shown(ImportFormat::ProFtpd, file).unwrap(), expected);
}

#[test]
fn what_pam_userdb_knows_of_an_account_is_read() {
    let file = include_bytes!("../fixtures/vsftpd.txt");
    let expected = include_str!("../fixtures/vsftpd.expected");
    assert_eq!(shown(ImportFormat::Vsftpd, file).unwrap(), expected);
}

#[test]
fn what_pam_pwdfile_knows_of_an_account_is_read() {
    let file = include_bytes!("../fixtures/vsftpd-pwdfile.txt");
    let expected = include_str!("../fixtures/vsftpd-pwdfile.expected");
    assert_eq!(shown(ImportFormat::VsftpdPwdfile, file).unwrap(), expected);
}

#[test]
fn a_file_with_windows_line_ends_is_the_same() {
    let file = include_str!("../fixtures/proftpd.passwd").replace('\n', "\r\n");
    let expected = include_str!("../fixtures/proftpd.expected");
    let shown = shown(ImportFormat::ProFtpd, file.as_bytes());
    assert_eq!(shown.unwrap(), expected);
}

#[test]
fn a_file_without_accounts_or_of_another_format_is_refused() {
    let refused = |file: &[u8]| shown(ImportFormat::PureFtpd, file).unwrap_err();
    assert_eq!(refused(b"# nobody yet\n"), ImportFileError::NoAccounts);
    // What `pure-pw mkdb` and `db_load` make.
    let database = b"PDB2\0\0\x08\x04\xff\n";
    let not_this_format = ImportFileError::NotThisFormat { line: Some(1) };
    assert_eq!(refused(database), not_this_format);
    let refused = shown(ImportFormat::Vsftpd, database).unwrap_err();
    assert_eq!(refused, not_this_format);
}
