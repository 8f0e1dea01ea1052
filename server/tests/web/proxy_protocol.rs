//! Clients that come through a load balancer, which says so by the PROXY protocol.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use server::web::HttpLimits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::slow_clients::{ended, generous};
use crate::support::{HTTP2, Http2Client, Panel, Served, connect_from, text};

const HEADER: &[u8] = b"PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n";
const REQUEST: &[u8] = b"GET /peer HTTP/1.1\r\nHost: panel\r\nConnection: close\r\n\r\n";

/// A balancer at 127.0.0.1, and a page that tells whose connection it is.
async fn start(limits: HttpLimits) -> Served {
    let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
    let routes = Router::new().route("/peer", get(peer));
    Served::start(routes, limits, |config| {
        config.proxy_protocol = "127.0.0.1".parse().expect("a balancer");
    })
    .await
}

/// The answer to what is sent from 127.0.0.`host`.
async fn answer(served: &Served, host: u8, sent: &[&[u8]]) -> String {
    let mut stream = connect_from(host, served.http).await;
    stream.write_all(&sent.concat()).await.expect("sent");
    String::from_utf8_lossy(&ended(&mut stream).await).into_owned()
}

#[tokio::test]
async fn a_connection_is_the_client_s() {
    let served = start(generous()).await;
    let proxied = answer(&served, 1, &[HEADER, REQUEST]).await;
    assert!(proxied.ends_with("\r\n\r\n203.0.113.9:4711"), "{proxied}");

    let mut tcp = connect_from(1, served.https).await;
    tcp.write_all(HEADER).await.expect("sent");
    let stream = served.tls().secure(tcp, &[HTTP2]).await;
    let mut client = Http2Client::over(stream.expect("a handshake")).await;
    let response = client.get("/peer").await.expect("an answer");
    assert_eq!(text(response.into_body()).await, "203.0.113.9:4711");

    let own = answer(&served, 1, &[b"PROXY UNKNOWN\r\n", REQUEST]).await;
    assert!(own.contains("\r\n\r\n127.0.0.1:"), "{own}");
}

#[tokio::test]
async fn without_a_header_the_balancer_is_not_answered() {
    let served = start(generous()).await;
    assert_eq!(answer(&served, 1, &[REQUEST]).await, "");
    assert_eq!(
        answer(&served, 1, &[b"PROXY TCP4 a b 1 2\r\n", REQUEST]).await,
        ""
    );
}

#[tokio::test]
async fn from_elsewhere_a_header_is_a_bad_request() {
    let served = start(generous()).await;
    let spoofed = answer(&served, 2, &[HEADER, REQUEST]).await;
    assert!(spoofed.starts_with("HTTP/1.1 400"), "{spoofed}");
    let direct = answer(&served, 2, &[REQUEST]).await;
    assert!(direct.contains("\r\n\r\n127.0.0.2:"), "{direct}");
}

#[tokio::test]
async fn places_are_counted_by_client() {
    let served = start(HttpLimits {
        max_connections_per_network: 1,
        ..generous()
    })
    .await;
    let connect = async |header: &[u8]| -> TcpStream {
        let mut stream = connect_from(1, served.http).await;
        stream.write_all(header).await.expect("sent");
        let request = b"GET /peer HTTP/1.1\r\nHost: panel\r\n\r\n";
        stream.write_all(request).await.expect("sent");
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.expect("an answer");
        assert_eq!(&status, b"HTTP/1.1 200");
        stream
    };
    let mut first = connect(HEADER).await;
    let _other = connect(b"PROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n").await;
    let _same = connect(HEADER).await;
    // The oldest of the same client gave way, though all are from one balancer.
    ended(&mut first).await;
}

#[tokio::test]
async fn the_audit_log_has_the_client_s_address() {
    let panel = Panel::configured(|config| {
        config.http.http_proxy_protocol = "127.0.0.1".parse().expect("a balancer");
    })
    .await;
    let address = panel.address.trim_start_matches("http://");
    let address: SocketAddr = address.parse().expect("an address");
    let body = "login=nobody&password=wrong";
    let request = format!(
        "POST /api/sign_in HTTP/1.1\r\nHost: panel\r\nConnection: close\r\n\
         sec-fetch-site: same-origin\r\naccept: application/json\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = connect_from(1, address).await;
    let sent = [HEADER, request.as_bytes()].concat();
    stream.write_all(&sent).await.expect("sent");
    let answer = ended(&mut stream).await;
    assert!(answer.starts_with(b"HTTP/1.1 401"), "{answer:?}");
    panel.services.audit.flush().await;
    let database = panel.database().await;
    let query = sea_orm::Statement::from_string(
        sea_orm::ConnectionTrait::get_database_backend(&database),
        "SELECT address FROM audit_event WHERE address IS NOT NULL",
    );
    let rows = sea_orm::ConnectionTrait::query_all_raw(&database, query).await;
    let rows = rows.expect("rows");
    let addresses = rows.iter().map(|row| row.try_get::<String>("", "address"));
    let addresses: Vec<_> = addresses.map(|address| address.expect("text")).collect();
    assert_eq!(addresses, ["203.0.113.9"]);
}
