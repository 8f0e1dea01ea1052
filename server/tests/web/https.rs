//! The panel over HTTPS by itself.

use std::path::Path;

use hyper::body::Bytes;
use rustls::HandshakeKind;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use server::config::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{
    Browser, CUSTOMER_PASSWORD, HTTP1, HTTP2, Http2Client, Panel, TlsClient, connect_from, form,
    says, text,
};

async fn start(change: impl FnOnce(&mut Config)) -> Panel {
    Panel::configured(|config| {
        config.http.https_addr = Some(([127, 0, 0, 1], 0).into());
        change(config);
    })
    .await
}

/// TLS that trusts the certificate that the panel made.
fn tls(panel: &Panel) -> TlsClient {
    let file = panel.storage().data_dir.join("ftp-certificate.pem");
    TlsClient::trusting(CertificateDer::from_pem_file(file).expect("a certificate"))
}

async fn connect(panel: &Panel) -> Http2Client {
    let tcp = connect_from(1, panel.https.expect("HTTPS")).await;
    let stream = tls(panel).secure(tcp, &[HTTP2, HTTP1]).await;
    Http2Client::over(stream.expect("a handshake")).await
}

fn set_cookies(response: &http::Response<h2::RecvStream>) -> Vec<String> {
    let all = response.headers().get_all("set-cookie").iter();
    all.map(|one| one.to_str().expect("text").to_owned())
        .collect()
}

#[tokio::test]
async fn http_2_and_http_1_are_served_with_their_headers() {
    let panel = start(|_| {}).await;
    let mut client = connect(&panel).await;
    let response = client.get("/login").await.expect("an answer");
    assert_eq!(response.status(), 200);
    let strict = &response.headers()["strict-transport-security"];
    assert_eq!(strict, "max-age=31536000");
    let page = text(response.into_body()).await;
    assert!(page.contains("<form"), "{page}");

    let tcp = connect_from(1, panel.https.expect("HTTPS")).await;
    let stream = tls(&panel).secure(tcp, &[HTTP1]).await;
    let mut stream = stream.expect("a handshake");
    let request = b"GET /login HTTP/1.1\r\nHost: panel\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.expect("sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("an answer and close_notify");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains("strict-transport-security: max-age=31536000\r\n"),
        "{answer}"
    );
}

