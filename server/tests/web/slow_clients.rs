//! Clients that take their time, or more connections than are theirs.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use server::readiness::Readiness;
use server::shutdown::Shutdown;
use server::web::{self, HttpLimits, Site, WebConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

use crate::support::Panel;

/// A file that no buffer between the two holds.
const BIG_FILE: &str = "/pkg/0123456789abcdef/big.bin";
const BIG_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// Long enough for whatever is to happen by then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Short enough to be waited for.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// Limits that no test meets by itself.
pub(crate) fn generous() -> HttpLimits {
    HttpLimits {
        max_connections: 8,
        max_connections_per_network: 4,
        handshake_timeout: PATIENCE * 2,
        head_timeout: PATIENCE * 2,
        response_timeout: PATIENCE * 2,
        write_timeout: PATIENCE * 2,
        min_write_rate: 1,
    }
}

/// A panel that is also served at another address, with limits of its own.
struct Limited {
    _panel: Panel,
    address: SocketAddr,
    shutdown: Shutdown,
}

impl Limited {
    async fn start(limits: HttpLimits) -> Self {
        Self::start_behind("", limits).await
    }

    async fn start_behind(trusted_proxies: &str, limits: HttpLimits) -> Self {
        let panel = Panel::start().await;
        let big = panel.site_dir().join(BIG_FILE.trim_start_matches('/'));
        let big = std::fs::File::create(big).expect("a file");
        big.set_len(BIG_FILE_BYTES).expect("a length");
        let config = WebConfig {
            public_url: None,
            site: Site::open(&panel.site_dir()).expect("a site"),
            trusted_proxies: trusted_proxies.parse().expect("proxies"),
            proxy_protocol: "".parse().expect("none"),
            https_port: None,
            limits,
        };
        let shutdown = Shutdown::default();
        let services = panel.services.clone();
        let requested = shutdown.requested().clone();
        let readiness = Readiness::new(services.clone(), Vec::new(), requested.clone());
        let router = web::router(services, config.clone(), readiness, requested);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(web::serve(listener, router, config, shutdown.clone()));
        Self {
            _panel: panel,
            address,
            shutdown,
        }
    }

    /// A connection from 127.0.0.`host`, which takes little at a time.
    async fn connect_from(&self, host: u8) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        let address = IpAddr::from([127, 0, 0, host]);
        socket.bind((address, 0).into()).expect("an address");
        socket.connect(self.address).await.expect("a connection")
    }

    async fn connect(&self) -> TcpStream {
        self.connect_from(1).await
    }

    /// A connection from 127.0.0.`host` that takes the first bytes of a big file, and no more.
    async fn begin_big_file(&self, host: u8) -> TcpStream {
        let mut stream = self.connect_from(host).await;
        get(&mut stream, BIG_FILE).await;
        assert_eq!(status(&mut stream).await, "200", "from 127.0.0.{host}");
        stream
    }

    /// Whether a request from 127.0.0.`host` is answered with 204.
    async fn serves(&self, host: u8) -> bool {
        let mut stream = self.connect_from(host).await;
        get(&mut stream, "/health").await;
        status(&mut stream).await == "204"
    }
}

impl Drop for Limited {
    fn drop(&mut self) {
        self.shutdown.end_now();
    }
}

async fn get(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: panel\r\n\r\n");
    // Whoever is refused may be so before this is sent.
    let _ = stream.write_all(request.as_bytes()).await;
}

/// The status of an answer; empty where the connection ends without one.
async fn status(stream: &mut TcpStream) -> String {
    let mut line = [0; 12];
    match timeout(PATIENCE, stream.read_exact(&mut line)).await {
        Ok(Ok(_)) => String::from_utf8_lossy(&line[9..]).into_owned(),
        Ok(Err(_)) => String::new(),
        Err(_) => unreachable!("no answer, and no end"),
    }
}

/// Reads until the connection ends, which it must.
pub(crate) async fn ended(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    let ended = timeout(PATIENCE, stream.read_to_end(&mut received)).await;
    let ended = ended.expect("the connection ends");
    let is_reset = |error: std::io::Error| error.kind() == ErrorKind::ConnectionReset;
    assert!(ended.map_or_else(is_reset, |_| true));
    received
}

