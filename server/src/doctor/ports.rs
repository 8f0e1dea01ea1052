//! Whether each listener has its address, or could have it.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{Check, Examination};

const NAME: &str = "ports";
/// How long whoever listens may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// More than the beginning of any answer.
const MAX_ANSWER: u64 = 1024;

/// What listens, and how it is recognised.
enum Door {
    Panel,
    Ftp,
    /// Both speak over TLS only: whoever listens there beside Berth's FTP server is taken for Berth.
    Https,
    Ftps,
}

pub(super) async fn check(examination: &Examination<'_>) -> Vec<Check> {
    let config = examination.config;
    let mut doors = vec![
        (Door::Panel, config.http.http_addr),
        (Door::Ftp, config.ftp.ftp_addr),
    ];
    doors.extend(config.http.https_addr.map(|address| (Door::Https, address)));
    doors.extend(config.ftp.ftps_addr.map(|address| (Door::Ftps, address)));
    let mut checks = Vec::new();
    for (door, address) in doors {
        checks.push(check_door(examination, &door, address).await);
    }
    checks
}

async fn check_door(examination: &Examination<'_>, door: &Door, address: SocketAddr) -> Check {
    let texts = examination.cli.doctor;
    let (name, setting) = match door {
        Door::Panel => (texts.panel, "BERTH_HTTP_ADDR"),
        Door::Https => (texts.https, "BERTH_HTTPS_ADDR"),
        Door::Ftp => (texts.ftp, "BERTH_FTP_ADDR"),
        Door::Ftps => (texts.ftps, "BERTH_FTPS_ADDR"),
    };
    let shown = address.to_string();
    let error = match TcpListener::bind(address) {
        Ok(_) => return Check::ok(NAME, (texts.port_free)(name, &shown)),
        Err(error) => error,
    };
    match error.kind() {
        // Whoever may not bind a port below 1024 is refused that also where Berth has it.
        ErrorKind::AddrInUse | ErrorKind::PermissionDenied
            if is_berth(examination, door, address).await =>
        {
            Check::ok(NAME, (texts.port_in_use_by_berth)(name, &shown))
        }
        ErrorKind::AddrInUse => Check::problem(NAME, (texts.port_taken)(name, &shown, setting)),
        ErrorKind::PermissionDenied => {
            Check::problem(NAME, (texts.port_forbidden)(name, &shown, setting))
        }
        ErrorKind::AddrNotAvailable => {
            Check::problem(NAME, (texts.port_not_here)(name, &shown, setting))
        }
        _ => Check::problem(NAME, (texts.port_failed)(name, &shown, &error.to_string())),
    }
}

async fn is_berth(examination: &Examination<'_>, door: &Door, address: SocketAddr) -> bool {
    let config = examination.config;
    let begin = match door {
        Door::Panel => answer(
            address,
            b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        ),
        Door::Ftp => answer(address, b""),
        Door::Https | Door::Ftps => answer(config.ftp.ftp_addr, b""),
    };
    let Ok(Ok(begin)) = timeout(TIMEOUT, begin).await else {
        return false;
    };
    match door {
        Door::Panel => begin.starts_with("HTTP/1.1 204"),
        Door::Https | Door::Ftp | Door::Ftps => {
            // 421: it has as many clients as it takes.
            begin.trim_end() == format!("220 {}", config.ftp.ftp_banner) || begin.starts_with("421")
        }
    }
}

/// The first line that is answered.
async fn answer(address: SocketAddr, request: &[u8]) -> io::Result<String> {
    let mut stream = TcpStream::connect(reachable(address)).await?;
    stream.write_all(request).await?;
    let mut line = Vec::new();
    let mut input = BufReader::new(stream).take(MAX_ANSWER);
    input.read_until(b'\n', &mut line).await?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// The address by which this machine reaches a listener of its own.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        _ => address.ip(),
    };
    SocketAddr::new(ip, address.port())
}
