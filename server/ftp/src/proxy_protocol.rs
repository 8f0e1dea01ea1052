//! The PROXY protocol, versions 1 and 2 (HAProxy, `doc/proxy-protocol.txt`): by it a load balancer
//! says whose connection it passes on.
//!
//! The header comes before all else, TLS included. It is read exactly: what follows stays in the
//! socket. From an address that is not a known balancer's nothing is read: whoever sends a header
//! there sends what it says to the protocol behind.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use proxy_header::{ParseConfig, Protocol, ProxyHeader};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::log_throttle::LogThrottle;

/// How a header of version 1 begins.
const SIGNATURE_V1: &[u8] = b"PROXY ";
/// How one of version 2 begins.
const SIGNATURE_V2: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The shortest header of either version: `PROXY UNKNOWN` with its line end.
const MIN_BYTES: usize = 15;
/// The longest line of version 1, as its specification says.
const MAX_V1_BYTES: usize = 107;
/// What a header of version 2 says how long it is with.
const FIXED_V2_BYTES: usize = 16;
/// The longest header: addresses, and more fields than balancers send.
const MAX_BYTES: usize = 4096;

/// How long a header may take. A balancer sends it at once, with the first bytes of all.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections whose header has not come yet, of all balancers together.
const MAX_PENDING: usize = 512;

/// Why it is not known whose connection it is. Each is half a sentence about the balancer.
#[derive(Debug, thiserror::Error)]
pub enum ProxyHeaderError {
    /// The connection ended before its first byte, as those of a health check do.
    #[error("it closed the connection without a word")]
    Closed,
    /// The connection ended within the header.
    #[error("it closed the connection in the middle of its PROXY protocol header")]
    Truncated,
    /// The header did not come in time.
    #[error("its PROXY protocol header did not come in time")]
    TimedOut,
    /// There is no header, or it is malformed, or not of a TCP connection.
    #[error("what it sent first is no PROXY protocol header")]
    Invalid,
    /// The header is longer than any that is read.
    #[error("its PROXY protocol header is too long")]
    TooLong,
    /// Too many other headers are waited for.
    #[error("too many of its connections have no PROXY protocol header yet")]
    TooMany,
    /// The connection failed.
    #[error("its connection failed: {0}")]
    Failed(#[from] io::Error),
}

/// Finds out whose connections are: by their header where a load balancer passes them on.
#[derive(Debug)]
pub struct ProxyProtocol {
    balancers: Vec<IpNet>,
    /// Places for [`MAX_PENDING`].
    places: Semaphore,
    logged: LogThrottle,
}

impl ProxyProtocol {
    /// `balancers` have to send a header with each connection. No others may, and with none given
    /// nobody may.
    pub fn new(balancers: Vec<IpNet>) -> Self {
        Self {
            balancers,
            places: Semaphore::new(MAX_PENDING),
            logged: LogThrottle::default(),
        }
    }

    /// Whether connections from this address begin with a header.
    pub fn is_balancer(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.balancers
            .iter()
            .any(|network| network.contains(&address))
    }

    /// Whose connection this is that comes from `peer`: the client's, by the header that is read from
    /// it; the balancer's own (`LOCAL`, `UNKNOWN`), as for health checks; or just that of `peer`,
    /// which is no balancer.
    ///
    /// # Errors
    /// See [`ProxyHeaderError`]. The connection is of no use then.
    pub async fn client(
        &self,
        tcp: &mut TcpStream,
        peer: SocketAddr,
    ) -> Result<SocketAddr, ProxyHeaderError> {
        if !self.is_balancer(peer.ip()) {
            return Ok(peer);
        }
        let _place = self
            .places
            .try_acquire()
            .map_err(|_| ProxyHeaderError::TooMany)?;
        let client = timeout(HEADER_TIMEOUT, read(tcp)).await;
        let client = client.map_err(|_| ProxyHeaderError::TimedOut)??;
        Ok(client.unwrap_or(peer))
    }

