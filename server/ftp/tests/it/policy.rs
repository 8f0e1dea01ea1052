//! What an account's terms allow, and how they end.

use std::io::Read;
use std::net::Shutdown;
use std::time::{Duration, Instant, SystemTime};

use ftp::{Permission, SessionPolicy};

use crate::raw::Raw;
use crate::server::{NAME, PASSWORD, TestServer, noise};

fn server(policy: SessionPolicy) -> TestServer {
    let server = TestServer::start();
    *server.policy.lock().unwrap() = policy;
    server
}

fn with(permission: Permission) -> TestServer {
    server(SessionPolicy {
        permission,
        ..SessionPolicy::default()
    })
}

#[test]
fn who_may_only_read_changes_nothing() {
    let server = with(Permission::ReadOnly);
    server.put("a", b"four");
    std::fs::create_dir(server.home().join("sub")).unwrap();
    let mut raw = Raw::signed_in(&server);
    raw.passive();
    for line in [
        "STOR b",
        "STOR a",
        "STOU",
        "APPE a",
        "DELE a",
        "MKD new",
        "RMD sub",
        "RNFR a",
        "MFMT 20260101000000 a",
        "MFF modify=20260101000000; a",
        "SITE CHMOD 600 a",
    ] {
        raw.expect(line, "550 This account may only read.");
    }
    assert_eq!(raw.fetch("RETR a"), b"four");
    assert_eq!(
        String::from_utf8(raw.fetch("NLST"))
            .unwrap()
            .lines()
            .count(),
        2
    );
    raw.expect("HASH a", "213");
    let facts = String::from_utf8(raw.fetch("MLSD")).unwrap();
    assert!(
        facts.contains(";perm=r;") && facts.contains(";perm=el;"),
        "{facts}"
    );
    let mut names = server.names(".");
    names.sort();
    assert_eq!(names, ["a", "sub"]);
}

#[test]
fn who_may_only_upload_adds_and_neither_reads_nor_changes() {
    let server = with(Permission::UploadOnly);
    server.put("a", b"four");
    let mut raw = Raw::signed_in(&server);
    raw.passive();
    for line in [
        "DELE a",
        "RNFR a",
        "APPE a",
        "APPE new",
        "MFMT 20260101000000 a",
    ] {
        raw.expect(
            line,
            "550 This account may add files, but not change what is there.",
        );
    }
    for line in ["RETR a", "HASH a"] {
        raw.expect(
            line,
            "550 This account may upload, but not read what is there.",
        );
    }
    raw.expect("STOR a", "550");
    raw.expect("REST 1", "350");
    raw.expect("STOR a", "550");
    // What was refused leaves no offset behind.
    raw.store("STOR b", b"new");
    raw.expect("MKD sub", "257");
    raw.store("STOR sub/c", b"new too");
    assert_eq!(
        (server.get("a"), server.get("b")),
        (b"four".to_vec(), b"new".to_vec())
    );
    let facts = String::from_utf8(raw.fetch("MLSD")).unwrap();
    assert!(
        facts.contains(";perm=;") && facts.contains(";perm=celm;"),
        "{facts}"
    );
}

#[test]
fn of_two_who_may_only_upload_the_first_one_to_end_wins() {
    let server = with(Permission::UploadOnly);
    let (mut one, mut two) = (Raw::signed_in(&server), Raw::signed_in(&server));
    let (data_one, data_two) = (one.data(), two.data());
    one.expect("STOR a", "150");
    two.expect("STOR a", "150");
    for (data, bytes) in [(&data_two, b"two"), (&data_one, b"one")] {
        std::io::Write::write_all(&mut &*data, bytes).unwrap();
        data.shutdown(Shutdown::Write).unwrap();
        if bytes == b"two" {
            two.expect_reply("226");
        }
    }
    one.expect_reply("550");
    assert_eq!(server.get("a"), b"two");
    assert_eq!(server.names("."), ["a"]);
}

#[test]
fn a_session_ends_the_moment_its_account_expires() {
    let server = server(SessionPolicy {
        expires_at: Some(SystemTime::now() + Duration::from_secs(1)),
        ..SessionPolicy::default()
    });
    let (mut idle, mut busy) = (Raw::signed_in(&server), Raw::signed_in(&server));
    let begun = Instant::now();
    let mut data = busy.data();
    busy.expect("STOR a", "150");
    std::io::Write::write_all(&mut data, b"half").unwrap();
    for raw in [&mut idle, &mut busy] {
        assert_eq!(raw.reply(), "421 This account has expired.");
        assert_eq!(raw.reply(), "");
    }
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(1500), "{took:?}");
    drop(data);
    assert_eq!(server.get("a"), b"half");
}

#[test]
fn an_account_may_have_fewer_sessions_than_the_server_grants() {
    let server = server(SessionPolicy {
        max_sessions: Some(1),
        ..SessionPolicy::default()
    });
    let one = Raw::signed_in(&server);
    let mut two = Raw::connect(&server);
    two.expect(&format!("USER {NAME}"), "331");
    two.expect(&format!("PASS {PASSWORD}"), "421 This account has too many");
    drop(one);
    crate::server::eventually("the first session is over", || {
        server.sessions.list().is_empty()
    });
    Raw::signed_in(&server);
}

#[test]
fn data_of_an_account_that_needs_tls_is_never_unencrypted() {
    let server = server(SessionPolicy {
        tls_required: true,
        ..SessionPolicy::default()
    });
    let mut raw = Raw::signed_in_tls(&server);
    raw.expect("PROT C", "534");
    // As if it had never been asked for.
    let mut clear = Raw::signed_in(&server);
    clear.passive();
    clear.expect("LIST", "521");
    clear.passive();
    clear.expect("STOR a", "521");
}

/// Sessions share the rate, uploads and downloads do not.
#[test]
fn transfers_are_no_faster_than_the_rate_unencrypted_and_over_tls() {
    let server = server(SessionPolicy {
        upload_rate: Some(200_000),
        download_rate: Some(400_000),
        ..SessionPolicy::default()
    });
    server.put("a", &noise(200_000));
    for tls in [false, true] {
        let begun = Instant::now();
        let fetch = || {
            let mut raw = if tls {
                Raw::signed_in_tls(&server)
            } else {
                Raw::signed_in(&server)
            };
            if !tls {
                return raw.fetch("RETR a").len();
            }
            let data = raw.passive();
            raw.send(b"RETR a\r\n");
            let tcp = std::net::TcpStream::connect(data).unwrap();
            raw.expect_reply("150");
            let mut wire = raw.secured(tcp).unwrap();
            let mut bytes = Vec::new();
            wire.read_to_end(&mut bytes).unwrap();
            bytes.len()
        };
        let upload = || Raw::signed_in(&server).store("STOR b", &noise(200_000));
        std::thread::scope(|scope| {
            let (one, two) = (scope.spawn(fetch), scope.spawn(fetch));
            scope.spawn(upload);
            assert_eq!(
                (one.join().unwrap(), two.join().unwrap()),
                (200_000, 200_000)
            );
        });
        // 2 × 200,000 at 400,000 a second, and 200,000 at 200,000 beside them.
        let took = begun.elapsed().as_secs_f64();
        assert!((0.9..2.0).contains(&took), "{took} s, tls: {tls}");
    }
}
