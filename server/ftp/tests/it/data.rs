//! Data connections: whose they are, and what happens beside them.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::time::Duration;

use tokio::sync::watch;

use crate::raw::{Raw, connect_from, set_timeouts};
use crate::server::{TestServer, eventually, noise};

#[test]
fn only_the_clients_own_address_may_connect() {
    let server = TestServer::start();
    server.put("a", b"secret");
    let mut raw = Raw::signed_in(&server);
    let port = raw.passive();
    let mut intruder = connect_from(Ipv4Addr::new(127, 0, 0, 2), port);
    raw.expect("RETR a", "150");
    let mut bytes = Vec::new();
    let _ = intruder.read_to_end(&mut bytes);
    assert!(bytes.is_empty());
    // The client itself is still waited for.
    let mut own = TcpStream::connect(port).unwrap();
    set_timeouts(&own);
    own.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"secret");
    raw.expect_reply("226");
    // A listener serves one connection.
    assert_eq!(
        TcpStream::connect(port).unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );
}

/// All that a connection receives that is not to be served. The system forgets one that it has no
/// room for, and resets it once it says something.
fn received_unserved(mut tcp: TcpStream) -> Vec<u8> {
    let _ = tcp.write(b"x");
    let mut bytes = Vec::new();
    if let Err(error) = tcp.read_to_end(&mut bytes) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    bytes
}

#[test]
fn one_data_connection_is_served_and_all_others_are_closed() {
    let server = TestServer::start();
    server.put("a", b"secret");
    let mut raw = Raw::signed_in(&server);
    for _ in 0..5 {
        let port = raw.passive();
        // Strangers cannot keep the client away, however many they are.
        let strangers: Vec<_> = (0..30)
            .map(|_| connect_from(Ipv4Addr::new(127, 0, 0, 2), port))
            .collect();
        let mut own: Vec<_> = (0..4)
            .map_while(|_| TcpStream::connect(port).ok())
            .collect();
        own.iter().for_each(set_timeouts);
        // Before any command, the listener is closed.
        eventually("nobody can connect any more", || {
            TcpStream::connect(port).is_err()
        });
        raw.expect("RETR a", "150");
        let mut bytes = Vec::new();
        own.remove(0).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"secret");
        for other in own.into_iter().chain(strangers) {
            assert!(received_unserved(other).is_empty());
        }
        raw.expect_reply("226");
        raw.expect("RETR a", "425");
    }
}

/// Says `PORT` for a listener of the client's.
fn port(raw: &mut Raw, listener: &TcpListener) {
    let [high, low] = listener.local_addr().unwrap().port().to_be_bytes();
    raw.expect(&format!("PORT 127,0,0,1,{high},{low}"), "200");
}

