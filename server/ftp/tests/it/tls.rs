//! AUTH TLS and what may go wrong with it.

use std::io::{Read, Write};
use std::thread;

use crate::raw::{Raw, Wire};
use crate::server::{NAME, PASSWORD, TestServer, noise};

#[test]
fn a_client_hello_is_never_taken_for_a_command() {
    let server = TestServer::start();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let mut raw = Raw::connect(&server);
                    raw.auth_tls();
                    raw.expect("NOOP", "200");
                }
            });
        }
    });
}

#[test]
fn what_was_pipelined_after_auth_is_discarded() {
    let server = TestServer::start();
    server.put("a", b"whole");
    let mut raw = Raw::connect(&server);
    raw.send(
        format!("AUTH TLS\r\nUSER {NAME}\r\nPASS {PASSWORD}\r\nDELE a\r\nSYST\r\n").as_bytes(),
    );
    raw.expect_reply("234");
    raw.handshake();
    // Had any of it been kept, its reply would come first.
    raw.expect("NOOP", "200");
    raw.expect("PWD", "530");
    assert_eq!(server.get("a"), b"whole");
}

#[test]
fn a_user_named_before_auth_is_forgotten() {
    let server = TestServer::start();
    let mut raw = Raw::connect(&server);
    raw.expect(&format!("USER {NAME}"), "331");
    raw.auth_tls();
    raw.expect(&format!("PASS {PASSWORD}"), "503");
}

#[test]
fn a_failed_handshake_ends_only_that_connection() {
    let server = TestServer::start();
    let mut raw = Raw::connect(&server);
    raw.expect("AUTH TLS", "234");
    raw.send(b"USER anna\r\n");
    let mut rest = Vec::new();
    let _ = raw.wire.as_mut().unwrap().read_to_end(&mut rest);
    assert!(!rest.starts_with(b"331"));
    Raw::signed_in(&server);
}

#[test]
fn required_tls_is_required_for_sign_in_and_data() {
    let server = TestServer::with(|config| config.require_tls = true);
    server.put("a", b"secret");
    let mut raw = Raw::connect(&server);
    raw.expect(&format!("USER {NAME}"), "530");
    raw.expect(&format!("PASS {PASSWORD}"), "530");
    raw.auth_tls();
    raw.sign_in();
    for open in ["EPSV", "PASV"] {
        for line in ["RETR a", "STOR a", "APPE a", "STOU", "LIST", "NLST", "MLSD"] {
            raw.expect(open, "22");
            raw.expect(line, "521");
        }
    }
    raw.expect("PBSZ 0", "200");
    raw.expect("PROT C", "534");
    raw.passive();
    raw.expect("RETR a", "521");
    raw.expect("PROT P", "200");
    let data = raw.data();
    raw.expect("RETR a", "150");
    let mut data = raw.secured(data).unwrap();
    let mut bytes = Vec::new();
    data.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"secret");
    raw.expect_reply("226");
}

#[test]
fn a_data_connection_without_tls_is_answered_not_served() {
    let server = TestServer::start();
    server.put("a", b"secret");
    let mut raw = Raw::signed_in_tls(&server);
    for line in ["RETR a", "STOR b", "LIST"] {
        let mut data = raw.data();
        raw.expect(line, "150");
        data.write_all(b"this is no ClientHello\r\n").unwrap();
        raw.expect_reply("425");
        let mut bytes = Vec::new();
        let _ = data.read_to_end(&mut bytes);
        assert!(!bytes.windows(6).any(|w| w == b"secret"));
        // One that closes at once, too.
        let data = raw.data();
        raw.expect(line, "150");
        drop(data);
        raw.expect_reply("425");
    }
    assert_eq!(server.names("."), ["a"]);
    raw.expect("NOOP", "200");
}

#[test]
fn downloads_end_with_close_notify() {
    let server = TestServer::start();
    let bytes = noise(3_000_000);
    server.put("a", &bytes);
    let mut raw = Raw::signed_in_tls(&server);
    let data = raw.data();
    raw.expect("RETR a", "150");
    let mut data = raw.secured(data).unwrap();
    let mut got = Vec::new();
    // rustls makes an error of an end without close_notify.
    data.read_to_end(&mut got).unwrap();
    assert!(got == bytes);
    raw.expect_reply("226");
}

