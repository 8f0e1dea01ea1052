//! « Sessions FTP »: what is told while FTP clients are at work, to whom, and until when.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use app::api::ftp_sessions::FtpSessionsScreen;
use model::{
    Actor, AppError, FtpActivityFilter, FtpDirection, FtpEventKind, FtpProtocol, FtpSessionRow,
    PageNumber,
};
use reqwest::Response;
use reqwest::header::{ACCEPT, COOKIE};
use services::WebspacePlaces;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Browser, CUSTOMER_PASSWORD, FTP_PASSWORD, Panel, problem};

const STREAM: &str = "/api/ftp_sessions/stream";
const OF_ALICE: &str = "/api/ftp_sessions/stream?domain=alice.example";
const OF_BOB: &str = "/api/ftp_sessions/stream?domain=bob.example";
const OF_NOBODY: &str = "/api/ftp_sessions/stream?domain=-";
/// Longer than anything here takes, on a machine that is busy with other tests.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A panel with the customers Alice and Bob, each of whom owns a subscription.
async fn two_customers() -> (Panel, Browser) {
    let panel = Panel::start().await;
    for login in ["alice", "bob"] {
        panel.add_customer(login).await;
        panel
            .add_subscription(&format!("{login}.example"), login)
            .await;
    }
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    (panel, alice)
}

/// An open event stream.
struct Events {
    response: Response,
    text: String,
}

impl Events {
    async fn open(browser: &Browser, path: &str) -> Self {
        let request = browser.get(path).header(ACCEPT, "text/event-stream");
        let request = request.header(COOKIE, &browser.cookies);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self {
            response,
            text: String::new(),
        }
    }

    /// The rows of the next event; none when the stream has ended.
    async fn next(&mut self) -> Option<Vec<FtpSessionRow>> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(rows) = event.strip_prefix("data: ") {
                    return Some(serde_json::from_str(rows).expect("rows"));
                }
                continue;
            }
            let chunk = timeout(TIMEOUT, self.response.chunk()).await;
            // A connection that breaks is an end as well.
            let chunk = chunk.expect("an event in time").ok().flatten()?;
            self.text.push_str(&String::from_utf8_lossy(&chunk));
        }
    }

    /// The first rows of which something holds.
    async fn until(&mut self, holds: impl Fn(&[FtpSessionRow]) -> bool) -> Vec<FtpSessionRow> {
        loop {
            let rows = self.next().await.expect("the stream goes on");
            if holds(&rows) {
                return rows;
            }
        }
    }
}

/// An FTP client, by hand.
struct Client {
    control: BufReader<TcpStream>,
}

impl Client {
    async fn sign_in(server: SocketAddr, name: &str) -> Self {
        let control = TcpStream::connect(server).await.expect("a connection");
        let mut client = Self {
            control: BufReader::new(control),
        };
        assert!(client.reply().await.starts_with("220"));
        client.send(&format!("USER {name}"), "331").await;
        client.send(&format!("PASS {FTP_PASSWORD}"), "230").await;
        client
    }

    async fn send(&mut self, line: &str, code: &str) -> String {
        let line = format!("{line}\r\n");
        let sent = self.control.write_all(line.as_bytes()).await;
        sent.expect("sent");
        let reply = self.reply().await;
        assert!(reply.starts_with(code), "{line}: {reply}");
        reply
    }

    async fn reply(&mut self) -> String {
        let mut line = String::new();
        let read = timeout(TIMEOUT, self.control.read_line(&mut line)).await;
        read.expect("a reply in time").expect("a reply");
        line
    }

    /// Begins an upload that never ends by itself.
    async fn begin_upload(&mut self, name: &str, bytes: usize) -> TcpStream {
        let reply = self.send("EPSV", "229").await;
        let port = reply.split('|').nth(3).expect("a port");
        let port: u16 = port.parse().expect("a port");
        let mut data = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("a data connection");
        self.send(&format!("STOR {name}"), "150").await;
        data.write_all(&vec![b'x'; bytes]).await.expect("sent");
        data
    }
}