#[test]
fn active_connections_are_made_to_the_client() {
    let server = TestServer::start();
    server.put("a", b"active");
    let mut raw = Raw::signed_in(&server);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let passive = raw.passive();
    port(&mut raw, &listener);
    // The listener of before is gone, and the other way round.
    let refused = TcpStream::connect(passive).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    raw.expect("RETR a", "150");
    let (mut data, from) = listener.accept().unwrap();
    assert_eq!(from.ip(), raw.peer.ip());
    let mut bytes = Vec::new();
    data.read_to_end(&mut bytes).unwrap();
    raw.expect_reply("226");
    assert_eq!(bytes, b"active");
    raw.expect("RETR a", "425");
    port(&mut raw, &listener);
    assert_eq!(raw.fetch("RETR a"), b"active");

    // Over IPv6, and a port where nobody listens.
    let mut raw = Raw::connect_silently(&server, server.at(Ipv6Addr::LOCALHOST));
    raw.expect_reply("220");
    raw.sign_in();
    let listener = TcpListener::bind("[::1]:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    raw.expect("EPRT |1|127.0.0.1|2000|", "522");
    raw.expect(&format!("EPRT |2|::1|{port}|"), "200");
    raw.expect("STOR b", "150");
    let (mut data, _) = listener.accept().unwrap();
    data.write_all(b"six").unwrap();
    drop(data);
    raw.expect_reply("226");
    assert_eq!(server.get("b"), b"six");
    drop(listener);
    raw.expect(&format!("EPRT |2|::1|{port}|"), "200");
    raw.expect("RETR a", "150");
    raw.expect_reply("425");
}

#[test]
fn nobody_can_be_attacked_through_active_mode() {
    let server = TestServer::start();
    server.put("a", b"attack");
    let mut raw = Raw::signed_in(&server);
    let victim = TcpListener::bind("127.0.0.2:0").unwrap();
    victim.set_nonblocking(true).unwrap();
    let port = victim.local_addr().unwrap().port();
    let [high, low] = port.to_be_bytes();
    raw.expect(&format!("PORT 127,0,0,2,{high},{low}"), "504");
    raw.expect("RETR a", "425");
    raw.expect(&format!("EPRT |1|127.0.0.2|{port}|"), "504");
    raw.expect("RETR a", "425");
    raw.expect("PORT 127,0,0,1,0,22", "504");
    raw.expect("RETR a", "425");
    assert_eq!(victim.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn active_mode_can_be_off() {
    let server = TestServer::with(|config| config.active_mode = false);
    let mut raw = Raw::signed_in(&server);
    raw.expect("PORT 127,0,0,1,4,1", "502");
    raw.expect("EPRT |1|127.0.0.1|2000|", "502");
    raw.expect("LIST", "425");
}

#[test]
fn no_connection_is_425_in_time() {
    let server = TestServer::with(|config| {
        config.limits.data_connect_timeout = Duration::from_millis(100);
    });
    server.put("a", b"x");
    let mut raw = Raw::signed_in(&server);
    raw.passive();
    raw.expect("RETR a", "150");
    raw.expect_reply("425");
    raw.expect("RETR a", "425");
    assert_eq!(raw.fetch("RETR a"), b"x");
}

#[test]
fn a_new_pasv_replaces_the_old() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    let old = raw.passive();
    raw.passive();
    assert_eq!(
        TcpStream::connect(old).unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );
}

#[test]
fn ports_come_from_the_range_and_run_out() {
    // Some free port, for the only one of the range.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let server = TestServer::with(|config| {
        config.passive_ports = port..=port;
        config.public_host = Some(watch::channel(Ipv4Addr::new(192, 0, 2, 44)).1);
    });
    server.put("a", b"x");
    let mut raw = Raw::signed_in(&server);
    let mut other = Raw::signed_in(&server);
    assert_eq!(raw.passive().port(), port);
    other.expect("EPSV", "425");
    let [high, low] = port.to_be_bytes();
    // The one that this session holds is free for itself. Loopback gets no public host.
    let want = format!("227 Entering Passive Mode (127,0,0,1,{high},{low}).");
    assert_eq!(raw.command("PASV"), want);
    raw.expect("QUIT", "221");
    eventually("the port is free again", || {
        TcpListener::bind(("127.0.0.1", port)).is_ok()
    });
    // Again and again, though the last connection still lingers in the system.
    for _ in 0..5 {
        assert_eq!(other.fetch("RETR a"), b"x");
    }
}

#[test]
fn ipv6_has_epsv_only() {
    let server = TestServer::start();
    server.put("a", b"six");
    let mut raw = Raw::connect_silently(&server, server.at(Ipv6Addr::LOCALHOST));
    raw.expect_reply("220");
    raw.sign_in();
    raw.expect("PASV", "425");
    raw.expect("EPSV 1", "522");
    raw.expect("EPSV 2", "229");
    assert_eq!(raw.fetch("RETR a"), b"six");
    let sessions = server.sessions.list();
    assert_eq!(sessions[0].peer, Ipv6Addr::LOCALHOST);
}

