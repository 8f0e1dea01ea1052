//! A client on bare sockets, for what no well-behaved client does.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion,
};

use socket2::{Domain, Socket, Type};

use crate::server::{NAME, PASSWORD, TestServer};

pub(crate) enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Read for Wire {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buf),
            Self::Tls(tls) => tls.read(buf),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.write(buf),
            Self::Tls(tls) => tls.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}

pub(crate) struct Raw {
    pub(crate) wire: Option<Wire>,
    pub(crate) peer: SocketAddr,
    trusted: CertificateDer<'static>,
    config: Arc<ClientConfig>,
}

impl Raw {
    /// Connects over IPv4 and reads the greeting.
    pub(crate) fn connect(server: &TestServer) -> Self {
        let mut raw = Self::connect_silently(server, server.at(Ipv4Addr::LOCALHOST));
        assert_eq!(raw.reply(), "220 Berth FTP server ready.");
        raw
    }

    pub(crate) fn connect_silently(server: &TestServer, peer: SocketAddr) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(server.certificate.clone()).unwrap();
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let tcp = TcpStream::connect(peer).unwrap();
        set_timeouts(&tcp);
        Self {
            wire: Some(Wire::Plain(tcp)),
            peer,
            trusted: server.certificate.clone(),
            config: Arc::new(config),
        }
    }

    /// Connects to where TLS is the beginning, and reads the greeting.
    pub(crate) fn connect_implicitly(server: &TestServer) -> Self {
        let peer = server.implicit.unwrap();
        let mut raw = Self::connect_silently(server, peer);
        raw.handshake();
        assert_eq!(raw.reply(), "220 Berth FTP server ready.");
        raw
    }

    /// Knows one version of TLS from now on, and no session to resume.
    pub(crate) fn forget_sessions(&mut self, version: &'static SupportedProtocolVersion) {
        let mut roots = RootCertStore::empty();
        roots.add(self.trusted.clone()).unwrap();
        let config = ClientConfig::builder_with_protocol_versions(&[version])
            .with_root_certificates(roots)
            .with_no_client_auth();
        self.config = Arc::new(config);
    }

    /// Offers these protocols by ALPN from now on.
    pub(crate) fn offer(&mut self, protocols: &[&str]) {
        let protocols = protocols.iter().map(|name| name.as_bytes().to_vec());
        Arc::make_mut(&mut self.config).alpn_protocols = protocols.collect();
    }

    pub(crate) fn signed_in(server: &TestServer) -> Self {
        let mut raw = Self::connect(server);
        raw.sign_in();
        raw
    }

    pub(crate) fn signed_in_as(server: &TestServer, name: &str) -> Self {
        let mut raw = Self::connect(server);
        raw.sign_in_as(name);
        raw
    }

    pub(crate) fn signed_in_tls(server: &TestServer) -> Self {
        let mut raw = Self::connect(server);
        raw.auth_tls();
        raw.sign_in();
        raw.expect("PBSZ 0", "200");
        raw.expect("PROT P", "200");
        raw
    }

    pub(crate) fn sign_in(&mut self) {
        self.sign_in_as(NAME);
    }

    fn sign_in_as(&mut self, name: &str) {
        self.expect(&format!("USER {name}"), "331");
        self.expect(&format!("PASS {PASSWORD}"), "230");
        self.expect("TYPE I", "200");
    }

    pub(crate) fn auth_tls(&mut self) {
        self.expect("AUTH TLS", "234");
        self.handshake();
    }

    pub(crate) fn handshake(&mut self) {
        let Some(Wire::Plain(tcp)) = self.wire.take() else {
            panic!("no plain connection")
        };
        self.wire = Some(self.secured(tcp).unwrap());
    }

    pub(crate) fn secured(&self, mut tcp: TcpStream) -> io::Result<Wire> {
        let name = ServerName::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let mut tls = ClientConnection::new(Arc::clone(&self.config), name).unwrap();
        while tls.is_handshaking() {
            tls.complete_io(&mut tcp)?;
        }
        Ok(Wire::Tls(Box::new(StreamOwned::new(tls, tcp))))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let wire = self.wire.as_mut().unwrap();
        wire.write_all(bytes).unwrap();
        wire.flush().unwrap();
    }

    /// The last line of the next reply, without its line end; empty at the end.
    pub(crate) fn reply(&mut self) -> String {
        loop {
            let line = self.line();
            let bytes = line.as_bytes();
            let is_last = bytes.len() > 3 && bytes[3] == b' ' && bytes[0] != b' ';
            if is_last || line.is_empty() {
                return line;
            }
        }
    }

    pub(crate) fn line(&mut self) -> String {
        let mut line = Vec::new();
        let mut byte = [0];
        while !line.ends_with(b"\r\n") {
            match self.wire.as_mut().unwrap().read(&mut byte) {
                Ok(1) => line.push(byte[0]),
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    panic!(
                        "no reply in time, only {:?}",
                        String::from_utf8_lossy(&line)
                    )
                }
                Err(_) => break,
            }
        }
        String::from_utf8_lossy(&line).trim_end().to_owned()
    }

    pub(crate) fn command(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes());
        self.reply()
    }

    /// Says `line`; the reply has to begin with `code`.
    #[track_caller]
    pub(crate) fn expect(&mut self, line: &str, code: &str) -> String {
        let reply = self.command(line);
        assert!(reply.starts_with(code), "{line}: {reply}, not {code}");
        reply
    }

    /// The next reply has to begin with `code`.
    #[track_caller]
    pub(crate) fn expect_reply(&mut self, code: &str) -> String {
        let reply = self.reply();
        assert!(reply.starts_with(code), "{reply}, not {code}");
        reply
    }

    /// Where the server listens for data, by `EPSV`.
    pub(crate) fn passive(&mut self) -> SocketAddr {
        let reply = self.expect("EPSV", "229");
        let port = reply
            .trim_end_matches("|)")
            .rsplit('|')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        SocketAddr::new(self.peer.ip(), port)
    }

    pub(crate) fn data(&mut self) -> TcpStream {
        let data = TcpStream::connect(self.passive()).unwrap();
        set_timeouts(&data);
        data
    }

    /// All bytes of a transfer unencrypted, up to 226.
    #[track_caller]
    pub(crate) fn fetch(&mut self, line: &str) -> Vec<u8> {
        let mut data = self.data();
        self.expect(line, "150");
        let mut bytes = Vec::new();
        data.read_to_end(&mut bytes).unwrap();
        self.expect_reply("226");
        bytes
    }

    /// An upload unencrypted, up to 226.
    #[track_caller]
    pub(crate) fn store(&mut self, line: &str, bytes: &[u8]) {
        let mut data = self.data();
        self.expect(line, "150");
        data.write_all(bytes).unwrap();
        drop(data);
        self.expect_reply("226");
    }
}

/// A connection from an address of one's own.
pub(crate) fn connect_from(from: Ipv4Addr, to: SocketAddr) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from((from, 0)).into()).unwrap();
    socket.connect(&to.into()).unwrap();
    let tcp = TcpStream::from(socket);
    set_timeouts(&tcp);
    tcp
}

/// A test that waits for ever says nothing.
pub(crate) fn set_timeouts(tcp: &TcpStream) {
    tcp.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    tcp.set_write_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    tcp.set_nodelay(true).unwrap();
}
