//! Resource limits, and how sessions end.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ftp::{EndReason, WebspaceLimits};

use crate::raw::{Raw, Wire, set_timeouts};
use crate::server::{NAME, OTHER_NAME, PASSWORD, TestServer, eventually, noise};

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

#[test]
fn long_lines_are_discarded_before_and_after_sign_in() {
    let server = TestServer::start();
    let mut raw = Raw::connect(&server);
    let long = "a".repeat(4097);
    raw.expect(&format!("USER {long}"), "500");
    raw.expect("NOOP", "200");
    raw.sign_in();
    raw.expect(&"CWD ".repeat(100_000), "500");
    raw.expect(&format!("CWD {long}"), "500");
    raw.expect("PWD", "257");
    for _ in 0..7 {
        raw.expect(&long, "500");
    }
    raw.expect(&long, "421");
    assert_eq!(raw.reply(), "");
}

#[test]
fn parameter_errors_do_not_end_a_session() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    for (line, code) in [
        ("TYPE X", "501"),
        ("TYPE E", "504"),
        ("MODE B", "504"),
        ("STRU R", "504"),
        ("REST x", "501"),
        ("CWD", "501"),
        ("MFMT x y", "501"),
        ("OPTS NONE", "501"),
        ("PORT 127,0,0,2,4,1", "504"),
        ("EPRT |1|127.0.0.2|1025|", "504"),
        ("SITE HELP", "214"),
        ("SITE CHMOD 999 a", "501"),
        ("SITE CHMOD 644 none", "550"),
        ("SITE CHMOD 000 /", "550"),
        ("MFF UNIX.mode=0000; /", "550"),
        ("MFF x", "501"),
        ("AVBL none", "550"),
        ("XYZZY", "500"),
        ("", "500"),
        ("RNTO b", "503"),
        ("RETR a", "425"),
        ("CWD none", "550"),
        ("DELE none", "550"),
        ("RMD none", "550"),
        ("RMD /", "550"),
        ("DELE /", "550"),
        ("RNFR none", "550"),
        ("SIZE none", "550"),
        ("MDTM none", "550"),
        ("MLST none", "550"),
        ("MKD /", "550"),
        ("MKD .berth-upload-x", "553"),
        ("ALLO 5", "200"),
        ("CCC", "534"),
        ("STAT none", "550"),
    ] {
        raw.expect(line, code);
    }
    let long = "n".repeat(300);
    raw.expect(&format!("MKD {long}"), "55");
    raw.passive();
    raw.expect(&format!("STOR {long}"), "55");
    raw.expect("NOOP", "200");
}

#[test]
fn a_session_that_was_signed_out_is_unauthenticated() {
    let server = TestServer::with(|config| {
        config.limits.sign_in_timeout = millis(300);
    });
    let mut raw = Raw::signed_in(&server);
    raw.expect("REIN", "220");
    assert!(server.sessions.list().is_empty());
    raw.expect("PWD", "530");
    raw.sign_in();
    assert_eq!(server.sessions.list().len(), 1);
    raw.expect("REIN", "220");
    raw.expect_reply("421");
    assert_eq!(raw.reply(), "");
}

#[test]
fn sign_in_is_refused_in_the_same_words() {
    let server = TestServer::start();
    let mut raw = Raw::connect(&server);
    raw.expect("USER nobody-of-that-name", "331");
    let unknown = raw.expect("PASS x", "530");
    raw.expect(&format!("USER {NAME}"), "331");
    let wrong = raw.expect("PASS wrong", "530");
    assert_eq!(unknown, wrong);
    raw.expect(&format!("USER {NAME}"), "331");
    raw.expect("PASS wrong", "421");
    assert_eq!(raw.reply(), "");
    for (name, code) in [("throttled", "421"), ("homeless", "530"), ("broken", "421")] {
        let mut raw = Raw::connect(&server);
        raw.expect(&format!("USER {name}"), "331");
        raw.expect(&format!("PASS {PASSWORD}"), code);
    }
}

