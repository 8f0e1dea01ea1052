//! A dump, and what is none.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use super::*;
use crate::testing::{accounts, broken, missing, not_kept, password, setting, settings};

const DUMP: &[u8] = include_bytes!("../../../tests/fixtures/sftpgo.json");

#[test]
fn what_berth_has_too_is_kept() {
    let records = read(DUMP).unwrap();
    let accounts = accounts(&records);
    let (at, name, marie) = accounts[0];
    assert_eq!(
        (at, name, marie.home.as_str()),
        (1, "marie", "/srv/sftpgo/data/marie")
    );
    assert!(password(marie).starts_with("hash $2a$10$"));
    assert_eq!(
        settings(marie),
        [
            ("quota_bytes", "2 GiB"),
            ("quota_files", "1000"),
            ("max_sessions", "4"),
            ("upload_rate", "512"),
            ("download_rate", "2048"),
            ("expires", "2026-12-31T23:59:59"),
            ("note", "Marie, of the agency"),
            ("permission", "read-write"),
            ("allowed_addresses", "192.0.2.0/24, 2001:db8::/32"),
            ("tls", "required"),
            ("state", "enabled"),
        ]
    );
    let (_, _, paul) = accounts[1];
    assert_eq!(
        settings(paul),
        [
            ("quota_bytes", ""),
            ("quota_files", ""),
            ("max_sessions", ""),
            ("upload_rate", ""),
            ("download_rate", ""),
            ("expires", ""),
            ("note", ""),
            ("permission", "read-write"),
            ("allowed_addresses", ""),
            ("state", "disabled"),
        ]
    );
}

#[test]
fn what_berth_does_not_have_is_named_and_no_secret_with_it() {
    let records = read(DUMP).unwrap();
    let accounts = accounts(&records);
    assert_eq!(
        not_kept(accounts[0].2),
        [
            ("permissions", "/: list, download, upload"),
            ("permissions", "/private: list"),
            ("filters.denied_protocols", "SSH, DAV"),
            ("filters.denied_login_methods", "publickey"),
            ("filters.tls_username", "CommonName"),
            ("filters.totp_config", "enabled"),
            ("filters.recovery_codes", "1"),
            ("filters.tls_certs", "1"),
            ("filters.2fa_protocols", "HTTP"),
            (
                "filters.bandwidth_limits",
                r#"[{"sources":["198.51.100.0/24"],"upload_bandwidth":64}]"#
            ),
            ("filters.denied_ip", "192.0.2.66/32"),
            (
                "filters.file_patterns",
                r#"[{"denied_patterns":["*.exe"],"path":"/"}]"#
            ),
            (
                "filters.hooks",
                r#"{"check_password_disabled":false,"external_auth_disabled":false,"pre_login_disabled":true}"#
            ),
            ("filters.max_upload_file_size", "1048576"),
            ("filters.start_directory", "/in"),
            ("filters.web_client", "shares-disabled"),
            ("filesystem.provider", "1 (S3)"),
            ("virtual_folders", "/shared: /srv/shared"),
            ("groups", "agency"),
            ("public_keys", "2"),
            ("additional_info", "contract 17"),
            ("email", "marie@example.com"),
            ("total_data_transfer", "5000"),
        ]
    );
    assert_eq!(not_kept(accounts[1].2), []);
}

#[test]
fn a_broken_user_stops_no_other() {
    let records = read(DUMP).unwrap();
    assert_eq!(
        broken(&records),
        [
            (3, "", &missing("username")),
            (4, "lost", &missing("permissions")),
            (5, "late", &unreadable("expiration_date")),
            (6, "", &missing("username")),
        ]
    );
    assert_eq!(records.len(), 10);
}

#[test]
fn who_cannot_use_ftp_there_cannot_sign_in_here() {
    let records = read(DUMP).unwrap();
    let state = |name: &str| {
        let accounts = accounts(&records);
        let account = accounts.into_iter().find(|account| account.1 == name);
        let (_, _, account) = account.unwrap();
        (password(account), setting(account, Field::State))
    };
    assert_eq!(state("guest"), ("none".into(), Some("enabled")));
    assert_eq!(state("keys"), ("none".into(), Some("disabled")));
    assert_eq!(state("web"), ("plain plain text".into(), Some("disabled")));
    assert_eq!(state("none"), ("none".into(), Some("disabled")));
}

#[test]
fn what_is_no_dump_is_refused_with_its_line() {
    let error = read(b"{\n\"users\": [\n").unwrap_err();
    assert_eq!(error, ImportFileError::NotThisFormat { line: Some(3) });
    let error = read(b"marie:$1$a:/home").unwrap_err();
    assert_eq!(error, ImportFileError::NotThisFormat { line: Some(1) });
    assert!(
        read(br#"{"users": null, "groups": []}"#)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn users_are_bounded() {
    let users = |count: usize| format!(r#"{{"users":[0{}]}}"#, ",0".repeat(count - 1));
    assert_eq!(
        read(users(MAX_RECORDS).as_bytes()).unwrap().len(),
        MAX_RECORDS
    );
    let error = read(users(MAX_RECORDS + 1).as_bytes()).unwrap_err();
    assert_eq!(error, ImportFileError::TooLarge);
    let long = format!(r#"{{"users":["{}"]}}"#, "a".repeat(MAX_USER_LENGTH));
    assert_eq!(
        broken(&read(long.as_bytes()).unwrap()),
        [(1, "", &unreadable("users"))]
    );
}