/// Sends a byte now and then until the connection ends, which it must; says what came.
pub(crate) async fn drip(stream: TcpStream) -> String {
    let (mut reading, mut writing) = stream.into_split();
    let dripping = tokio::spawn(async move {
        while writing.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    });
    let mut received = Vec::new();
    let ended = timeout(PATIENCE, reading.read_to_end(&mut received)).await;
    dripping.abort();
    assert!(ended.is_ok(), "the connection goes on");
    String::from_utf8_lossy(&received).into_owned()
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_let_go() {
    let limited = Limited::start(HttpLimits {
        write_timeout: SHORT,
        ..generous()
    })
    .await;
    let stream = limited.begin_big_file(1).await;
    let is_reset = async {
        while stream.take_error().expect("a state").is_none() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, is_reset).await.expect("a reset");
}

#[tokio::test]
async fn who_takes_too_little_of_an_answer_is_let_go() {
    let limited = Limited::start(HttpLimits {
        write_timeout: SHORT,
        min_write_rate: u32::MAX,
        ..generous()
    })
    .await;
    let mut stream = limited.begin_big_file(1).await;
    let mut piece = [0; 1024];
    let drip = async {
        while stream.read(&mut piece).await.is_ok_and(|bytes| bytes > 0) {
            sleep(Duration::from_millis(5)).await;
        }
    };
    // All of it would take minutes.
    timeout(PATIENCE, drip).await.expect("an end");
}

#[tokio::test]
async fn who_says_nothing_or_too_little_is_let_go() {
    let limited = Limited::start(HttpLimits {
        head_timeout: SHORT,
        ..generous()
    })
    .await;
    assert!(ended(&mut limited.connect().await).await.is_empty());

    let mut dripping = limited.connect().await;
    let head = b"GET /health HTTP/1.1\r\nHost: panel\r\nx-filler: ";
    dripping.write_all(head).await.expect("sent");
    assert_eq!(drip(dripping).await, "");

    // Between two requests.
    let mut idle = limited.connect().await;
    get(&mut idle, "/health").await;
    assert!(ended(&mut idle).await.starts_with(b"HTTP/1.1 204"));
}

#[tokio::test]
async fn a_body_that_drips_is_given_up() {
    let limited = Limited::start(HttpLimits {
        response_timeout: SHORT,
        ..generous()
    })
    .await;
    for (path, length, status) in [
        ("/api/sign_in", "content-length: 60000", "503"),
        ("/api/sign_in", "content-length: 200000", "503"),
        (
            "/api/sign_in",
            "transfer-encoding: chunked\r\n\r\nffff",
            "503",
        ),
        // Nobody reads this one: there is no such function.
        ("/api/none", "content-length: 60000", "404"),
    ] {
        let mut stream = limited.connect().await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: panel\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.expect("sent");
        let answer = drip(stream).await;
        let expected = format!("HTTP/1.1 {status}");
        assert!(answer.starts_with(&expected), "{path} {length}: {answer}");
    }
}

#[tokio::test]
async fn silent_connections_of_an_address_give_way_to_its_next() {
    let limited = Limited::start(generous()).await;
    let mut oldest = limited.connect().await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(limited.connect().await);
    }
    assert!(limited.serves(1).await);
    assert!(ended(&mut oldest).await.is_empty());
    for other in &mut others {
        get(other, "/health").await;
        assert_eq!(status(other).await, "204");
    }
}

#[tokio::test]
async fn one_address_cannot_have_all_places() {
    let limited = Limited::start(generous()).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(limited.begin_big_file(1).await);
    }
    let mut refused = limited.connect().await;
    let answer = ended(&mut refused).await;
    assert!(answer.starts_with(b"HTTP/1.1 503"), "{answer:?}");
    assert!(limited.serves(2).await);
    // Nor can two have them, which fill all there are.
    for _ in 0..4 {
        held.push(limited.begin_big_file(2).await);
    }
    assert!(limited.serves(3).await);
    // A place that is given back is there for the next.
    held.clear();
    let served = async {
        while !limited.serves(1).await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, served).await.expect("a place");
}

#[tokio::test]
async fn a_trusted_proxy_may_have_all_places() {
    let limited = Limited::start_behind("127.0.0.1", generous()).await;
    let mut held = Vec::new();
    for _ in 0..8 {
        held.push(limited.begin_big_file(1).await);
    }
    // A stranger takes none of them.
    assert!(!limited.serves(2).await);
    let mut byte = [0];
    for stream in &mut held {
        stream.read_exact(&mut byte).await.expect("it goes on");
    }
}