#[test]
fn who_does_not_sign_in_is_told_so() {
    let server = TestServer::with(|config| config.limits.sign_in_timeout = millis(500));
    let mut raw = Raw::connect(&server);
    raw.expect("NOOP", "200");
    // Neither commands nor single bytes extend the sign-in timeout.
    raw.send(b"NO");
    raw.expect_reply("421");
    assert_eq!(raw.reply(), "");
}

#[test]
fn commands_do_not_extend_the_time_to_sign_in() {
    let server = TestServer::with(|config| config.limits.sign_in_timeout = millis(1000));
    let mut raw = Raw::connect(&server);
    let begin = Instant::now();
    let reply = loop {
        let reply = raw.command("NOOP");
        if !reply.starts_with("200") {
            break reply;
        }
        std::thread::sleep(millis(10));
    };
    assert_eq!(reply, "421 Sign-in timeout.");
    assert!(begin.elapsed() < millis(2000), "{:?}", begin.elapsed());
    // Nor does a handshake.
    let mut raw = Raw::connect(&server);
    raw.expect("AUTH TLS", "234");
    let begin = Instant::now();
    assert_eq!(raw.reply(), "");
    assert!(begin.elapsed() < millis(2000), "{:?}", begin.elapsed());
}

#[test]
fn what_is_said_before_a_sign_in_is_bounded() {
    let server = TestServer::start();
    for line in [&b"HELP\r\n"[..], b"no line end "] {
        let mut tcp = TcpStream::connect(server.at(Ipv4Addr::LOCALHOST)).unwrap();
        set_timeouts(&tcp);
        let mut writer = tcp.try_clone().unwrap();
        let lines = line.repeat(1000);
        let sending = std::thread::spawn(move || while writer.write_all(&lines).is_ok() {});
        let (mut read, mut buffer) = (Vec::new(), [0; 4096]);
        // Until the end, or a reset.
        while let Ok(count @ 1..) = tcp.read(&mut buffer) {
            read.extend_from_slice(&buffer[..count]);
        }
        sending.join().unwrap();
        let last = String::from_utf8_lossy(&read);
        assert!(read.len() < 100_000, "{}", read.len());
        assert!(last.ends_with("421 Too many commands before a sign-in.\r\n"));
    }
    Raw::signed_in(&server);
}

/// A connection from an address of the loopback network.
fn connect_from(server: &TestServer, address: [u8; 4]) -> TcpStream {
    let domain = socket2::Domain::IPV4;
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None).unwrap();
    let from = SocketAddr::from((address, 0));
    socket.bind(&from.into()).unwrap();
    let to = server.at(Ipv4Addr::LOCALHOST);
    socket.connect(&to.into()).unwrap();
    let tcp = TcpStream::from(socket);
    set_timeouts(&tcp);
    tcp
}

/// Whether the server has not closed it yet, once what it said was read.
fn is_open(mut tcp: &TcpStream) -> bool {
    let mut buffer = [0; 100];
    loop {
        match tcp.read(&mut buffer) {
            Ok(count) if count > 0 => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
            Ok(_) | Err(_) => return false,
        }
    }
}

#[test]
fn a_flood_of_connections_keeps_nobody_out() {
    let server = TestServer::with(|config| {
        config.limits.max_unauthenticated = 20;
        config.limits.max_sessions = 2;
    });
    let mut session = Raw::signed_in(&server);
    let mut early = Raw::connect(&server);
    let flood: Vec<_> = (0..10)
        .flat_map(|_| 1..=40)
        .map(|last| connect_from(&server, [127, 0, 1, last]))
        .collect();
    // The newest are still there, the others were told why they are not, and closed.
    for tcp in &flood {
        tcp.set_nonblocking(true).unwrap();
    }
    eventually("no more than 20 are open", || {
        flood.iter().filter(|tcp| is_open(tcp)).count() <= 20
    });
    session.expect("NOOP", "200");
    // It was there first, but the flood has its own network, of which there are more.
    early.sign_in();
    let mut late = Raw::connect(&server);
    late.expect(&format!("USER {NAME}"), "331");
    late.expect(&format!("PASS {PASSWORD}"), "421 The server is full");
    drop(early);
    eventually("there is room", || server.sessions.list().len() == 1);
    Raw::signed_in(&server);
}

