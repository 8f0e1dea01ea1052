//! Clients that come through a load balancer, which says so by the PROXY protocol.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};

use crate::raw::{Raw, connect_from, set_timeouts};
use crate::server::{NAME, TestServer, eventually, noise};

/// The balancer's address; whoever connects from another one comes directly.
const BALANCER: Ipv4Addr = Ipv4Addr::LOCALHOST;
/// A client behind it, which can also connect directly.
const CLIENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);

fn behind_balancer(change: impl FnOnce(&mut ftp::Config)) -> TestServer {
    TestServer::with(|config| {
        config.proxy_protocol = vec![IpAddr::V4(BALANCER).into()];
        config.listen_implicit = Some("127.0.0.1:0".parse().unwrap());
        change(config);
    })
}

fn start() -> TestServer {
    behind_balancer(|_| {})
}

/// A header of version 1 for a client.
fn header(client: Ipv4Addr) -> String {
    format!("PROXY TCP4 {client} 192.0.2.1 4711 21\r\n")
}

/// One of version 2.
fn binary_header(client: Ipv4Addr) -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c".to_vec();
    header.extend(client.octets());
    header.extend([192, 0, 2, 1, 0x12, 0x67, 0, 21]);
    header
}

/// A control connection of a client, by way of the balancer, with the greeting read.
fn connect(server: &TestServer, client: Ipv4Addr) -> Raw {
    let mut raw = Raw::connect_silently(server, server.at(BALANCER));
    raw.send(header(client).as_bytes());
    raw.expect_reply("220");
    raw
}

fn signed_in(server: &TestServer, client: Ipv4Addr) -> Raw {
    let mut raw = connect(server, client);
    raw.sign_in();
    raw
}

/// A data connection that the balancer passes on.
fn data_by_balancer(to: SocketAddr, header: &[u8]) -> TcpStream {
    let mut tcp = connect_from(BALANCER, to);
    tcp.write_all(header).unwrap();
    tcp
}

/// Reads to the end, whichever way it comes.
fn rest(mut tcp: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Err(error) = tcp.read_to_end(&mut bytes) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    bytes
}

#[track_caller]
fn assert_peers(server: &TestServer, expected: &[Ipv4Addr]) {
    let sessions = server.sessions.list();
    let peers: Vec<_> = sessions.iter().map(|session| session.peer).collect();
    let expected: Vec<_> = expected.iter().copied().map(IpAddr::V4).collect();
    assert_eq!(peers, expected);
}

#[test]
fn a_session_is_the_client_s_before_and_after_tls() {
    let server = start();
    let plain = signed_in(&server, CLIENT);
    let mut explicit = connect(&server, STRANGER);
    explicit.auth_tls();
    explicit.sign_in();
    let mut implicit = Raw::connect_silently(&server, server.implicit.unwrap());
    implicit.send(&binary_header(CLIENT));
    implicit.handshake();
    implicit.expect_reply("220");
    implicit.sign_in();
    assert_peers(&server, &[CLIENT, STRANGER, CLIENT]);
    drop((plain, explicit, implicit));
}

#[test]
fn what_comes_with_the_header_is_the_client_s_first_command() {
    let server = start();
    let mut raw = Raw::connect_silently(&server, server.at(BALANCER));
    let together = [binary_header(CLIENT).as_slice(), b"NOOP\r\n"].concat();
    raw.send(&together);
    raw.expect_reply("220");
    raw.expect_reply("200");
}

#[test]
fn a_header_from_elsewhere_is_a_bad_command() {
    let server = start();
    let mut stranger = connect_from(STRANGER, server.at(BALANCER));
    let sent = format!("{}NOOP\r\nQUIT\r\n", header(CLIENT));
    stranger.write_all(sent.as_bytes()).unwrap();
    let replies = String::from_utf8(rest(stranger)).unwrap();
    let codes: Vec<_> = replies.lines().filter_map(|line| line.get(..4)).collect();
    assert_eq!(codes, ["220 ", "500 ", "200 ", "221 "], "{replies}");
}

#[test]
fn who_comes_directly_needs_no_header() {
    let server = start();
    let mut stranger = connect_from(STRANGER, server.at(BALANCER));
    stranger.write_all(b"QUIT\r\n").unwrap();
    let replies = String::from_utf8(rest(stranger)).unwrap();
    assert!(replies.starts_with("220 "), "{replies}");
}

#[test]
fn without_a_header_the_balancer_gets_no_greeting() {
    let server = start();
    for sent in [
        &b"USER anna\r\n"[..],
        b"\x16\x03\x01",
        b"PROXY TCP4 x y 1 2\r\n",
    ] {
        let balancer = data_by_balancer(server.at(BALANCER), sent);
        assert_eq!(rest(balancer), b"");
    }
    let balancer = data_by_balancer(server.implicit.unwrap(), b"USER anna\r\n");
    assert_eq!(rest(balancer), b"");
}