    /// Says in the log why a balancer's connection was closed: a line in a while, and none for health
    /// checks.
    pub fn log(&self, peer: SocketAddr, error: &ProxyHeaderError) {
        if let ProxyHeaderError::Closed | ProxyHeaderError::Failed(_) = error {
            tracing::debug!(%peer, %error, "no PROXY protocol header");
            return;
        }
        let Some(others) = self.logged.due() else {
            return;
        };
        tracing::warn!(
            %peer,
            %error,
            others,
            "a connection of the load balancer was closed. Let it send the PROXY protocol (version 1 or 2), or take it from the setting"
        );
    }
}

/// What may be read next without reading beyond the header.
#[derive(Debug, PartialEq, Eq)]
enum Missing {
    Nothing,
    /// As many bytes, all of them the header's.
    Bytes(usize),
    /// The rest of a line, of as many bytes at most.
    Line(usize),
}

/// Reads a header; none for a connection of the balancer's own.
async fn read(tcp: &mut TcpStream) -> Result<Option<SocketAddr>, ProxyHeaderError> {
    let mut header = Vec::with_capacity(MAX_V1_BYTES);
    loop {
        let count = match missing(&header)? {
            Missing::Nothing => return parse(&header),
            Missing::Bytes(count) => count,
            Missing::Line(most) => {
                // Looked at first: what has come may go beyond the line.
                let mut ahead = [0; MAX_V1_BYTES];
                let ahead = ahead.get_mut(..most).unwrap_or_default();
                let count = tcp.peek(ahead).await?;
                let ahead = ahead.get(..count).unwrap_or_default();
                let end = ahead.iter().position(|byte| *byte == b'\n');
                end.map_or(count, |end| end + 1)
            }
        };
        let limit = u64::try_from(count).unwrap_or(u64::MAX);
        let read = (&mut *tcp).take(limit).read_buf(&mut header).await?;
        if read == 0 {
            return Err(match header.is_empty() {
                true => ProxyHeaderError::Closed,
                false => ProxyHeaderError::Truncated,
            });
        }
    }
}

fn missing(header: &[u8]) -> Result<Missing, ProxyHeaderError> {
    let length = header.len();
    let may_begin_as = |signature: &[u8]| header.iter().zip(signature).all(|(a, b)| a == b);
    let (is_v1, is_v2) = (may_begin_as(SIGNATURE_V1), may_begin_as(SIGNATURE_V2));
    if !is_v1 && !is_v2 {
        return Err(ProxyHeaderError::Invalid);
    }
    if length < MIN_BYTES {
        return Ok(Missing::Bytes(MIN_BYTES - length));
    }
    if is_v1 {
        return match header.contains(&b'\n') {
            true => Ok(Missing::Nothing),
            false if length < MAX_V1_BYTES => Ok(Missing::Line(MAX_V1_BYTES - length)),
            false => Err(ProxyHeaderError::TooLong),
        };
    }
    let Some([high, low]) = header.get(14..FIXED_V2_BYTES) else {
        return Ok(Missing::Bytes(FIXED_V2_BYTES - length));
    };
    let whole = FIXED_V2_BYTES + usize::from(u16::from_be_bytes([*high, *low]));
    match whole.checked_sub(length) {
        _ if whole > MAX_BYTES => Err(ProxyHeaderError::TooLong),
        Some(0) => Ok(Missing::Nothing),
        Some(count) => Ok(Missing::Bytes(count)),
        None => Err(ProxyHeaderError::Invalid),
    }
}

/// The client's address in a whole header; none in one of the balancer's own connection.
fn parse(header: &[u8]) -> Result<Option<SocketAddr>, ProxyHeaderError> {
    let config = ParseConfig {
        include_tlvs: false,
        allow_v1: true,
        allow_v2: true,
    };
    let parsed = ProxyHeader::parse(header, config);
    let (parsed, length) = parsed.map_err(|_| ProxyHeaderError::Invalid)?;
    if length != header.len() {
        return Err(ProxyHeaderError::Invalid);
    }
    match parsed.proxied_address() {
        None => Ok(None),
        Some(address) if address.protocol == Protocol::Stream => {
            let source = address.source;
            Ok(Some((source.ip().to_canonical(), source.port()).into()))
        }
        Some(_) => Err(ProxyHeaderError::Invalid),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::*;

    const LOOPBACK: &str = "127.0.0.1/32";
    const V4: &[u8] =
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\xcb\x00\x71\x09\xc0\x00\x02\x01\x12\x67\x00\x15";

    fn proxy_protocol(balancer: &str) -> ProxyProtocol {
        ProxyProtocol::new(vec![balancer.parse().unwrap()])
    }

    /// A header of version 2 with this command, family and rest.
    fn v2(command: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let mut header = [SIGNATURE_V2, &[command, family]].concat();
        header.extend(u16::try_from(rest.len()).unwrap().to_be_bytes());
        header.extend(rest);
        header
    }

    /// Two connected sockets: the client's end and the server's, with the client's address.
    async fn connected() -> (TcpStream, TcpStream, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap());
        let (client, accepted) = tokio::join!(client, listener.accept());
        let (server, peer) = accepted.unwrap();
        (client.unwrap(), server, peer)
    }

    /// What becomes of these pieces, sent one by one, and then of an end; and what is left to read.
    /// Instead of the balancer's own address there is none.
    async fn received(pieces: &[&[u8]]) -> (Result<Option<String>, ProxyHeaderError>, Vec<u8>) {
        let (mut balancer, mut server, peer) = connected().await;
        balancer.set_nodelay(true).unwrap();
        let send = async {
            for piece in pieces {
                balancer.write_all(piece).await.unwrap();
                tokio::task::yield_now().await;
            }
            balancer.shutdown().await.unwrap();
        };
        let protocol = proxy_protocol(LOOPBACK);
        let (client, ()) = tokio::join!(protocol.client(&mut server, peer), send);
        let client = client.map(|client| (client != peer).then(|| client.to_string()));
        let mut rest = Vec::new();
        server.read_to_end(&mut rest).await.unwrap();
        (client, rest)
    }

    #[tokio::test]
    async fn a_header_tells_whose_connection_it_is_and_nothing_behind_it_is_read() {
        let v6 = b"PROXY TCP6 2001:db8::9 2001:db8::1 4711 21\r\n";
        let long = "ffff:f:ffff:ffff:ffff:ffff:ffff:ffff";
        let long = format!("PROXY TCP6 {long} {long} 65535 65535\r\n");
        let mut addresses = [0; 36];
        addresses[..4].copy_from_slice(&[0x20, 0x01, 0x0d, 0xb8]);
        addresses[15] = 9;
        addresses[32..34].copy_from_slice(&4711_u16.to_be_bytes());
        let binary_v6 = v2(0x21, 0x21, &addresses);
        let mut mapped = addresses;
        mapped[..16].copy_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 203, 0, 113, 9]);
        let mapped = v2(0x21, 0x21, &mapped);
        // A field of its own behind the addresses.
        let fields = [&V4[16..], &[0x04, 0, 5], b"\r\nab\n"].concat();
        let with_fields = v2(0x21, 0x11, &fields);
        let most = v2(0x21, 0x11, &[&V4[16..], &[0; MAX_BYTES - 28]].concat());
        let clients: [(&[u8], &str); 8] = [
            (
                b"PROXY TCP4 203.0.113.9 192.0.2.1 4711 21\r\n",
                "203.0.113.9:4711",
            ),
            (v6, "[2001:db8::9]:4711"),
            (
                long.as_bytes(),
                "[ffff:f:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
            ),
            (V4, "203.0.113.9:4711"),
            (&binary_v6, "[2001:db8::9]:4711"),
            (&mapped, "203.0.113.9:4711"),
            (&with_fields, "203.0.113.9:4711"),
            (&most, "203.0.113.9:4711"),
        ];
        for (header, expected) in clients {
            for behind in [&b""[..], b"USER anna\r\n", b"\x16\x03\x01\n\r\nPROXY "] {
                let (client, rest) = received(&[&[header, behind].concat()]).await;
                assert_eq!(client.unwrap().as_deref(), Some(expected));
                assert_eq!(rest, behind, "{expected}");
            }
            let bytes: Vec<&[u8]> = header.chunks(1).chain([&b"USER"[..]]).collect();
            let (client, rest) = received(&bytes).await;
            assert_eq!(client.unwrap().as_deref(), Some(expected));
            assert_eq!(rest, b"USER", "{expected}");
        }
    }

    #[tokio::test]
    async fn a_connection_of_the_balancer_s_own_is_its_own() {
        let unix = v2(0x21, 0x31, &[0; 216]);
        let headers: [&[u8]; 6] = [
            b"PROXY UNKNOWN\r\n",
            b"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n",
            &v2(0x20, 0x00, b""),
            &v2(0x20, 0x11, &V4[16..]),
            &v2(0x21, 0x00, b""),
            &unix,
        ];
        for header in headers {
            let (client, rest) = received(&[header, b"NOOP\r\n"]).await;
            assert_eq!(client.unwrap(), None, "{header:?}");
            assert_eq!(rest, b"NOOP\r\n");
        }
    }

    #[tokio::test]
    async fn what_is_no_header_is_refused() {
        let long_line = [b"PROXY UNKNOWN ", [b'x'; 93].as_slice(), b"\r\n"].concat();
        let too_long = v2(0x21, 0x11, &[0; MAX_BYTES - 15]);
        let headers: [(&[u8], &str); 19] = [
            (b"", "without a word"),
            (b"PROXY TCP4 203.0.113.9 192.0", "in the middle"),
            (b"PRO", "in the middle"),
            (&V4[..13], "in the middle"),
            (&V4[..27], "in the middle"),
            (b"USER anna\r\nPASS secret\r\n", "is no PROXY"),
            (b"GET / HTTP/1.1\r\n", "is no PROXY"),
            (b"\x16\x03\x01\x02\x00", "is no PROXY"),
            (b"PROXY\tTCP4 203.0.113.9 192.0.2.1 1 2\r\n", "is no PROXY"),
            (b"PROXY TCP4 203.0.113.9 192.0.2.1 1\r\n", "is no PROXY"),
            (
                b"PROXY TCP4 203.0.113.9 192.0.2.1 1 99999\r\n",
                "is no PROXY",
            ),
            (b"PROXY TCP4 2001:db8::9 2001:db8::1 1 2\r\n", "is no PROXY"),
            (b"PROXY UDP4 203.0.113.9 192.0.2.1 1 2\r\n", "is no PROXY"),
            (b"PROXY TCP4 203.0.113.9 192.0.2.1 1 2\n", "is no PROXY"),
            (&long_line, "too long"),
            (&too_long, "too long"),
            (&v2(0x31, 0x11, &V4[16..]), "is no PROXY"),
            // A datagram's.
            (&v2(0x21, 0x12, &V4[16..]), "is no PROXY"),
            (&v2(0x21, 0x11, &V4[16..27]), "is no PROXY"),
        ];
        for (header, expected) in headers {
            let (client, _) = received(&[header]).await;
            let error = client.expect_err(expected).to_string();
            assert!(error.contains(expected), "{header:?}: {error}");
        }
    }

    // The clock goes on by itself whenever nothing else does.
    #[tokio::test(start_paused = true)]
    async fn a_header_is_waited_for_so_long_and_no_longer() {
        for begun in [&b""[..], b"PROXY TCP4 ", &V4[..20]] {
            let (mut balancer, mut server, peer) = connected().await;
            balancer.write_all(begun).await.unwrap();
            let protocol = proxy_protocol(LOOPBACK);
            let client = protocol.client(&mut server, peer).await;
            assert!(
                matches!(client, Err(ProxyHeaderError::TimedOut)),
                "{client:?}"
            );
            assert_eq!(protocol.places.available_permits(), MAX_PENDING);
        }
    }

    #[tokio::test]
    async fn from_others_a_header_is_neither_read_nor_believed() {
        for protocol in [
            proxy_protocol("192.0.2.0/24"),
            ProxyProtocol::new(Vec::new()),
        ] {
            let (mut stranger, mut server, peer) = connected().await;
            stranger.write_all(V4).await.unwrap();
            drop(stranger);
            assert_eq!(protocol.client(&mut server, peer).await.unwrap(), peer);
            let mut rest = Vec::new();
            server.read_to_end(&mut rest).await.unwrap();
            assert_eq!(rest, V4);
        }
        let mapped = "::ffff:192.0.2.7".parse().unwrap();
        assert!(proxy_protocol("192.0.2.0/24").is_balancer(mapped));
    }

    #[tokio::test]
    async fn so_many_headers_are_waited_for_and_no_more() {
        let (_balancer, mut server, peer) = connected().await;
        let protocol = proxy_protocol(LOOPBACK);
        let all = u32::try_from(MAX_PENDING).unwrap();
        let _taken = protocol.places.try_acquire_many(all).unwrap();
        let client = protocol.client(&mut server, peer).await;
        assert!(matches!(client, Err(ProxyHeaderError::TooMany)));
    }

    /// Bytes that are often nearly a header.
    fn nearly_a_header() -> impl Strategy<Value = Vec<u8>> {
        let text = "PROXY (TCP4|TCP6|UNKNOWN|.{0,6}) [0-9a-f:. ]{0,90}\r?\n?.{0,9}";
        let rest = prop::collection::vec(any::<u8>(), 0..64);
        let binary = (any::<[u8; 2]>(), 0..80_u16, rest.clone());
        prop_oneof![
            text.prop_map(String::into_bytes),
            binary.prop_map(|(kind, length, rest)| {
                let kind = [0x20 | kind[0] & 0x11, kind[1] & 0x33];
                [SIGNATURE_V2, &kind, &length.to_be_bytes(), &rest].concat()
            }),
            rest,
        ]
    }

    proptest! {
        /// As many bytes as may be read next are the header's, or it is refused; nothing panics.
        #[test]
        fn whatever_comes_is_a_header_or_is_not(bytes in nearly_a_header()) {
            let mut read = 0;
            loop {
                let begun = bytes.get(..read).unwrap_or_default();
                let _ = parse(begun);
                match missing(begun) {
                    Ok(Missing::Nothing) => {
                        let _ = parse(begun);
                        break;
                    }
                    Ok(Missing::Bytes(count)) => {
                        prop_assert!(count > 0);
                        read += count;
                    }
                    Ok(Missing::Line(most)) => {
                        prop_assert!(most > 0);
                        read += 1;
                    }
                    Err(_) => break,
                }
                if read > bytes.len() {
                    break;
                }
            }
            prop_assert!(read <= MAX_BYTES);
        }
    }
}
