//! An FTP client on bare sockets, for what no well-behaved client does: it waits in between.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long a reply may take.
const TIMEOUT: Duration = Duration::from_secs(30);

pub(crate) struct FtpClient {
    control: BufReader<TcpStream>,
}

impl FtpClient {
    /// Connects, and reads nothing yet.
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let control = TcpStream::connect(address).unwrap();
        control.set_read_timeout(Some(TIMEOUT)).unwrap();
        Self {
            control: BufReader::new(control),
        }
    }

    pub(crate) fn signed_in(address: SocketAddr, name: &str, password: &str) -> Self {
        let mut client = Self::connect(address);
        client.expect("220");
        client.command(&format!("USER {name}"), "331");
        client.command(&format!("PASS {password}"), "230");
        client.command("TYPE I", "200");
        client
    }

    /// The next reply, which has to begin with `code`.
    #[track_caller]
    pub(crate) fn expect(&mut self, code: &str) -> String {
        let mut reply = String::new();
        loop {
            let begin = reply.len();
            self.control.read_line(&mut reply).unwrap();
            let line = reply.as_bytes().get(begin..).unwrap_or_default();
            let is_last = line.first().is_none_or(u8::is_ascii_digit) && line.get(3) != Some(&b'-');
            if is_last {
                break;
            }
        }
        assert!(reply.starts_with(code), "{reply:?}, not {code}");
        reply.trim_end().to_owned()
    }

    #[track_caller]
    pub(crate) fn command(&mut self, line: &str, code: &str) -> String {
        write!(self.control.get_mut(), "{line}\r\n").unwrap();
        self.expect(code)
    }

    /// Begins an upload; gives its data connection.
    pub(crate) fn upload(&mut self, name: &str) -> TcpStream {
        let reply = self.command("EPSV", "229");
        let port = reply.trim_end_matches("|)").rsplit('|').next().unwrap();
        let mut address = self.control.get_ref().peer_addr().unwrap();
        address.set_port(port.parse().unwrap());
        let data = TcpStream::connect(address).unwrap();
        self.command(&format!("STOR {name}"), "150");
        data
    }

    /// Waits until so many bytes of an upload have come.
    pub(crate) fn expect_uploaded(&mut self, bytes: usize) {
        let progress = format!(" {bytes} bytes so far");
        let end = Instant::now() + TIMEOUT;
        while !self.command("STAT", "211").contains(&progress) {
            assert!(Instant::now() < end, "{bytes} bytes have not come");
        }
    }

    /// Ends an upload as a client does that has sent all.
    #[track_caller]
    pub(crate) fn end_upload(&mut self, data: &TcpStream) {
        data.shutdown(Shutdown::Write).unwrap();
        self.expect("226");
    }

    /// Waits until the server has closed the connection.
    #[track_caller]
    pub(crate) fn expect_end(mut self) {
        let mut rest = Vec::new();
        let _ = self.control.read_to_end(&mut rest);
        assert!(rest.is_empty(), "{rest:?}");
    }
}
