//! Webhooks as receivers see them: what is sent to a real one, and what is not.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use model::{
    Actor, DeliveryError, DeliveryRow, DeliveryState, DomainName, EventKind, PageNumber, Webhook,
    WebhookId, WebhookUrl,
};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::metrics::{metrics, value};
use crate::support::{FTP_PASSWORD, FtpSession, Panel};

const ACTOR: Actor = Actor::CommandLine;
/// Longer than anything here takes.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A call, as it reached the receiver.
#[derive(Debug)]
struct Call {
    path: String,
    headers: HeaderMap,
    body: String,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().expect("text")
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    fn kind(&self) -> String {
        self.json()["type"].as_str().expect("a type").to_owned()
    }

    /// Whether one of its signatures is by this secret, as Standard Webhooks describes it.
    fn is_signed_by(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = BASE64.decode(key.as_bytes()).expect("base 64");
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let (id, at) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        let signed = format!("{id}.{at}.{}", self.body);
        let signatures = self.header("webhook-signature").split(' ');
        let mut signatures = signatures.filter_map(|one| one.strip_prefix("v1,"));
        signatures.any(|signature| {
            let signature = BASE64.decode(signature.as_bytes()).expect("base 64");
            hmac::verify(&key, signed.as_bytes(), &signature).is_ok()
        })
    }
}

#[derive(Clone)]
struct Shared {
    calls: mpsc::UnboundedSender<Call>,
    /// How many calls of each path came.
    counts: Arc<Mutex<BTreeMap<String, u32>>>,
}

/// A receiver. What it answers, the path says: `/ok`, `/fail-once`, `/fail`, `/hang`, `/redirect`.
struct Receiver {
    address: SocketAddr,
    calls: mpsc::UnboundedReceiver<Call>,
}

impl Receiver {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, calls) = mpsc::unbounded_channel();
        let shared = Shared {
            calls: sender,
            counts: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, calls }
    }

    fn url(&self, path: &str) -> WebhookUrl {
        let url = format!("http://{}{path}", self.address);
        WebhookUrl::parse(&url).expect("an address")
    }

    /// The next call.
    async fn next(&mut self) -> Call {
        let next = timeout(TIMEOUT, self.calls.recv()).await;
        next.expect("a call").expect("a receiver")
    }

    fn is_quiet(&mut self) -> bool {
        self.calls.try_recv().is_err()
    }
}