#[tokio::test]
async fn an_upload_is_seen_as_it_happens_and_ended() {
    let (panel, alice) = two_customers().await;
    let mut events = Events::open(&alice, OF_ALICE).await;
    assert_eq!(events.next().await, Some(vec![]), "at once");

    let mut client = Client::sign_in(panel.ftp, "alice").await;
    let _bob = Client::sign_in(panel.ftp, "bob").await;
    let mut data = client.begin_upload("film.mp4", 100_000).await;
    let is_moving = |rows: &[FtpSessionRow], bytes| {
        let transfer = rows.first().and_then(|row| row.transfer.as_ref());
        transfer.is_some_and(|transfer| transfer.bytes == bytes)
    };
    let rows = events.until(|rows| is_moving(rows, 100_000)).await;
    assert_eq!(rows.len(), 1, "bob's is not alice's");
    assert_eq!(rows[0].account.as_str(), "alice");
    assert_eq!(rows[0].domain.as_str(), "alice.example");
    assert_eq!(rows[0].address, "127.0.0.1");
    assert_eq!(rows[0].protocol, FtpProtocol::Ftp);
    let transfer = rows[0].transfer.as_ref().expect("a transfer");
    assert_eq!(transfer.direction, FtpDirection::Upload);
    assert_eq!(transfer.path, "/film.mp4");
    data.write_all(&[b'x'; 50_000]).await.expect("sent");
    events.until(|rows| is_moving(rows, 150_000)).await;

    let id = rows[0].id.0.to_string();
    let end = [("domain", "alice.example"), ("session", id.as_str())];
    let answer = alice.call("end_ftp_session", &end).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let list = "/subscriptions/alice.example/sessions?done=";
    assert!(answer.location().starts_with(list), "{answer:?}");
    loop {
        // Before the farewell, the upload's own end may be told.
        let reply = client.reply().await;
        if reply.starts_with("421") {
            break;
        }
        assert!(reply.starts_with("426"), "{reply}");
    }
    let mut rest = [0; 16];
    assert!(matches!(data.read(&mut rest).await, Ok(0) | Err(_)));
    events.until(<[_]>::is_empty).await;

    let done = answer.location().split("done=").nth(1).expect("a key");
    let asked = [("domain", "alice.example"), ("done", done)];
    let screen = alice.read("ftp_sessions_page", &asked).await;
    let screen: FtpSessionsScreen = serde_json::from_str(&screen.text).expect("a screen");
    assert!(screen.sessions.is_empty());
    assert!(screen.receipt.is_some());
    let again = alice.call("end_ftp_session", &end).await;
    assert_eq!(again.status, 404, "{again:?}");
    assert_eq!(problem(&again), AppError::SessionOver);
}

