//! Clients over TLS and HTTP/2 that take their time, or ask for more than they take.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use futures_util::{Stream, stream};
use http::StatusCode;
use hyper::body::Bytes;
use server::web::HttpLimits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

use crate::slow_clients::{PATIENCE, SHORT, drip, ended, generous};
use crate::support::{HTTP1, HTTP2, Http2Client, Served, connect_from};

/// More than any window or buffer between the two has room for.
const BIG_BYTES: usize = 64 * 1024 * 1024;

/// What HTTP/2 begins with, and settings that change nothing (RFC 9113, 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

fn routes() -> Router {
    Router::new()
        .route("/quick", get(|| async { StatusCode::NO_CONTENT }))
        .route(
            "/big",
            get(|| async { Bytes::from_static(&[0; BIG_BYTES]) }),
        )
        .route("/endless", get(|| async { Body::from_stream(endless()) }))
}

fn endless() -> impl Stream<Item = std::io::Result<Bytes>> + Send {
    stream::pending()
}

async fn start(limits: HttpLimits) -> Served {
    Served::start(routes(), limits, |_| {}).await
}

/// Waits for the connection's end, which must come.
async fn end(client: Http2Client) -> Result<(), h2::Error> {
    let Http2Client {
        requests,
        connection,
    } = client;
    let ended = timeout(PATIENCE, connection).await;
    drop(requests);
    ended.expect("the connection ends").expect("no panic")
}

#[tokio::test]
async fn who_does_not_end_a_handshake_is_let_go() {
    let served = start(HttpLimits {
        handshake_timeout: SHORT,
        ..generous()
    })
    .await;
    let mut silent = connect_from(1, served.https).await;
    assert!(ended(&mut silent).await.is_empty());
    let mut dripping = connect_from(1, served.https).await;
    // A record of 512 bytes, of which a few come.
    let begun = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc";
    dripping.write_all(begun).await.expect("sent");
    assert_eq!(drip(dripping).await, "");
}

#[tokio::test]
async fn who_asks_for_nothing_over_http_2_is_let_go() {
    let served = start(HttpLimits {
        head_timeout: SHORT,
        ..generous()
    })
    .await;
    // Before its first word, before its first request, and after one.
    let mut silent = served.connect(1, &[HTTP2]).await;
    let mut bytes = Vec::new();
    let read = timeout(PATIENCE, silent.read_to_end(&mut bytes)).await;
    let _ = read.expect("the connection ends");
    let idle = served.connect_http2(1).await;
    assert!(end(idle).await.is_ok());
    let mut asked = served.connect_http2(1).await;
    assert_eq!(asked.status("/quick").await, 204);
    assert!(end(asked).await.is_ok());
    // Who says nothing over HTTP/1.1 and TLS.
    let mut silent = served.connect(1, &[HTTP1]).await;
    let read = timeout(PATIENCE, silent.read_to_end(&mut bytes)).await;
    let _ = read.expect("the connection ends");
}

#[tokio::test]
async fn a_head_that_drips_over_http_2_is_given_up() {
    let served = start(HttpLimits {
        head_timeout: SHORT,
        ..generous()
    })
    .await;
    let stream = served.connect(1, &[HTTP2]).await;
    let (mut reading, mut writing) = tokio::io::split(stream);
    // The headers of stream 1 are to have 4096 bytes.
    let begun = [PREFACE, b"\0\x10\0\x01\x04\0\0\0\x01"].concat();
    writing.write_all(&begun).await.expect("sent");
    let dripping = tokio::spawn(async move {
        while writing.write_all(b"\x82").await.is_ok() && writing.flush().await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    });
    let mut received = Vec::new();
    let ended = timeout(PATIENCE, reading.read_to_end(&mut received)).await;
    dripping.abort();
    let _ = ended.expect("the connection ends");
}