async fn answer(
    State(shared): State<Shared>,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let path = uri.path().to_owned();
    let count = {
        let mut counts = shared.counts.lock().expect("the counts");
        let count = counts.entry(path.clone()).or_default();
        *count += 1;
        *count
    };
    let call = Call {
        path: path.clone(),
        headers,
        body,
    };
    // The test may be over.
    let _ = shared.calls.send(call);
    match path.as_str() {
        "/hang" => std::future::pending().await,
        "/redirect" => (StatusCode::TEMPORARY_REDIRECT, [("location", "/ok")]).into_response(),
        "/fail-once" if count == 1 => (StatusCode::SERVICE_UNAVAILABLE, "not now").into_response(),
        "/fail" => (StatusCode::INTERNAL_SERVER_ERROR, "no").into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

fn example() -> DomainName {
    DomainName::parse("example.com").expect("a domain")
}

/// A panel whose webhooks may call these networks, with the FTP accounts `example` and `other`.
async fn panel(networks: &str) -> Panel {
    let panel = Panel::configured(|config| {
        config.webhooks.webhook_networks = networks.parse().expect("networks");
        config.metrics.metrics_addr = Some(([127, 0, 0, 1], 0).into());
    })
    .await;
    panel.add_customer("marie").await;
    panel.add_subscription("example.com", "marie").await;
    panel.add_subscription("other.example", "marie").await;
    panel
}

/// Adds a webhook of the whole server, or of `example.com`; its id and secret.
async fn add(
    panel: &Panel,
    of_server: bool,
    name: &str,
    url: WebhookUrl,
    kinds: &[EventKind],
) -> (WebhookId, String) {
    let webhook = Webhook {
        name: name.parse().expect("a name"),
        url,
        kinds: kinds.iter().copied().collect(),
        enabled: true,
    };
    let domain = example();
    let of = (!of_server).then_some(&domain);
    let added = panel.services.webhooks.add(&ACTOR, of, webhook).await;
    let (_, added) = added.expect("a webhook");
    (added.id, added.secret)
}

async fn deliveries(panel: &Panel, id: WebhookId) -> Vec<DeliveryRow> {
    let domain = example();
    let webhooks = &panel.services.webhooks;
    let found = webhooks.deliveries(&ACTOR, Some(&domain), id, PageNumber::FIRST);
    found.await.expect("deliveries").deliveries.rows
}

/// What comes of a test of a webhook of `example.com`.
async fn test(panel: &Panel, id: WebhookId) -> DeliveryRow {
    let domain = example();
    let test = panel.services.webhooks.send_test(&ACTOR, Some(&domain), id);
    test.await.expect("a test");
    let end = Instant::now() + TIMEOUT;
    loop {
        let latest = deliveries(panel, id).await.remove(0);
        if latest.state != DeliveryState::Waiting {
            return latest;
        }
        assert!(Instant::now() < end, "the test is over: {latest:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Uploads a file over FTP.
async fn upload(panel: &Panel, account: &str, file: &str, content: &[u8]) {
    let mut control = BufReader::new(TcpStream::connect(panel.ftp).await.expect("FTP"));
    let mut line = String::new();
    control.read_line(&mut line).await.expect("a greeting");
    let mut ask = async |command: &str| {
        let command = format!("{command}\r\n");
        control
            .get_mut()
            .write_all(command.as_bytes())
            .await
            .expect("sent");
        let mut reply = String::new();
        control.read_line(&mut reply).await.expect("a reply");
        reply
    };
    ask(&format!("USER {account}")).await;
    ask(&format!("PASS {FTP_PASSWORD}")).await;
    ask("TYPE I").await;
    let passive = ask("EPSV").await;
    let port = passive
        .split('|')
        .nth(3)
        .expect("a port")
        .parse()
        .expect("a port");
    let data = TcpStream::connect((panel.ftp.ip(), port)).await;
    let mut data = data.expect("a data connection");
    assert!(ask(&format!("STOR {file}")).await.starts_with("150"));
    data.write_all(content).await.expect("sent");
    data.shutdown().await.expect("the end");
    drop(data);
    let mut end = String::new();
    control.read_line(&mut end).await.expect("a reply");
    assert!(end.starts_with("226"), "{end}");
}

#[tokio::test]
async fn an_upload_makes_a_signed_call() {
    let panel = panel("127.0.0.0/8").await;
    let mut receiver = Receiver::start().await;
    let url = receiver.url("/ok?token=1");
    let (id, secret) = add(&panel, false, "Deploy", url, &[EventKind::FtpUploaded]).await;
    upload(&panel, "example", "index.html", b"hello").await;
    let call = receiver.next().await;
    assert!(call.is_signed_by(&secret));
    assert!(!call.is_signed_by("whsec_AAAA"));
    assert_eq!(call.header("content-type"), "application/json");
    let json = call.json();
    assert_eq!(
        (call.path.as_str(), &json["type"]),
        ("/ok", &"ftp.uploaded".into())
    );
    let data = &json["data"];
    let expected = [
        ("subscription", Value::from("example.com")),
        ("account", "example".into()),
        ("path", "/index.html".into()),
        ("bytes", 5.into()),
        ("complete", true.into()),
    ];
    for (key, value) in expected {
        assert_eq!(data[key], value, "{key}");
    }
    let latest = test(&panel, id).await;
    assert_eq!(latest.state, DeliveryState::Delivered);
    let call = receiver.next().await;
    assert_eq!(call.kind(), "webhook.test");
    assert_eq!(call.header("webhook-id"), latest.event.as_str());
}

#[tokio::test]
async fn what_is_not_taken_is_told_again_in_order_and_nobody_else_waits_for_it() {
    let panel = panel("127.0.0.1").await;
    let mut receiver = Receiver::start().await;
    let kinds = [EventKind::FtpFolderMade];
    let url = receiver.url("/fail-once");
    add(&panel, true, "All", url, &kinds).await;
    let (mut paul, _) = FtpSession::sign_in(&panel, "example", FTP_PASSWORD).await;
    let (mut lea, _) = FtpSession::sign_in(&panel, "other", FTP_PASSWORD).await;
    paul.send("MKD first").await;
    let refused = receiver.next().await;
    paul.send("MKD second").await;
    lea.send("MKD third").await;
    let mut told = Vec::new();
    for _ in 0..3 {
        let call = receiver.next().await;
        let path = call.json()["data"]["path"]
            .as_str()
            .expect("a path")
            .to_owned();
        told.push((path, call.header("webhook-id").to_owned()));
    }
    let paths: Vec<&str> = told.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/third", "/first", "/second"]);
    assert_eq!(refused.header("webhook-id"), told[1].1);
}

#[tokio::test]
async fn a_receiver_that_hangs_holds_up_nobody() {
    let panel = panel("127.0.0.1").await;
    let (mut hanging, mut other) = (Receiver::start().await, Receiver::start().await);
    let kinds = [EventKind::FtpFolderMade];
    let (hangs, _) = add(&panel, false, "Hangs", hanging.url("/hang"), &kinds).await;
    add(&panel, false, "Works", other.url("/ok"), &kinds).await;
    let (mut paul, _) = FtpSession::sign_in(&panel, "example", FTP_PASSWORD).await;
    for folder in ["a", "b", "c"] {
        paul.send(&format!("MKD {folder}")).await;
    }
    hanging.next().await;
    for folder in ["/a", "/b", "/c"] {
        assert_eq!(other.next().await.json()["data"]["path"], folder);
    }
    // All that is told there is the first, over and over.
    let waiting = deliveries(&panel, hangs).await;
    assert!(
        waiting
            .iter()
            .all(|row| row.state == DeliveryState::Waiting)
    );
    assert!(hanging.is_quiet());
}

#[tokio::test]
async fn what_was_answered_is_said_and_a_redirect_is_not_followed() {
    let panel = panel("127.0.0.1").await;
    let mut receiver = Receiver::start().await;
    let kinds = [EventKind::FtpUploaded];
    for (path, status, error, answer) in [
        ("/redirect", 307, DeliveryError::Redirect, ""),
        ("/fail", 500, DeliveryError::Status, "no"),
    ] {
        let (id, _) = add(&panel, false, path, receiver.url(path), &kinds).await;
        let latest = test(&panel, id).await;
        assert_eq!(receiver.next().await.path, path);
        assert!(receiver.is_quiet());
        let last = latest.last.expect("an attempt");
        assert_eq!(latest.state, DeliveryState::GivenUp, "{path}");
        assert_eq!((last.status, last.error), (Some(status), Some(error)));
        assert_eq!(last.answer, answer);
    }
}

#[tokio::test]
async fn the_server_s_own_network_is_not_called_unless_a_setting_allows_it() {
    let panel = panel("").await;
    let mut receiver = Receiver::start().await;
    let port = receiver.address.port();
    let kinds = [EventKind::FtpUploaded];
    for (number, (url, error)) in [
        (
            format!("https://127.0.0.1:{port}/ok"),
            DeliveryError::AddressRefused,
        ),
        (
            format!("http://127.0.0.1:{port}/ok"),
            DeliveryError::AddressRefused,
        ),
        (
            format!("http://localhost:{port}/ok"),
            DeliveryError::AddressRefused,
        ),
        (
            format!("http://2130706433:{port}/ok"),
            DeliveryError::AddressRefused,
        ),
        (
            format!("http://[::ffff:127.0.0.1]:{port}/ok"),
            DeliveryError::AddressRefused,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let parsed = WebhookUrl::parse(&url).expect(&url);
        let (id, _) = add(&panel, false, &number.to_string(), parsed, &kinds).await;
        let last = test(&panel, id).await.last.expect("an attempt");
        assert_eq!((last.status, last.error), (None, Some(error)), "{url}");
    }
    assert!(receiver.is_quiet());
}

#[tokio::test]
async fn a_call_that_brings_no_answer_says_why() {
    let panel = panel("127.0.0.1").await;
    let receiver = Receiver::start().await;
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let closed = free.local_addr().expect("an address");
    drop(free);
    let kinds = [EventKind::FtpUploaded];
    for (name, url, error) in [
        (
            "tls",
            format!("https://{}/", receiver.address),
            DeliveryError::Tls,
        ),
        (
            "closed",
            format!("http://{closed}/"),
            DeliveryError::NotConnected,
        ),
        (
            "no name",
            "https://nothing.invalid/".to_owned(),
            DeliveryError::NameNotFound,
        ),
    ] {
        let url = WebhookUrl::parse(&url).expect("an address");
        let (id, _) = add(&panel, false, name, url, &kinds).await;
        let last = test(&panel, id).await.last.expect("an attempt");
        assert_eq!(last.error, Some(error), "{name}");
    }
}

#[tokio::test]
async fn what_came_of_deliveries_is_counted_and_what_waits() {
    let panel = panel("127.0.0.1").await;
    let mut receiver = Receiver::start().await;
    let outcomes = async || {
        let metrics = metrics(&panel).await;
        ["delivered", "failed", "given_up"].map(|outcome| {
            let series = format!("berth_webhook_deliveries_total{{outcome=\"{outcome}\"}}");
            value(&metrics, &series)
        })
    };
    let before = outcomes().await;
    let kinds = [EventKind::FtpAccountAdded];
    let (takes, _) = add(&panel, false, "Takes", receiver.url("/ok"), &[]).await;
    let (fails, _) = add(&panel, false, "Fails", receiver.url("/fail"), &kinds).await;
    test(&panel, takes).await;
    test(&panel, fails).await;
    // A test is given up at once, and what else there is to tell is attempted again.
    panel.add_ftp_account("example.com", "paul").await;
    while receiver.next().await.kind() == "webhook.test" {}
    let end = Instant::now() + TIMEOUT;
    loop {
        let now = outcomes().await;
        let since: Vec<f64> = now.iter().zip(before).map(|(now, was)| now - was).collect();
        if since == [1.0, 1.0, 1.0] {
            break;
        }
        assert!(Instant::now() < end, "{since:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panel
        .services
        .webhooks
        .bound_queues()
        .await
        .expect("bounds");
    let metrics = metrics(&panel).await;
    assert_eq!(value(&metrics, "berth_webhook_deliveries_waiting"), 1.0);
}