#[tokio::test]
async fn what_was_done_is_in_the_activity_and_so_is_the_last_sign_in() {
    let mut panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("alice.example", "alice").await;
    let domain = "alice.example".parse().expect("a domain");
    let mut client = Client::sign_in(panel.ftp, "alice").await;
    client.send("MKD photos", "257").await;
    let mut data = client.begin_upload("photos/a.txt", 5).await;
    data.shutdown().await.expect("the end of the file");
    assert!(client.reply().await.starts_with("226"));
    client.send("RNFR photos/a.txt", "350").await;
    client.send("RNTO photos/b.txt", "250").await;
    let _open = client.begin_upload("half.txt", 10).await;

    let events = async |panel: &Panel| -> Vec<FtpEventKind> {
        let filter = FtpActivityFilter::default();
        let list = panel
            .services
            .ftp_activity
            .list(&Actor::CommandLine, &domain, filter, PageNumber::FIRST)
            .await
            .expect("a list");
        list.activity
            .rows
            .into_iter()
            .map(|row| row.event)
            .collect()
    };
    let started = Instant::now();
    while events(&panel).await.len() < 4 {
        assert!(started.elapsed() < TIMEOUT, "{:?}", events(&panel).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let found = events(&panel).await;
    let rename = FtpEventKind::Renamed {
        from: "/photos/a.txt".to_owned(),
        to: "/photos/b.txt".to_owned(),
    };
    assert_eq!(found[0], rename);
    let FtpEventKind::Uploaded(upload) = &found[1] else {
        unreachable!("{found:?}");
    };
    assert_eq!((upload.path.as_str(), upload.bytes), ("/photos/a.txt", 5));
    assert!(upload.complete);
    assert_eq!(found[2], FtpEventKind::FolderMade("/photos".to_owned()));
    assert_eq!(found[3], FtpEventKind::SignedIn);
    let name = "alice".parse().expect("a name");
    let view = panel
        .services
        .ftp_accounts
        .find(&Actor::CommandLine, &name)
        .await
        .expect("an account");
    assert!(view.last_sign_in_at.is_some());

    // What is cut short because the server stops is written all the same, before it has stopped.
    panel.stop();
    panel.stopped().await;
    let storage = panel.storage();
    let services =
        server::application::open_services(&storage, WebspacePlaces::new(&storage.data_dir)).await;
    panel.services = services.expect("the same database");
    let found = events(&panel).await;
    let FtpEventKind::Uploaded(upload) = &found[0] else {
        unreachable!("{found:?}");
    };
    assert_eq!(
        (upload.path.as_str(), upload.complete),
        ("/half.txt", false)
    );
}

#[tokio::test]
async fn sessions_are_told_to_those_who_may_see_them() {
    let (panel, alice) = two_customers().await;
    let administrator = panel.administrator().await;
    let anonymous = panel.browser();
    for (browser, path, status, expected) in [
        (&anonymous, STREAM, 401, AppError::NotSignedIn),
        (&anonymous, OF_ALICE, 401, AppError::NotSignedIn),
        (&alice, STREAM, 403, AppError::AdministratorsOnly),
        (&alice, OF_BOB, 404, AppError::NotFound),
        (&alice, OF_NOBODY, 404, AppError::NotFound),
        (&administrator, OF_NOBODY, 404, AppError::NotFound),
    ] {
        let request = browser.get(path).header(ACCEPT, "text/event-stream");
        let answer = browser.send(request).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        assert_eq!(problem(&answer), expected, "{path}");
    }
    let mut all = Events::open(&administrator, STREAM).await;
    let _bob = Client::sign_in(panel.ftp, "bob").await;
    let rows = all.until(|rows| !rows.is_empty()).await;
    assert_eq!(rows[0].domain.as_str(), "bob.example");

    let page = alice.open("/sessions").await;
    assert_eq!(page.status, 403, "{page:?}");
    assert_eq!(administrator.open("/sessions").await.status, 200);
}

#[tokio::test]
async fn a_stream_ends_with_its_person_s_session() {
    let (_panel, alice) = two_customers().await;
    let mut events = Events::open(&alice, OF_ALICE).await;
    assert_eq!(events.next().await, Some(vec![]));
    assert_eq!(alice.call("sign_out", &[]).await.status, 200);
    let left = Instant::now();
    assert_eq!(events.next().await, None);
    assert!(left.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_stream_ends_when_another_session_of_the_person_ends_its_own() {
    let (panel, alice) = two_customers().await;
    let elsewhere = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let mut events = Events::open(&alice, OF_ALICE).await;
    assert_eq!(events.next().await, Some(vec![]));
    let ended = elsewhere.call("end_other_panel_sessions", &[]).await;
    assert_eq!(ended.status, 200, "{ended:?}");
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_stream_does_not_keep_the_server_from_stopping() {
    let (mut panel, alice) = two_customers().await;
    let mut events = Events::open(&alice, OF_ALICE).await;
    assert_eq!(events.next().await, Some(vec![]));
    let stopping = Instant::now();
    panel.stop();
    panel.stopped().await;
    // Requests that go on are given five seconds, and idle connections none.
    assert!(stopping.elapsed() < Duration::from_secs(4));
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn one_person_has_few_streams() {
    let (panel, alice) = two_customers().await;
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(Events::open(&alice, OF_ALICE).await);
    }
    let one_more = async || {
        let request = alice.get(OF_ALICE).header(ACCEPT, "text/event-stream");
        alice.send(request.timeout(TIMEOUT)).await
    };
    let refused = one_more().await;
    assert_eq!(refused.status, 503, "{refused:?}");
    assert_eq!(problem(&refused), AppError::Busy);
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    let _bobs = Events::open(&bob, OF_BOB).await;

    drop(open.pop());
    let started = Instant::now();
    loop {
        let request = alice.get(OF_ALICE).header(ACCEPT, "text/event-stream");
        let request = request.header(COOKIE, &alice.cookies);
        let response = request.send().await.expect("an answer");
        if response.status() == 200 {
            break;
        }
        assert!(started.elapsed() < TIMEOUT, "a place is given back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
