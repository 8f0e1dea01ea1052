//! AUTH TLS and what may go wrong with it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;

use ftp::TlsResumption;
use rustls::SupportedProtocolVersion;

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

/// A client that knows one version of TLS and has no session of another connection.
fn signed_in(server: &TestServer, version: &'static SupportedProtocolVersion) -> Raw {
    let mut raw = Raw::connect(server);
    raw.forget_sessions(version);
    raw.auth_tls();
    raw.sign_in();
    raw.expect("PBSZ 0", "200");
    raw.expect("PROT P", "200");
    raw
}

/// Downloads `a` over the data connection that `secured` makes; none if it is refused by 425.
fn fetch(raw: &mut Raw, secured: impl FnOnce(&mut Raw, TcpStream) -> Wire) -> Option<Vec<u8>> {
    let data = raw.data();
    raw.expect("RETR a", "150");
    let mut data = secured(raw, data);
    let mut bytes = Vec::new();
    let _ = data.read_to_end(&mut bytes);
    let reply = raw.reply();
    if reply.starts_with("425") {
        assert!(reply.contains("enable TLS session resumption"), "{reply}");
        assert!(bytes.is_empty());
        return None;
    }
    assert!(reply.starts_with("226"), "{reply}");
    Some(bytes)
}

fn own(raw: &mut Raw, data: TcpStream) -> Wire {
    raw.secured(data).unwrap()
}

const VERSIONS: [&SupportedProtocolVersion; 2] = [&rustls::version::TLS12, &rustls::version::TLS13];

#[test]
fn data_connections_can_have_to_resume_their_own_control_session() {
    let server = TestServer::with_resumption(TlsResumption::Always);
    server.put("a", b"secret");
    for version in VERSIONS {
        let (mut anna, mallory) = (signed_in(&server, version), signed_in(&server, version));
        for _ in 0..2 {
            assert_eq!(fetch(&mut anna, own).as_deref(), Some(&b"secret"[..]));
        }
        // Another session's TLS is not good enough, and neither is a new one.
        let others = fetch(&mut anna, |_, data| mallory.secured(data).unwrap());
        assert_eq!(others, None);
        let new = fetch(&mut anna, |anna, data| {
            anna.forget_sessions(version);
            anna.secured(data).unwrap()
        });
        assert_eq!(new, None);
        anna.expect("NOOP", "200");
    }
}

#[test]
fn who_has_resumed_once_has_to_go_on() {
    let server = TestServer::with_resumption(TlsResumption::Adaptive);
    server.put("a", b"secret");
    for version in VERSIONS {
        let (mut anna, mallory) = (signed_in(&server, version), signed_in(&server, version));
        // Until then a client that cannot is served; a session of the data connection that was made
        // anew is as good as that of the control connection.
        anna.forget_sessions(version);
        assert!(fetch(&mut anna, own).is_some());
        for _ in 0..3 {
            assert!(fetch(&mut anna, own).is_some());
        }
        for _ in 0..2 {
            let others = fetch(&mut anna, |_, data| mallory.secured(data).unwrap());
            assert_eq!(others, None);
        }
        assert!(fetch(&mut anna, own).is_some());
        anna.forget_sessions(version);
        assert_eq!(fetch(&mut anna, own), None);
        // Each session anew.
        assert!(fetch(&mut signed_in(&server, version), own).is_some());
    }
}

#[test]
fn a_client_that_uses_each_ticket_once_is_never_locked_out() {
    let server = TestServer::with_resumption(TlsResumption::Adaptive);
    for version in VERSIONS {
        let mut raw = signed_in(&server, version);
        // As rustls does it. Uploads give it no new ticket.
        for number in 0..8 {
            let data = raw.data();
            raw.expect(&format!("STOR {number}"), "150");
            let Wire::Tls(mut data) = raw.secured(data).unwrap() else {
                panic!("no TLS")
            };
            data.write_all(b"bytes").unwrap();
            data.conn.send_close_notify();
            data.flush().unwrap();
            raw.expect_reply("226");
        }
    }
}

#[test]
fn resumption_need_never_be() {
    let server = TestServer::with_resumption(TlsResumption::Never);
    server.put("a", b"secret");
    for version in VERSIONS {
        let mut raw = signed_in(&server, version);
        assert!(fetch(&mut raw, own).is_some());
        raw.forget_sessions(version);
        assert!(fetch(&mut raw, own).is_some());
    }
}

#[test]
fn a_client_of_another_protocol_is_refused() {
    let server = TestServer::start();
    server.put("a", b"bytes");
    for (offered, chosen) in [
        (&["ftp"][..], Some("ftp")),
        (&["x-filezilla-ftp", "ftp"], Some("ftp")),
        (&["ftp-data"], Some("ftp-data")),
        (&["http/1.1", "ftp"], Some("ftp")),
        (&[], None),
    ] {
        let mut raw = Raw::connect(&server);
        raw.offer(offered);
        raw.auth_tls();
        let Some(Wire::Tls(tls)) = &raw.wire else {
            panic!("no TLS")
        };
        assert_eq!(tls.conn.alpn_protocol(), chosen.map(str::as_bytes));
        raw.sign_in();
        raw.expect("PBSZ 0", "200");
        raw.expect("PROT P", "200");
        assert_eq!(fetch(&mut raw, own).as_deref(), Some(&b"bytes"[..]));
        // The same on data connections.
        raw.offer(&["http/1.1"]);
        let data = raw.data();
        raw.expect("RETR a", "150");
        assert!(raw.secured(data).is_err());
        raw.expect_reply("425");
    }
    for offered in [&["http/1.1"][..], &["h2", "http/1.1"], &["smtp"]] {
        let mut raw = Raw::connect(&server);
        raw.offer(offered);
        raw.expect("AUTH TLS", "234");
        let Some(Wire::Plain(tcp)) = raw.wire.take() else {
            panic!("no plain connection")
        };
        let error = raw.secured(tcp).err().unwrap().to_string();
        assert!(error.contains("NoApplicationProtocol"), "{error}");
    }
}