#[test]
fn a_health_check_is_the_balancer_s_own_and_served() {
    let server = start();
    drop(connect_from(BALANCER, server.at(BALANCER)));
    for own in [&b"PROXY UNKNOWN\r\n"[..], b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"] {
        let mut check = Raw::connect_silently(&server, server.at(BALANCER));
        check.send(own);
        check.expect_reply("220");
        check.sign_in();
        assert_peers(&server, &[BALANCER]);
        check.expect("QUIT", "221");
        eventually("the session ended", || server.sessions.list().is_empty());
    }
}

#[test]
fn places_are_counted_by_client() {
    let server = behind_balancer(|config| config.limits.max_sessions_per_address = 2);
    let _first = signed_in(&server, CLIENT);
    let _second = signed_in(&server, CLIENT);
    let mut third = Raw::connect_silently(&server, server.at(BALANCER));
    third.send(header(CLIENT).as_bytes());
    third.expect_reply("421");
    let _other = signed_in(&server, STRANGER);
    assert_peers(&server, &[CLIENT, CLIENT, STRANGER]);
}

#[test]
fn data_comes_by_the_balancer_or_directly() {
    let server = start();
    let content = noise(300_000);
    server.put("a", &content);
    let mut raw = signed_in(&server, CLIENT);
    for header in [header(CLIENT).as_bytes(), &binary_header(CLIENT)] {
        let data = data_by_balancer(raw.passive(), header);
        raw.expect("RETR a", "150");
        assert_eq!(rest(data), content);
        raw.expect_reply("226");

        let sent = [header, &content].concat();
        let data = data_by_balancer(raw.passive(), &sent);
        raw.expect("STOR b", "150");
        drop(data);
        raw.expect_reply("226");
        assert_eq!(server.get("b"), content);
    }
    let data = connect_from(CLIENT, raw.passive());
    raw.expect("RETR a", "150");
    assert_eq!(rest(data), content);
    raw.expect_reply("226");
}

#[test]
fn encrypted_data_comes_by_the_balancer() {
    let server = start();
    server.put("a", b"secret");
    let mut raw = connect(&server, CLIENT);
    raw.auth_tls();
    raw.sign_in();
    raw.expect("PBSZ 0", "200");
    raw.expect("PROT P", "200");
    let data = data_by_balancer(raw.passive(), &binary_header(CLIENT));
    raw.expect("RETR a", "150");
    let mut data = raw.secured(data).unwrap();
    let mut bytes = Vec::new();
    data.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"secret");
    raw.expect_reply("226");
}

#[test]
fn no_other_client_of_the_balancer_gets_the_data() {
    let server = start();
    server.put("a", b"secret");
    let mut raw = signed_in(&server, CLIENT);
    let port = raw.passive();
    // None of them keeps the client waiting, be it by a header that does not come.
    let silent: Vec<_> = (0..3).map(|_| connect_from(BALANCER, port)).collect();
    let others = [
        data_by_balancer(port, header(STRANGER).as_bytes()),
        data_by_balancer(port, b"PROXY UNKNOWN\r\n"),
        data_by_balancer(port, b"no header at all"),
        connect_from(STRANGER, port),
    ];
    let mut spoofed = connect_from(STRANGER, port);
    let _ = spoofed.write_all(header(CLIENT).as_bytes());
    raw.expect("RETR a", "150");
    for other in others.into_iter().chain([spoofed]) {
        assert_eq!(rest(other), b"");
    }
    let own = data_by_balancer(port, header(CLIENT).as_bytes());
    assert_eq!(rest(own), b"secret");
    raw.expect_reply("226");
    for other in silent {
        assert_eq!(rest(other), b"");
    }
}

#[test]
fn active_mode_reaches_the_client_itself_and_nobody_else() {
    let server = start();
    server.put("a", b"secret");
    let mut raw = signed_in(&server, CLIENT);
    let listener = TcpListener::bind((CLIENT, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    raw.expect(&format!("EPRT |1|{BALANCER}|{port}|"), "504");
    raw.expect(&format!("EPRT |1|{CLIENT}|{port}|"), "200");
    raw.expect("RETR a", "150");
    let (data, _) = listener.accept().unwrap();
    set_timeouts(&data);
    assert_eq!(rest(data), b"secret");
    raw.expect_reply("226");
}

#[test]
fn the_authenticator_is_told_the_client() {
    let server = start();
    let mut raw = connect(&server, CLIENT);
    raw.expect(&format!("USER {NAME}"), "331");
    raw.expect("PASS wrong", "530");
    assert_eq!(*server.peers.lock().unwrap(), [IpAddr::V4(CLIENT)]);
}
