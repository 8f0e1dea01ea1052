//! `berth doctor`: what it finds, and that it changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use crate::command_line::{Running, berth, berth_with};

/// The checks of an installation, by name, and the exit code.
fn examined(folder: &Path, settings: &[(&str, &str)]) -> (i32, Vec<(String, String, String)>) {
    let answer = berth_with(folder, settings, &["doctor", "--json"]);
    let checks: Vec<Value> = serde_json::from_str(&answer.out).unwrap();
    let text = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
    let told = checks.iter().map(|check| {
        (
            text(check, "check"),
            text(check, "status"),
            text(check, "message"),
        )
    });
    (answer.code, told.collect())
}

/// What is to be done in one matter.
fn to_do(checks: &[(String, String, String)], name: &str) -> Vec<String> {
    let found = checks
        .iter()
        .filter(|(check, status, _)| check == name && status != "ok");
    found.map(|(_, _, message)| message.clone()).collect()
}

#[test]
fn an_installation_that_is_in_order_is_told_so_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let (panel, ftp) = (running.panel.to_string(), running.ftp.to_string());
    let settings = [
        ("BERTH_HTTP_ADDR", panel.as_str()),
        ("BERTH_FTP_ADDR", ftp.as_str()),
    ];
    let (code, checks) = examined(folder.path(), &settings);
    assert_eq!(code, 0, "{checks:?}");
    for matter in [
        "permissions",
        "database",
        "ports",
        "certificate",
        "webspaces",
    ] {
        assert!(to_do(&checks, matter).is_empty(), "{matter}: {checks:?}");
        assert!(
            checks.iter().any(|(check, ..)| check == matter),
            "{matter}: {checks:?}"
        );
    }
    let answers = checks
        .iter()
        .filter(|(_, _, message)| message.contains("Berth answers"));
    assert_eq!(answers.count(), 2, "{checks:?}");
    // The passwords of the first start are still there.
    assert_eq!(to_do(&checks, "first-start").len(), 1, "{checks:?}");
    assert_eq!(running.terminate(), Some(0));

    let before = names(folder.path());
    let (code, _) = examined(folder.path(), &[]);
    assert_eq!((code, names(folder.path())), (0, before));
    let nothing = tempfile::tempdir().unwrap();
    let (code, checks) = examined(nothing.path(), &[("BERTH_DATABASE_URL", "")]);
    assert_eq!(code, 0, "{checks:?}");
    assert!(!nothing.path().join("data").exists());
}

fn names(folder: &Path) -> Vec<String> {
    let files = folder.join("data").read_dir().unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn each_problem_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Running::demo(folder.path()).terminate(), Some(0));
    let data = folder.path().join("data");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(data.join("ftp-key.pem"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::rename(data.join("webspaces"), data.join("elsewhere")).unwrap();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let (code, checks) = examined(
        folder.path(),
        &[
            ("BERTH_FTP_ADDR", taken.as_str()),
            ("BERTH_HTTP_ADDR", "192.0.2.1:3000"),
            ("BERTH_PUBLIC_HOST", "no-such-host.invalid"),
            ("BERTH_FTP_PASSIVE_PORTS", "50000-50010"),
            ("BERTH_FTP_MAX_SESSIONS", "1000000000"),
        ],
    );
    assert_eq!(code, 1);
    let all = |name: &str| to_do(&checks, name).join("\n");
    for (matter, said) in [
        ("permissions", "chmod 700"),
        ("permissions", "chmod 600"),
        ("webspaces", "is missing"),
        ("ports", "taken by another program"),
        ("ports", "no address of this machine"),
        ("public-host", "no IPv4 address"),
        ("passive-ports", "Widen BERTH_FTP_PASSIVE_PORTS"),
        ("open-files", "LimitNOFILE=5000"),
    ] {
        assert!(all(matter).contains(said), "{matter}: {said}: {checks:?}");
    }
    let french = berth_with(folder.path(), &[("LC_ALL", "fr_FR.UTF-8")], &["doctor"]);
    assert_eq!(french.code, 1);
    assert!(french.out.contains("PROBLÈME"), "{}", french.out);
    assert!(french.out.contains("chmod 700"), "{}", french.out);
    drop(other);
    let listed = berth(folder.path(), &["doctor"], "");
    assert!(listed.out.contains("Found: "), "{}", listed.out);
}

#[test]
fn a_database_that_is_broken_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(
        folder.path().join("data/berth.sqlite"),
        "no database".repeat(1000),
    )
    .unwrap();
    let settings = [("BERTH_DATABASE_URL", "")];
    let (code, checks) = examined(folder.path(), &settings);
    assert_eq!(code, 1);
    assert_eq!(to_do(&checks, "database").len(), 1, "{checks:?}");
}