#[test]
fn a_passive_port_that_nobody_uses_is_closed() {
    let server = TestServer::with(|config| config.limits.data_connect_timeout = millis(500));
    server.put("a", b"x");
    let mut raw = Raw::signed_in(&server);
    let port = raw.passive();
    let begin = Instant::now();
    while begin.elapsed() < millis(1000) {
        raw.expect("NOOP", "200");
    }
    let error = TcpStream::connect(port).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    raw.expect("RETR a", "425");
    assert_eq!(raw.fetch("RETR a"), b"x");
    // In its time it is open, also with commands in between.
    let mut data = raw.data();
    raw.expect("NOOP", "200");
    raw.expect("RETR a", "150");
    let mut bytes = Vec::new();
    data.read_to_end(&mut bytes).unwrap();
    raw.expect_reply("226");
    assert_eq!(bytes, b"x");
}

#[test]
fn a_client_that_is_gone_without_a_word_is_noticed() {
    let server = TestServer::start();
    let raw = Raw::connect(&server);
    let Some(Wire::Plain(tcp)) = &raw.wire else {
        panic!("no plain connection")
    };
    // The server's end: local and remote port, state 01 (established), timer 02 (keepalive).
    let (server_port, client_port) = (raw.peer.port(), tcp.local_addr().unwrap().port());
    let table = std::fs::read_to_string("/proc/net/tcp6").unwrap();
    let has_timer = table.lines().any(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        fields.len() > 5
            && fields[1].ends_with(&format!(":{server_port:04X}"))
            && fields[2].ends_with(&format!(":{client_port:04X}"))
            && fields[3] == "01"
            && fields[5].starts_with("02:")
    });
    assert!(has_timer, "{server_port} {client_port}\n{table}");
}

#[test]
fn who_falls_silent_is_told_so() {
    let server = TestServer::with(|config| config.limits.idle_timeout = millis(1000));
    let mut raw = Raw::signed_in(&server);
    for _ in 0..4 {
        std::thread::sleep(millis(400));
        raw.expect("NOOP", "200");
    }
    let begin = Instant::now();
    for _ in 0..3 {
        std::thread::sleep(millis(300));
        raw.send(b"N");
    }
    raw.expect_reply("421");
    assert!(
        begin.elapsed() < millis(1700),
        "a trickle keeps the session"
    );
    assert_eq!(raw.reply(), "");
}

#[test]
fn a_handshake_has_its_time() {
    let server = TestServer::with(|config| {
        config.limits.tls_handshake_timeout = millis(1000);
    });
    let mut raw = Raw::connect(&server);
    raw.expect("AUTH TLS", "234");
    assert_eq!(raw.reply(), "");
    server.put("a", b"x");
    let mut raw = Raw::signed_in_tls(&server);
    let _data = raw.data();
    raw.expect("RETR a", "150");
    raw.expect_reply("425");
    raw.expect("NOOP", "200");
}

#[test]
fn connections_are_counted() {
    let server = TestServer::with(|config| config.limits.max_sessions_per_address = 2);
    let first = Raw::signed_in(&server);
    let mut neighbour = Raw::connect(&server);
    // Who is not signed in gives way.
    let _second = Raw::signed_in(&server);
    neighbour.expect_reply("421");
    let mut third = Raw::connect_silently(&server, server.at(Ipv4Addr::LOCALHOST));
    third.expect_reply("421");
    assert_eq!(third.reply(), "");
    drop(first);
    eventually("a place is free", || {
        let mut raw = Raw::connect_silently(&server, server.at(Ipv4Addr::LOCALHOST));
        raw.reply().starts_with("220")
    });
}