#[test]
fn an_upload_cut_without_close_notify_changes_nothing() {
    let server = TestServer::start();
    server.put("a", b"whole");
    let mut raw = Raw::signed_in_tls(&server);
    let data = raw.data();
    raw.expect("STOR a", "150");
    let Wire::Tls(mut data) = raw.secured(data).unwrap() else {
        panic!("no TLS")
    };
    data.write_all(&noise(500_000)).unwrap();
    data.flush().unwrap();
    data.sock.shutdown(std::net::Shutdown::Write).unwrap();
    raw.expect_reply("426");
    assert_eq!(server.get("a"), b"whole");
    crate::server::eventually("nothing is left of it", || server.names(".") == ["a"]);
    // With close_notify it is an upload.
    let data = raw.data();
    raw.expect("STOR a", "150");
    let Wire::Tls(mut data) = raw.secured(data).unwrap() else {
        panic!("no TLS")
    };
    data.write_all(b"new").unwrap();
    data.conn.send_close_notify();
    data.flush().unwrap();
    raw.expect_reply("226");
    assert_eq!(server.get("a"), b"new");
}

#[test]
fn sessions_can_be_resumed() {
    let server = TestServer::start();
    server.put("a", b"bytes");
    let mut raw = Raw::signed_in_tls(&server);
    let mut resumed = 0;
    for _ in 0..3 {
        let data = raw.data();
        raw.expect("RETR a", "150");
        let Wire::Tls(mut data) = raw.secured(data).unwrap() else {
            panic!("no TLS")
        };
        let mut bytes = Vec::new();
        data.read_to_end(&mut bytes).unwrap();
        raw.expect_reply("226");
        resumed += usize::from(data.conn.handshake_kind() == Some(rustls::HandshakeKind::Resumed));
    }
    assert!(resumed >= 2, "{resumed} of 3 were resumed");
}

#[test]
fn implicit_tls_is_the_beginning_and_data_is_encrypted() {
    let server = TestServer::with(|config| {
        config.listen_implicit = Some("127.0.0.1:0".parse().unwrap());
        config.require_tls = true;
    });
    server.put("a", b"secret");
    let mut raw = Raw::connect_implicitly(&server);
    raw.expect("AUTH TLS", "503");
    raw.sign_in();
    let data = raw.data();
    raw.expect("RETR a", "150");
    let mut data = raw.secured(data).unwrap();
    let mut bytes = Vec::new();
    data.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"secret");
    raw.expect_reply("226");
    // Nothing is sent and nothing served unencrypted.
    let mut clear = Raw::connect_silently(&server, server.implicit.unwrap());
    clear.send(b"USER anna\r\n");
    assert!(!clear.line().starts_with("220"));
}

#[test]
fn data_connections_can_have_to_resume_their_own_control_session() {
    let server = TestServer::with(|config| {
        let tls = std::sync::Arc::get_mut(config.tls.as_mut().unwrap()).unwrap();
        tls.ticketer = rustls::crypto::aws_lc_rs::Ticketer::new().unwrap();
        config.require_tls_resumption = true;
    });
    server.put("a", b"secret");
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let signed_in = || {
            let mut raw = Raw::connect(&server);
            raw.forget_sessions(version);
            raw.auth_tls();
            raw.sign_in();
            raw.expect("PBSZ 0", "200");
            raw.expect("PROT P", "200");
            raw
        };
        let (mut anna, mallory) = (signed_in(), signed_in());
        for _ in 0..2 {
            let data = anna.data();
            anna.expect("RETR a", "150");
            let mut data = anna.secured(data).unwrap();
            let mut bytes = Vec::new();
            data.read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes, b"secret");
            anna.expect_reply("226");
        }
        // Another session's TLS is not good enough, and neither is a new one.
        for is_new in [false, true] {
            let data = anna.data();
            anna.expect("RETR a", "150");
            let mut data = if is_new {
                anna.forget_sessions(version);
                anna.secured(data).unwrap()
            } else {
                mallory.secured(data).unwrap()
            };
            let mut bytes = Vec::new();
            let _ = data.read_to_end(&mut bytes);
            assert!(bytes.is_empty());
            anna.expect_reply("425");
        }
        anna.expect("NOOP", "200");
    }
}