#[tokio::test]
async fn one_signs_in_over_http_2_with_cookies_for_this_host_over_https_only() {
    let panel = start(|_| {}).await;
    let mut client = connect(&panel).await;
    let authority = panel.https.expect("HTTPS").to_string();
    let origin = format!("https://{authority}");
    let body = form(&[("login", "admin"), ("password", &panel.admin_password)]);
    let sign_in = http::Request::post(format!("{origin}/api/sign_in"))
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        // Not what fetch metadata says: our own origin has to be known.
        .header("origin", &origin);
    let response = client
        .send(sign_in, Bytes::from(body))
        .await
        .expect("an answer");
    assert_eq!(response.status(), 200);
    let cookies = set_cookies(&response);
    assert!(cookies.len() >= 2, "{cookies:?}");
    for cookie in &cookies {
        assert!(
            cookie.starts_with("__Host-berth-") && cookie.contains("; Secure"),
            "{cookie}"
        );
    }
    // Browsers send each cookie in a line of its own (RFC 9113, 8.2.3).
    let mut account = http::Request::get(format!("{origin}/account")).header("accept", "text/html");
    for cookie in &cookies {
        account = account.header("cookie", cookie.split(';').next().unwrap_or_default());
    }
    let response = client.send(account, Bytes::new()).await.expect("an answer");
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn whoever_offers_other_protocols_is_refused_and_sessions_are_resumed() {
    let panel = start(|_| {}).await;
    let (tls, https) = (tls(&panel), panel.https.expect("HTTPS"));
    let ftp = tls.secure(connect_from(1, https).await, &[b"ftp"]).await;
    assert!(ftp.is_err());
    let mut kinds = Vec::new();
    for _ in 0..2 {
        let stream = tls.secure(connect_from(1, https).await, &[HTTP1]).await;
        let mut stream = stream.expect("a handshake");
        let request = b"GET /health HTTP/1.1\r\nHost: panel\r\nConnection: close\r\n\r\n";
        stream.write_all(request).await.expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        kinds.push(stream.get_ref().1.handshake_kind());
    }
    assert_eq!(
        kinds,
        [Some(HandshakeKind::Full), Some(HandshakeKind::Resumed)]
    );
}

#[tokio::test]
async fn plain_http_leads_to_https() {
    let panel = start(|_| {}).await;
    let port = panel.https.expect("HTTPS").port();
    let browser = panel.browser();
    let login = browser.open("/login?next=%2Faccount").await;
    assert_eq!(login.status, 308);
    let expected = format!("https://127.0.0.1:{port}/login?next=%2Faccount");
    assert_eq!(login.location(), expected);
    assert_eq!(login.header("cache-control"), "no-store");
    let answer = browser
        .call("sign_in", &[("login", "admin"), ("password", "x")])
        .await;
    assert_eq!((answer.status, answer.set_cookies().len()), (308, 0));
    let missing = browser.open("/pkg/none.js").await;
    assert_eq!(missing.status, 308);
    assert_eq!(browser.open("/health").await.status, 204);
    // Nobody is believed about the scheme who is no trusted proxy.
    let claims = browser.get("/login").header("x-forwarded-proto", "https");
    assert_eq!(browser.send(claims).await.status, 308);
    let no_host = browser.get("/login").header("host", "evil.example/@");
    assert_eq!(browser.send(no_host).await.status, 400);
}

#[tokio::test]
async fn a_trusted_proxy_that_speaks_https_is_answered_and_one_that_does_not_is_led_there() {
    let panel = start(|config| {
        config.http.trusted_proxies = "127.0.0.1".parse().expect("a proxy");
    })
    .await;
    let mut browser = panel.browser();
    browser.headers = vec![
        ("x-forwarded-proto", "https".to_owned()),
        ("x-forwarded-for", "203.0.113.9".to_owned()),
    ];
    assert_eq!(browser.open("/login").await.status, 200);
    browser.headers = vec![
        ("x-forwarded-proto", "http".to_owned()),
        ("x-forwarded-host", "panel.example".to_owned()),
        ("x-forwarded-for", "203.0.113.9".to_owned()),
    ];
    let login = browser.open("/login").await;
    assert_eq!(
        (login.status, login.location()),
        (308, "https://panel.example/login")
    );
    // It asks for a client elsewhere, who is not this machine.
    assert_eq!(browser.open("/health").await.status, 308);
}

#[tokio::test]
async fn where_the_settings_say_where_the_panel_is_plain_http_leads_there() {
    let panel = start(|config| {
        config.http.public_url = model::PublicUrl::parse("https://panel.example");
    })
    .await;
    let answer = panel.browser().open("/login").await;
    assert_eq!(
        (answer.status, answer.location()),
        (308, "https://panel.example/login")
    );
}

/// Puts a certificate of the year 2025 and its key into a folder.
fn write_expired(folder: &Path) {
    let mut params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    params.not_after = rcgen::date_time_ymd(2025, 1, 2);
    let key = rcgen::KeyPair::generate().expect("a key");
    let made = params.self_signed(&key).expect("a certificate");
    std::fs::write(folder.join("chain.pem"), made.pem()).expect("a file");
    std::fs::write(folder.join("key.pem"), key.serialize_pem()).expect("a file");
}

#[tokio::test]
async fn administrators_are_told_of_a_certificate_that_has_expired() {
    let certificates = tempfile::tempdir().expect("a folder");
    write_expired(certificates.path());
    // Over plain HTTP through a proxy that speaks HTTPS, since no client takes that certificate.
    let panel = start(|config| {
        config.http.trusted_proxies = "127.0.0.1".parse().expect("a proxy");
        config.tls.https_certificate = Some(certificates.path().join("chain.pem"));
        config.tls.https_key = Some(certificates.path().join("key.pem"));
    })
    .await;
    let proxied = || {
        let mut browser = panel.browser();
        browser.headers = vec![
            ("x-forwarded-proto", "https".to_owned()),
            ("x-forwarded-for", "203.0.113.9".to_owned()),
        ];
        browser
    };
    let told = |page: &crate::support::Answer| {
        [
            "The panel's certificate (HTTPS) expired on",
            "Le certificat du panneau (HTTPS) a expiré le",
            "(FTPS)",
        ]
        .map(|sentence| says(page, sentence))
    };
    let mut administrator: Browser = proxied();
    administrator.sign_in("admin", &panel.admin_password).await;
    let page = administrator.open("/").await;
    assert_eq!(told(&page), [true, false, false], "{}", page.text);
    assert!(
        page.text.contains(r#"datetime="2025-01-02T00:00:00Z""#),
        "{}",
        page.text
    );
    let answer = administrator
        .call("choose_locale", &[("locale", "fr")])
        .await;
    administrator.keep_cookies(&answer);
    let page = administrator.open("/").await;
    assert_eq!(told(&page), [false, true, false], "{}", page.text);

    panel.add_customer("marie").await;
    let mut customer = proxied();
    customer.sign_in("marie", CUSTOMER_PASSWORD).await;
    let page = customer.open("/").await;
    assert_eq!(page.status, 200);
    assert_eq!(told(&page), [false; 3], "{}", page.text);
}

#[tokio::test]
async fn the_api_answers_no_token_that_came_unencrypted() {
    let panel = start(|_| {}).await;
    let client = reqwest::Client::new();
    let asked = |path: &str| client.get(format!("{}/api/v1{path}", panel.address)).send();
    let refused = asked("/subscriptions/example.com/ftp-accounts").await;
    let refused = refused.expect("an answer");
    assert_eq!(refused.status(), 403);
    let problem = refused.text().await.expect("a text");
    assert!(problem.contains("\"code\":\"https_required\""), "{problem}");
    // A redirect would have its client send the token again, and nobody would notice.
    assert!(!problem.contains("token_missing"), "{problem}");
    let mut encrypted = connect(&panel).await;
    let answer = encrypted
        .get("/api/v1/subscriptions/example.com/ftp-accounts")
        .await;
    assert_eq!(answer.expect("an answer").status(), 401);
}