#[test]
fn sessions_are_listed() {
    let server = TestServer::start();
    let unauthenticated = Raw::connect(&server);
    assert!(server.sessions.list().is_empty());
    let plain = Raw::signed_in(&server);
    let _tls = Raw::signed_in_tls(&server);
    let list = server.sessions.list();
    assert_eq!(list.len(), 2);
    assert_eq!((list[0].account_id, list[0].account_version), (7, 3));
    assert_eq!(list[0].name, NAME);
    // The listener is dual-stack: an IPv4 client is IPv4 all the same.
    assert_eq!(list[0].peer, Ipv4Addr::LOCALHOST);
    assert_eq!((list[0].tls, list[1].tls.is_some()), (None, true));
    drop((unauthenticated, plain));
    eventually("one is left", || server.sessions.list().len() == 1);
}

#[test]
fn an_ended_session_loses_its_transfer_too() {
    let server = TestServer::start();
    let size = 1 << 30;
    std::fs::File::create(server.home().join("big"))
        .unwrap()
        .set_len(size)
        .unwrap();
    server.put("a", b"whole");
    let mut down = Raw::signed_in(&server);
    let mut down_data = down.data();
    down.expect("RETR big", "150");
    let mut some = [0; 100_000];
    down_data.read_exact(&mut some).unwrap();
    let mut up = Raw::signed_in(&server);
    let mut up_data = up.data();
    up.expect("STOR a", "150");
    up_data.write_all(&noise(500_000)).unwrap();
    let mut idle = Raw::signed_in_tls(&server);

    assert_eq!(
        server
            .sessions
            .end_where(EndReason::AccountChanged, |s| s.account_version > 3),
        0
    );
    assert_eq!(
        server
            .sessions
            .end_where(EndReason::AccountChanged, |s| s.account_id == 7),
        3
    );
    let begin = Instant::now();
    for raw in [&mut down, &mut up, &mut idle] {
        raw.expect_reply("421 This account was changed.");
        assert_eq!(raw.reply(), "");
    }
    let mut rest = Vec::new();
    assert!(down_data.read_to_end(&mut rest).is_err());
    assert!((rest.len() as u64) < size);
    assert!(begin.elapsed() < Duration::from_secs(5));
    eventually("nothing is left", || server.names(".") == ["a", "big"]);
    assert_eq!(server.get("a"), b"whole");
    eventually("the list is empty", || server.sessions.list().is_empty());
}

#[test]
fn a_sign_in_overtaken_by_a_change_is_checked_again() {
    let server = TestServer::start();
    let mut raw = Raw::connect(&server);
    raw.expect(&format!("USER slow-{NAME}"), "331");
    raw.send(format!("PASS {PASSWORD}\r\n").as_bytes());
    eventually("the check began", || {
        server.asked.load(Ordering::SeqCst) == 1
    });
    server
        .sessions
        .end_where(EndReason::AccountChanged, |_| true);
    raw.expect_reply("230");
    assert_eq!(server.asked.load(Ordering::SeqCst), 2);
}

#[test]
fn changes_of_another_account_do_not_disturb_a_sign_in() {
    let server = TestServer::start();
    let mut raw = Raw::connect(&server);
    raw.expect(&format!("USER slow-{NAME}"), "331");
    raw.send(format!("PASS {PASSWORD}\r\n").as_bytes());
    let end = Instant::now() + millis(600);
    while Instant::now() < end {
        server
            .sessions
            .end_where(EndReason::AccountChanged, |s| s.account_id == 8);
        std::thread::sleep(millis(1));
    }
    raw.expect_reply("230");
    assert_eq!(server.asked.load(Ordering::SeqCst), 1);
}

