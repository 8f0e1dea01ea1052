//! The token of a one-time link is in no line of the log, whatever is asked for with it.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::Panel;

/// Requests with a token in the place of `{}`: method, path, more headers, body; and the status of
/// the answer. Of a path that is too long there may be none.
const REQUESTS: &[(&str, &str, &str, &str, &str)] = &[
    // The page, by itself and as it comes back from a form.
    ("GET", "/set-password/{}", "", "", "200"),
    ("GET", "http://panel/set-password/{}", "", "", "200"),
    ("GET", "/set-password/{}?__path=%2F&__err={}", "", "", "303"),
    ("HEAD", "/set-password/{}", "", "", "200"),
    // That of a panel user's link: the token is none of theirs.
    ("GET", "/choose-password/{}", "", "", "404"),
    ("GET", "/CHOOSE_password/{}/more", "", "", "404"),
    ("POST", "/api/choose_password_page", OURS, "token={}", "404"),
    ("POST", "/api/choose_password", OURS, WEAK, "404"),
    // Addresses that are like it.
    ("GET", "/set-password/{}/", "", "", "308"),
    ("GET", "/set-password/{}/more", "", "", "404"),
    ("GET", "/set%2Dpassword%2F{}", "", "", "404"),
    ("GET", "/SET-PASSWORD/{}", "", "", "404"),
    ("GET", "/panel/set-password/{}", "", "", "404"),
    ("GET", "/pkg/0123456789abcdef/{}", "", "", "404"),
    ("GET", "/{}", "", "", "404"),
    ("GET", "/?token={}", "", "", "401"),
    // The server functions, also as they are not meant.
    ("POST", "/api/set_password_page", OURS, "token={}", "200"),
    ("POST", "/api/set_password_page", OTHER, "token={}", "403"),
    ("POST", "/api/set_password", OURS, WEAK, "422"),
    ("POST", "/api/set_password", BROWSER, WEAK, "302"),
    ("POST", "/api/set_password", REFERER, WEAK, "422"),
    ("POST", "/api/set_password", OURS, "{}", "400"),
    ("POST", "/api/set_password/{}", OURS, WEAK, "404"),
    ("GET", "/api/set_password?token={}", OURS, "", "403"),
    ("GET", "/api/set_password_page?token={}", OURS, "", "403"),
    // What is refused before anything is looked at.
    ("POST", "/set-password/{}", OTHER, "", "403"),
    ("POST", "/set-password/{}", OURS, "", "405"),
    ("GET", "/set-password/{}<\u{1}", "", "", "400"),
    ("GET", "/set-password/{}/LONG", "", "", ""),
    // And what it is for.
    ("POST", "/api/set_password", BROWSER, GOOD, "302"),
];

const OURS: &str = "sec-fetch-site: same-origin\r\n";
const BROWSER: &str = "sec-fetch-site: same-origin\r\naccept: text/html\r\n";
const REFERER: &str = "sec-fetch-site: same-origin\r\nreferer: http://panel/set-password/{}\r\n";
const OTHER: &str = "origin: https://evil.example\r\n";
const WEAK: &str = "token={}&password=x&again=x";
const GOOD: &str = "token={}&password=lande-Basalte-44-quai&again=lande-Basalte-44-quai";

/// Sends a request as it stands here; answers once the panel has closed the connection.
async fn send(panel: &Panel, request: &str) -> String {
    let address = panel.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // Of one that is too long the panel does not read the end.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_token_is_in_no_line_of_the_log() {
    // All that there is, of every library too.
    let log = tempfile::NamedTempFile::new().expect("a file");
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(Arc::new(log.reopen().expect("a file")))
        .with_ansi(false)
        .init();
    let logged = || std::fs::read_to_string(&log).expect("a log");
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let token = panel.one_time_link("example.com", "example").await;
    // A part of it is a secret too.
    let part = &token[12..28];
    let long = "x".repeat(70_000);
    for (method, path, headers, body, status) in REQUESTS {
        let length = body.replace("{}", &token).len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: panel\r\nconnection: close\r\n{headers}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let request = request.replace("{}", &token).replace("LONG", &long);
        let answer = send(&panel, &request).await;
        let is_expected = answer.starts_with(&format!("HTTP/1.1 {status}")) || status.is_empty();
        assert!(is_expected, "{method} {path} {headers} {body}: {answer}");
        let log = logged();
        let leak = log.lines().find(|line| line.contains(part));
        assert_eq!(leak, None, "{method} {path} {headers} {body}");
    }
    let log = logged();
    assert!(log.contains("path=/set-password…"), "{log}");
    assert!(log.contains("refused a "), "{log}");
    assert!(log.contains("DEBUG"), "{log}");
}