#[tokio::test]
async fn a_head_over_http_2_is_32_kilobytes_at_most() {
    let served = start(generous()).await;
    let mut client = served.connect_http2(1).await;
    let long = |bytes: usize| {
        let request = http::Request::get("https://panel.example/quick");
        request.header("x-filler", "x".repeat(bytes))
    };
    let fits = client.send(long(30_000), Bytes::new()).await;
    assert_eq!(fits.expect("an answer").status(), StatusCode::NO_CONTENT);
    let refused = client.send(long(40_000), Bytes::new()).await;
    let status = refused.map(|response| response.status());
    let is_refused = |status| status == StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    assert!(
        status.as_ref().map_or(true, |status| is_refused(*status)),
        "{status:?}"
    );
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_over_http_2_is_let_go() {
    let served = start(HttpLimits {
        write_timeout: SHORT * 3,
        ..generous()
    })
    .await;
    let mut client = served.connect_http2(1).await;
    let untaken = client.get("/big").await.expect("an answer");
    // What else it asks for it takes, which helps nothing.
    let asking = async {
        while client.get("/quick").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, asking).await.expect("an end");
    drop(untaken);
    let _ = end(client).await;
}

#[tokio::test]
async fn who_takes_too_little_of_an_answer_over_http_2_is_let_go() {
    let served = start(HttpLimits {
        write_timeout: SHORT,
        min_write_rate: u32::MAX,
        ..generous()
    })
    .await;
    let mut client = served.connect_http2(1).await;
    let mut body = client.get("/big").await.expect("an answer").into_body();
    let drip = async {
        while let Some(Ok(piece)) = body.data().await {
            sleep(Duration::from_millis(5)).await;
            let _ = body.flow_control().release_capacity(piece.len().min(1024));
        }
    };
    // All of it would take minutes.
    timeout(PATIENCE, drip).await.expect("an end");
}

#[tokio::test]
async fn a_big_answer_is_taken_whole() {
    let served = start(generous()).await;
    let mut client = served.connect_http2(1).await;
    let body = client.get("/big").await.expect("an answer").into_body();
    assert_eq!(length(body).await, BIG_BYTES);
}

#[tokio::test]
async fn who_gives_up_what_it_asks_for_without_end_is_let_go() {
    let served = start(generous()).await;
    let mut client = served.connect_http2(1).await;
    // A few are what browsers do.
    for _ in 0..50 {
        reset(&mut client).await.expect("a place");
    }
    assert_eq!(client.status("/quick").await, 204);
    let resets = async { while reset(&mut client).await.is_ok() {} };
    timeout(PATIENCE, resets).await.expect("an end");
    let _ = end(client).await;
    // Whoever it is may connect again.
    let mut client = served.connect_http2(1).await;
    assert_eq!(client.status("/quick").await, 204);
}

/// Asks for what takes for ever, and gives it up once it has begun.
async fn reset(client: &mut Http2Client) -> Result<(), h2::Error> {
    let answer = client.get("/endless").await?;
    assert_eq!(answer.status(), StatusCode::OK);
    // What is dropped unread is reset.
    Ok(())
}

#[tokio::test]
async fn a_connection_has_so_many_requests_at_once() {
    let served = start(generous()).await;
    let mut client = served.connect_http2(1).await;
    assert_eq!(client.status("/quick").await, 204);
    assert_eq!(client.requests.current_max_send_streams(), 32);
}

#[tokio::test]
async fn idle_http_2_connections_give_way_and_busy_ones_do_not() {
    let served = start(generous()).await;
    let mut busy = served.connect_http2(1).await;
    let answer = busy.get("/big").await.expect("an answer");
    let idle = served.connect_http2(1).await;
    let _third = served.connect_http2(1).await;
    let _fourth = served.connect_http2(1).await;
    let mut fifth = served.connect_http2(1).await;
    assert_eq!(fifth.status("/quick").await, 204);
    let _ = end(idle).await;
    assert_eq!(busy.status("/quick").await, 204);
    drop(answer);
}

#[tokio::test]
async fn stopping_waits_for_no_idle_http_2_connection_and_for_requests_until_it_is_overdue() {
    let mut served = start(generous()).await;
    let idle = served.connect_http2(1).await;
    let mut asked = served.connect_http2(1).await;
    assert_eq!(asked.status("/quick").await, 204);
    let mut big = served.connect_http2(1).await;
    let answer = big.get("/big").await.expect("an answer");
    let mut endless = served.connect_http2(1).await;
    let mut unending = endless
        .get("/endless")
        .await
        .expect("an answer")
        .into_body();
    // The handshake is not over.
    let _silent = connect_from(2, served.https).await;
    served.shutdown.request();
    assert!(end(idle).await.is_ok());
    assert!(end(asked).await.is_ok());
    assert_eq!(length(answer.into_body()).await, BIG_BYTES);
    served.shutdown.end_now();
    assert!(unending.data().await.is_none_or(|piece| piece.is_err()));
    let serving = served.serving.take().expect("it serves");
    let stopped = timeout(PATIENCE, serving).await.expect("stopped in time");
    assert!(stopped.expect("no panic").is_ok());
}

/// Takes all of a body.
async fn length(mut body: h2::RecvStream) -> usize {
    let mut count = 0;
    while let Some(piece) = body.data().await {
        let length = piece.expect("a piece").len();
        count += length;
        let released = body.flow_control().release_capacity(length);
        released.expect("room for more");
    }
    count
}