#[test]
fn a_stopping_server_says_so() {
    let server = TestServer::start();
    let mut unauthenticated = Raw::connect(&server);
    let mut raw = Raw::signed_in(&server);
    server.shutdown.cancel();
    unauthenticated.expect_reply("421 The server is shutting down.");
    raw.expect_reply("421 The server is shutting down.");
    eventually("nobody listens", || {
        std::net::TcpStream::connect(server.at(Ipv4Addr::LOCALHOST)).is_err()
    });
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let config = ftp::Config {
        listen: taken.local_addr().unwrap(),
        listen_implicit: None,
        passive_ports: 0..=0,
        active_mode: true,
        public_host: None,
        proxy_protocol: Vec::new(),
        banner: String::new(),
        tls: None,
        require_tls: false,
        tls_resumption: ftp::TlsResumption::Never,
        close_notify: ftp::CloseNotify::default(),
        sync_uploads: false,
        limits: ftp::Limits::default(),
        events: None,
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bind = |config| {
        runtime
            .block_on(async { ftp::Listener::bind(config) })
            .err()
            .unwrap()
    };
    let error = bind(config.clone());
    assert!(
        error.to_string().starts_with("cannot listen on 127.0.0.1:"),
        "{error}"
    );
    let error = bind(ftp::Config {
        require_tls: true,
        ..config.clone()
    });
    assert!(matches!(error, ftp::BindError::NoCertificate));
    let error = bind(ftp::Config {
        listen_implicit: Some("127.0.0.1:0".parse().unwrap()),
        ..config.clone()
    });
    assert!(matches!(error, ftp::BindError::NoCertificate));
    let without_tickets = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_cert_resolver(std::sync::Arc::new(
            rustls::server::ResolvesServerCertUsingSni::new(),
        ));
    let error = bind(ftp::Config {
        tls: Some(std::sync::Arc::new(without_tickets)),
        tls_resumption: ftp::TlsResumption::Always,
        ..config.clone()
    });
    assert!(matches!(error, ftp::BindError::NoTickets));
    #[expect(clippy::reversed_empty_ranges, reason = "the mistake that is refused")]
    let error = bind(ftp::Config {
        passive_ports: 2..=1,
        ..config
    });
    assert!(matches!(error, ftp::BindError::NoPassivePorts));
}

#[test]
fn the_accounts_of_a_webspace_have_so_many_sessions_together() {
    let server = TestServer::start();
    std::fs::create_dir(server.home().join(OTHER_NAME)).unwrap();
    *server.webspace.lock().unwrap() = Some(WebspaceLimits {
        id: 1,
        max_sessions: Some(2),
        ..WebspaceLimits::default()
    });
    let _first = Raw::signed_in(&server);
    let second = Raw::signed_in_as(&server, OTHER_NAME);
    let mut third = Raw::connect(&server);
    third.expect(&format!("USER {OTHER_NAME}"), "331");
    third.expect(
        &format!("PASS {PASSWORD}"),
        "421 The accounts of this webspace",
    );
    assert_eq!(third.reply(), "");
    drop(second);
    eventually("there is room again", || server.sessions.list().len() == 1);
    Raw::signed_in_as(&server, OTHER_NAME);
}

#[test]
fn an_account_has_so_many_sessions_and_no_more() {
    let server = TestServer::with(|config| config.limits.max_sessions_per_account = 2);
    let _first = Raw::signed_in(&server);
    let second = Raw::signed_in(&server);
    let mut third = Raw::connect(&server);
    third.expect(&format!("USER {NAME}"), "331");
    third.expect(&format!("PASS {PASSWORD}"), "421");
    assert_eq!(third.reply(), "");
    drop(second);
    eventually("there is room again", || server.sessions.list().len() == 1);
    Raw::signed_in(&server);
}
