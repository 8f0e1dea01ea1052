//! A `users.xml`, and what is none.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use super::*;
use crate::testing::{accounts, broken, missing, not_kept, password, settings};

const USERS: &[u8] = include_bytes!("../../../tests/fixtures/filezilla.xml");

#[test]
fn what_berth_has_too_is_kept() {
    let records = read(USERS).unwrap();
    let accounts = accounts(&records);
    let (line, name, marie) = accounts[0];
    assert_eq!(
        (line, name, marie.home.as_str()),
        (12, "marie", "E:/FTP/marie")
    );
    assert_eq!(
        password(marie),
        "hash $pbkdf2-sha256$i=100000,l=32$aec9Yt49edyEvXkZUinmS52UrwNoNNgoM+6rK3fuFFw$ZqRNhkBO8d4VYJb0YmF7cJgjECAH43MHdNABkHYjNFU"
    );
    assert_eq!(
        settings(marie),
        [
            ("state", "enabled"),
            ("permission", "read-write"),
            ("upload_rate", "512"),
            ("download_rate", ""),
            ("allowed_addresses", "192.0.2.0/24 2001:db8::/32"),
            ("max_sessions", "4"),
            ("note", "Marie, of the agency"),
        ]
    );
    let (line, name, paul) = accounts[1];
    assert_eq!(
        (line, name, paul.home.as_str()),
        (32, "paul", "/srv/ftp/paul")
    );
    assert_eq!(password(paul), "hash {MD5}CY9rzUYh03PK3k6DJie09g==");
    assert_eq!(
        settings(paul),
        [
            ("state", "disabled"),
            ("permission", "read-only"),
            ("upload_rate", ""),
            ("download_rate", ""),
            ("allowed_addresses", ""),
            ("max_sessions", ""),
            ("note", ""),
        ]
    );
}

#[test]
fn what_berth_does_not_have_is_named() {
    let records = read(USERS).unwrap();
    let accounts = accounts(&records);
    assert_eq!(
        not_kept(accounts[0].2),
        [
            ("mount_point", "/shared: E:\\Shared"),
            ("rate_limits session_inbound", "1024"),
            ("disallowed_ips", "192.0.2.66"),
            ("session_open_limits files", "100"),
            ("group", "agency"),
            ("realm sftp", "disabled"),
            ("methods", "3"),
        ]
    );
    assert_eq!(not_kept(accounts[1].2), []);
}

#[test]
fn a_home_that_nobody_sees_and_a_missing_password_are_kept_as_safe_as_they_can_be() {
    let records = read(USERS).unwrap();
    let accounts = accounts(&records);
    let (_, name, old) = accounts[2];
    assert_eq!(
        (name, password(old).as_str()),
        ("old", "hash {SSHA512}AAAABBBB")
    );
    assert_eq!(settings(old), [("state", "disabled")]);
    assert_eq!(not_kept(old), [("mount_point access", "2")]);
    let (_, name, guest) = accounts[3];
    assert_eq!((name, password(guest).as_str()), ("guest", "none"));
    assert_eq!(
        not_kept(guest),
        [
            ("mount_point recursive", "0"),
            ("password index", "0"),
            ("methods", "0")
        ]
    );
}

#[test]
fn a_broken_user_stops_no_other() {
    assert_eq!(
        broken(&read(USERS).unwrap()),
        [
            (7, "<system user>", &RecordError::SystemAccount),
            (46, "", &missing("name")),
            (49, "fast", &unreadable("inbound")),
            (52, "garbled", &unreadable("hash")),
        ]
    );
}

#[test]
fn the_file_of_another_version_is_refused() {
    let old = b"<FileZillaServer>\n<Users><User Name=\"marie\"/></Users></FileZillaServer>";
    assert_eq!(
        read(old).unwrap_err(),
        ImportFileError::NotThisFormat { line: Some(1) }
    );
}
