//! A server that ends, or that gets other settings, while clients are there.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown};

use ftp::Limits;

use crate::raw::{Raw, Wire};
use crate::server::{TestServer, eventually};

#[test]
fn a_server_that_drains_lets_transfers_end() {
    let server = TestServer::start();
    server.put("there", &vec![7; 9_000_000]);
    let (mut idle, mut anonymous) = (Raw::signed_in(&server), Raw::connect(&server));
    let mut up = Raw::signed_in(&server);
    let mut upload = up.data();
    up.expect("STOR new", "150");
    upload.write_all(b"the first half, ").unwrap();
    let mut down = Raw::signed_in(&server);
    let mut download = down.data();
    down.expect("RETR there", "150");
    eventually("both are being transferred", || {
        let status = server.sessions.status();
        let moving = status
            .iter()
            .filter_map(|session| session.transfer.as_ref());
        moving.filter(|transfer| transfer.bytes > 0).count() == 2
    });

    server.drain.cancel();
    idle.expect_reply("421 The server is shutting down.");
    anonymous.expect_reply("421 The server is shutting down.");
    eventually("nobody listens", || {
        std::net::TcpStream::connect(server.at(Ipv4Addr::LOCALHOST)).is_err()
    });
    upload.write_all(b"and the second").unwrap();
    upload.shutdown(Shutdown::Write).unwrap();
    up.expect_reply("226");
    up.expect_reply("421 The server is shutting down.");
    let mut all = Vec::new();
    download.read_to_end(&mut all).unwrap();
    down.expect_reply("226");
    down.expect_reply("421 The server is shutting down.");
    assert_eq!(server.get("new"), b"the first half, and the second");
    assert_eq!(all.len(), 9_000_000);
}

#[test]
fn what_drains_for_too_long_is_ended() {
    let server = TestServer::start();
    let mut up = Raw::signed_in(&server);
    let mut upload = up.data();
    up.expect("STOR new", "150");
    upload.write_all(b"what came").unwrap();
    eventually("it has come", || server.is_uploading());
    server.drain.cancel();
    eventually("nobody listens", || {
        std::net::TcpStream::connect(server.at(Ipv4Addr::LOCALHOST)).is_err()
    });
    server.shutdown.cancel();
    up.expect_reply("421 The server is shutting down.");
    assert_eq!(server.get("new"), b"what came");
}

#[test]
fn new_sessions_have_new_settings() {
    let server = TestServer::start();
    let mut before = Raw::signed_in(&server);
    let other = ftp::Config {
        banner: "Now with TLS only.".to_owned(),
        require_tls: true,
        limits: Limits {
            max_sessions_per_account: 1,
            ..server.config.limits.clone()
        },
        ..server.config.clone()
    };
    server.settings.replace(other.clone()).unwrap();
    let after = || {
        let mut raw = Raw::connect_silently(&server, server.at(Ipv4Addr::LOCALHOST));
        let greeting = raw.reply();
        (raw, greeting)
    };
    eventually("a new session has them", || {
        after().1 == "220 Now with TLS only."
    });
    before.expect("NOOP", "200");
    let (mut raw, _) = after();
    raw.expect("USER anyone", "5");
    raw.auth_tls();
    raw.expect(&format!("USER {}", crate::server::NAME), "331");
    // The session from before is the account's only one.
    raw.expect(&format!("PASS {}", crate::server::PASSWORD), "421");

    // What cannot be is refused, and changes nothing.
    let impossible = ftp::Config { tls: None, ..other };
    assert!(server.settings.replace(impossible).is_err());
    assert_eq!(after().1, "220 Now with TLS only.");
    assert!(matches!(before.wire, Some(Wire::Plain(_))));
}
