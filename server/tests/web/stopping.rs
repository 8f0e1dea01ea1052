//! Connections, and their end.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::Panel;

async fn connect(panel: &Panel) -> TcpStream {
    let address = panel.address.trim_start_matches("http://");
    TcpStream::connect(address).await.expect("a connection")
}

#[tokio::test]
async fn stopping_waits_for_no_idle_connection() {
    let mut panel = Panel::start().await;
    let mut idle = connect(&panel).await;
    idle.write_all(b"GET /health HTTP/1.1\r\nHost: panel\r\n\r\n")
        .await
        .expect("sent");
    let mut answer = [0; 12];
    idle.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 204");
    let mut silent = connect(&panel).await;
    let mut slow = connect(&panel).await;
    slow.write_all(b"GET / HT").await.expect("sent");

    let started = Instant::now();
    panel.stop();
    tokio::time::timeout(Duration::from_secs(10), panel.stopped())
        .await
        .expect("stopped in time");
    assert!(started.elapsed() < Duration::from_secs(9));
    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
}

#[tokio::test]
async fn an_answer_under_way_is_sent_whole_unless_it_is_overdue() {
    /// More than the buffers between the two hold.
    const LENGTH: usize = 16 * 1024 * 1024;
    for is_overdue in [false, true] {
        let path = "pkg/0123456789abcdef/big.bin";
        // What the panel serves is read when it starts.
        let mut panel = Panel::configured(|config| {
            let site = config.http.site.site_dir.clone().expect("a folder");
            let file = std::fs::File::create(site.join(path)).expect("a file");
            file.set_len(LENGTH as u64).expect("a length");
        })
        .await;
        let mut client = connect(&panel).await;
        let request = format!("GET /{path} HTTP/1.1\r\nHost: panel\r\n\r\n");
        client.write_all(request.as_bytes()).await.expect("sent");
        let mut begin = vec![0; 4096];
        client.read_exact(&mut begin).await.expect("an answer");
        panel.stop();
        if is_overdue {
            panel.stop_now();
            panel.stopped().await;
        }
        let mut rest = Vec::new();
        let _ = client.read_to_end(&mut rest).await;
        let all = [begin, rest].concat();
        let head = all.windows(4).position(|four| four == b"\r\n\r\n");
        let body = all.len() - head.expect("a head") - 4;
        assert_eq!(body == LENGTH, !is_overdue, "{body}");
        panel.stopped().await;
    }
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let panel = Panel::start().await;
    let mut endless = connect(&panel).await;
    let line = format!("x-filler: {}\r\n", "x".repeat(1000));
    let mut head = b"GET / HTTP/1.1\r\nHost: panel\r\n".to_vec();
    for _ in 0..200 {
        head.extend_from_slice(line.as_bytes());
    }
    // The panel may close before it has read all of it.
    let _ = endless.write_all(&head).await;
    let mut answer = Vec::new();
    let _ = endless.read_to_end(&mut answer).await;
    assert!(
        answer.is_empty() || answer.starts_with(b"HTTP/1.1 431"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}