#[test]
fn abor_and_stat_work_during_a_download() {
    let server = TestServer::start();
    std::fs::File::create(server.home().join("big"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let mut raw = Raw::signed_in(&server);
    for abort in [&b"ABOR\r\n"[..], b"\xff\xf4\xff\xf2ABOR\r\n"] {
        let mut data = raw.data();
        raw.expect("RETR big", "150");
        let mut some = [0; 100_000];
        data.read_exact(&mut some).unwrap();
        raw.send(b"STAT\r\n");
        let mut status = String::new();
        while !status.contains("211 ") {
            status += &raw.line();
        }
        assert!(status.contains(" of 1073741824 bytes so far."), "{status}");
        raw.send(abort);
        raw.expect_reply("426");
        raw.expect_reply("226");
        // Reset, not ended: it must not look like the end of the file.
        let mut rest = Vec::new();
        let error = data.read_to_end(&mut rest).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert!(rest.len() < 1 << 29);
    }
    raw.expect("NOOP", "200");
}

#[test]
fn a_hash_is_computed_and_can_be_aborted() {
    let server = TestServer::start();
    server.put("abc", b"abc");
    // Nobody waits for the end of this one.
    std::fs::File::create(server.home().join("huge"))
        .unwrap()
        .set_len(1 << 43)
        .unwrap();
    let mut raw = Raw::signed_in(&server);
    assert_eq!(
        raw.command("HASH abc"),
        "213 SHA-256 0-2 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /abc"
    );
    raw.expect("HASH none", "550");
    raw.expect("HASH .", "550");
    raw.send(b"HASH huge\r\n");
    raw.expect("STAT", "211");
    raw.expect("ABOR", "426");
    raw.expect_reply("226");
    // More than have their turn at once; the session that is ended gives its turn back.
    let mut others: Vec<_> = (0..4).map(|_| Raw::signed_in(&server)).collect();
    for other in &mut others {
        other.send(b"HASH huge\r\n");
    }
    raw.expect("HASH abc", "213");
    drop(others);
    eventually("they are gone", || server.sessions.list().len() == 1);
    server
        .sessions
        .end_where(ftp::EndReason::Administrator, |_| true);
    raw.expect_reply("421");
}

#[test]
fn urgent_data_is_read_in_line() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    let Some(crate::raw::Wire::Plain(tcp)) = &raw.wire else {
        panic!("no plain connection")
    };
    // Python's ftplib sends all of ABOR as urgent data: its last byte is out of band.
    socket2::SockRef::from(tcp)
        .send_out_of_band(b"ABOR\r\n")
        .unwrap();
    raw.expect_reply("226");
}

#[test]
fn a_stalled_transfer_is_broken_off() {
    let server = TestServer::with(|config| {
        config.limits.stall_timeout = Duration::from_millis(200);
    });
    std::fs::File::create(server.home().join("big"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let mut raw = Raw::signed_in(&server);
    let _data = raw.data();
    raw.expect("RETR big", "150");
    raw.expect_reply("426");
    let mut data = raw.data();
    raw.expect("STOR small", "150");
    data.write_all(b"some").unwrap();
    raw.expect_reply("426");
    assert_eq!(server.get("small"), b"some");
    raw.expect("NOOP", "200");
}

#[test]
fn pipelined_commands_are_answered_in_order() {
    let server = TestServer::start();
    server.put("a", &noise(1_000_000));
    let mut raw = Raw::signed_in(&server);
    let mut data = raw.data();
    raw.send(b"RETR a\r\nNOOP\r\nPWD\r\nSYST\r\n");
    raw.expect_reply("150");
    let mut bytes = Vec::new();
    data.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes.len(), 1_000_000);
    for code in ["226", "200", "257", "215"] {
        raw.expect_reply(code);
    }
}

#[test]
fn a_listing_can_be_larger_than_any_buffer() {
    let server = TestServer::start();
    for n in 0..5000 {
        server.put(&format!("{n:0>60}"), b"");
    }
    let mut raw = Raw::signed_in(&server);
    for line in ["LIST -la", "NLST", "MLSD"] {
        let listed = raw.fetch(line);
        assert_eq!(
            listed.iter().filter(|b| **b == b'\n').count(),
            5000,
            "{line}"
        );
    }
    raw.send(b"STAT /\r\n");
    let mut lines = 0;
    while !raw.line().starts_with("213 ") {
        lines += 1;
    }
    assert!((50..1000).contains(&lines));
}
