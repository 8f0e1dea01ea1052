//! How an upload ends, whatever happens in whichever order: the table of the engine's README.
//!
//! With `BERTH_UPLOAD_ROUNDS=250` each case is tried 1,000 times, while other threads keep the
//! processors busy.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use ftp::{EndReason, Limits};

use crate::raw::{Raw, Wire};
use crate::server::{NAME, PASSWORD, TestServer, eventually, noise};

/// What a client does while its upload is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// It closes the data connection and reads the reply.
    Closes,
    /// It closes the data connection, says QUIT, closes, and never reads a reply.
    QuitsAtOnce,
    /// It closes the data connection, and some time later the other one, without QUIT.
    LeavesLater,
    /// It says ABOR, and waits.
    Aborts,
    /// It says ABOR, and closes the data connection at once after.
    AbortsAndCloses,
    /// It is killed: its system closes what it had open, here the control connection first.
    KilledControlFirst,
    /// The same, the data connection first.
    KilledDataFirst,
    /// The data connection is reset.
    Resets,
    /// Nothing comes any more.
    Stalls,
    /// Somebody ends its session.
    IsEnded,
}

const CASES: [Case; 10] = [
    Case::Closes,
    Case::QuitsAtOnce,
    Case::LeavesLater,
    Case::Aborts,
    Case::AbortsAndCloses,
    Case::KilledControlFirst,
    Case::KilledDataFirst,
    Case::Resets,
    Case::Stalls,
    Case::IsEnded,
];

impl Case {
    fn is_complete(self) -> bool {
        matches!(self, Self::Closes | Self::QuitsAtOnce | Self::LeavesLater)
    }
}

fn rounds() -> Option<usize> {
    let rounds = std::env::var("BERTH_UPLOAD_ROUNDS").ok()?;
    Some(rounds.parse().unwrap())
}

/// Keeps the processors busy until it is dropped.
struct Load(Arc<AtomicBool>);

impl Load {
    fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        for _ in 0..3 {
            let stop = Arc::clone(&stop);
            std::thread::spawn(move || while !stop.load(Ordering::Relaxed) {});
        }
        Self(stop)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn server() -> TestServer {
    TestServer::with(|config| {
        config.limits = Limits {
            stall_timeout: Duration::from_millis(300),
            max_sessions_per_address: 500,
            max_sessions_per_account: 500,
            ..config.limits.clone()
        };
    })
}

/// A client whose upload has begun.
struct Uploading {
    control: Raw,
    data: Wire,
}

impl Uploading {
    fn begin(server: &TestServer, tls: bool, line: &str) -> Self {
        let mut control = if tls {
            Raw::signed_in_tls(server)
        } else {
            Raw::signed_in(server)
        };
        let data = control.data();
        control.expect(line, "150");
        let data = if tls {
            control.secured(data).unwrap()
        } else {
            Wire::Plain(data)
        };
        Self { control, data }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.data.write_all(bytes).unwrap();
        self.data.flush().unwrap();
    }

    /// Closes the data connection as a client does that has sent all; the server may have reset it.
    fn close_data(&mut self) {
        if let Wire::Tls(tls) = &mut self.data {
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
        let _ = tcp(&self.data).shutdown(Shutdown::Write);
    }

    fn happens(mut self, case: Case, server: &TestServer) {
        match case {
            Case::Closes => {
                self.close_data();
                self.control.expect_reply("226");
            }
            Case::QuitsAtOnce => {
                self.close_data();
                self.control.send(b"QUIT\r\n");
            }
            Case::LeavesLater => {
                self.close_data();
                sleep(Duration::from_millis(250));
            }
            Case::Aborts => {
                self.control.expect("ABOR", "426");
                self.control.expect_reply("226");
            }
            Case::AbortsAndCloses => {
                self.control.send(b"ABOR\r\n");
                self.close_data();
                self.control.expect_reply("426");
                self.control.expect_reply("226");
            }
            Case::KilledControlFirst => {
                drop(self.control);
                drop(self.data);
            }
            Case::KilledDataFirst => {
                drop(self.data);
                drop(self.control);
            }
            Case::Resets => {
                let data = tcp(&self.data).try_clone().unwrap();
                socket2::SockRef::from(&data)
                    .set_linger(Some(Duration::ZERO))
                    .unwrap();
                drop((data, self.data));
                self.control.expect_reply("426");
            }
            Case::Stalls => {
                self.control.expect_reply("426");
            }
            Case::IsEnded => {
                server
                    .sessions
                    .end_where(EndReason::Administrator, |_| true);
                self.control.expect_reply("421");
            }
        }
    }
}

fn tcp(wire: &Wire) -> &TcpStream {
    match wire {
        Wire::Plain(tcp) => tcp,
        Wire::Tls(tls) => &tls.sock,
    }
}

#[test]
fn an_upload_ends_as_the_client_meant_it() {
    let server = server();
    let bytes = noise(300_000);
    let _load = rounds().map(|_| Load::start());
    for round in 0..rounds().unwrap_or(6) {
        for case in CASES {
            for tls in [false, true] {
                // Of some uploads the server has seen nothing yet, when it happens.
                let is_seen = round % 2 == 0;
                server.put("old", b"whole");
                let upload = |line: &str| {
                    let mut upload = Uploading::begin(&server, tls, line);
                    upload.send(&bytes);
                    if is_seen {
                        eventually("it has come", || server.is_uploading());
                    }
                    upload.happens(case, &server);
                    eventually("the session is gone", || server.sessions.list().is_empty());
                };
                let what = format!("{case:?}, TLS: {tls}, seen: {is_seen}, round {round}");
                upload("STOR old");
                if case.is_complete() {
                    assert!(server.get("old") == bytes, "{what}");
                } else {
                    assert!(server.get("old") == b"whole", "{what}");
                }
                upload("STOR new");
                match std::fs::read(server.home().join("new")) {
                    Ok(kept) if case.is_complete() => assert!(kept == bytes, "{what}"),
                    Ok(kept) => assert!(bytes.starts_with(&kept), "{what}"),
                    // A reset discards what the server had not read yet.
                    Err(error) => {
                        let may_be_lost = error.kind() == ErrorKind::NotFound
                            && matches!(case, Case::Resets | Case::IsEnded);
                        assert!(may_be_lost, "{what}: {error}");
                        continue;
                    }
                }
                std::fs::remove_file(server.home().join("new")).unwrap();
                assert_eq!(server.names("."), ["old"], "{what}");
            }
        }
    }
}

/// A client in the middle of an upload that takes long.
fn client(name: &str, port: u16, local: &str, tls: bool) -> Command {
    const FTPLIB: &str = "
import ftplib, sys, time
host, port, name, password, local, tls = sys.argv[1:]
if tls:
    import ssl
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    ftp = ftplib.FTP_TLS(context=context, encoding='utf-8')
else:
    ftp = ftplib.FTP(encoding='utf-8')
ftp.connect(host, int(port), timeout=20)
ftp.login(name, password)
if tls:
    ftp.prot_p()
class Slow:
    def __init__(self):
        self.file = open(local, 'rb')
    def read(self, size):
        time.sleep(0.02)
        return self.file.read(size)
ftp.storbinary('STOR old', Slow())
";
    let url = format!("ftp://127.0.0.1:{port}/old");
    let port = port.to_string();
    let tls_word = if tls { "tls" } else { "" };
    let mut command = Command::new(name);
    match name {
        "curl" => {
            let user = format!("{NAME}:{PASSWORD}");
            command.args(["-q", "-sS", "--limit-rate", "300k", "--user", &user]);
            command.args(["-T", local, &url]);
            if tls {
                command.args(["--ssl-reqd", "--insecure"]);
            }
        }
        "lftp" => {
            let script = format!(
                "set net:limit-rate 0:300000; set ftp:ssl-force {tls}; set ftp:ssl-allow {tls}; \
                 set ssl:verify-certificate no; set ftp:ssl-protect-data true; \
                 open -u '{NAME}',\"{PASSWORD}\" -p {port} ftp://127.0.0.1; put '{local}' -o old; bye"
            );
            command.args(["-c", &script]);
        }
        _ => {
            let arguments = [FTPLIB, "127.0.0.1", &port, NAME, PASSWORD, local, tls_word];
            command.arg("-c").args(arguments);
        }
    }
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn a_killed_client_replaces_nothing() {
    let local = tempfile::tempdir().unwrap();
    let file = local.path().join("file");
    std::fs::write(&file, noise(3_000_000)).unwrap();
    let server = server();
    let _load = rounds().map(|_| Load::start());
    for round in 0..rounds().unwrap_or(6).div_ceil(4) {
        for name in ["curl", "lftp", "python3"] {
            for tls in [false, true] {
                server.put("old", b"whole");
                let local = file.to_str().unwrap();
                let mut client = client(name, server.addr.port(), local, tls);
                let mut client = client.env("HOME", file.parent().unwrap()).spawn().unwrap();
                eventually("an upload is under way", || server.is_uploading());
                sleep(Duration::from_millis(7 * (round as u64 % 10)));
                client.kill().unwrap();
                client.wait().unwrap();
                eventually("the session is gone", || server.sessions.list().is_empty());
                let what = format!("{name}, TLS: {tls}, round {round}");
                assert!(server.get("old") == b"whole", "{what}");
                assert_eq!(server.names("."), ["old"], "{what}");
            }
        }
    }
}

#[test]
fn a_server_that_is_stopped_keeps_what_came() {
    for tls in [false, true] {
        let server = server();
        let bytes = noise(300_000);
        server.put("old", b"whole");
        let mut uploads = ["STOR old", "STOR new"].map(|line| {
            let mut upload = Uploading::begin(&server, tls, line);
            upload.send(&bytes);
            upload
        });
        eventually("both have come", || {
            let status = server.sessions.status();
            let transfers = status.iter().filter_map(|s| s.transfer.as_ref());
            transfers.filter(|t| t.bytes == 300_000).count() == 2
        });
        server.shutdown.cancel();
        for upload in &mut uploads {
            upload.control.expect_reply("421");
        }
        assert!(server.get("old") == b"whole");
        assert!(server.get("new") == bytes);
        assert_eq!(server.names("."), ["new", "old"]);
    }
}

#[test]
fn an_upload_that_broke_off_is_resumed() {
    let server = server();
    let bytes = noise(500_000);
    let mut first = Uploading::begin(&server, true, "STOR a");
    first.send(&bytes[..200_000]);
    eventually("it has come", || server.is_uploading());
    drop(first);
    eventually("the session is gone", || server.sessions.list().is_empty());
    let mut raw = Raw::signed_in(&server);
    let size = raw.expect("SIZE a", "213");
    let size: usize = size.trim_start_matches("213 ").parse().unwrap();
    assert_eq!(size, 200_000);
    raw.expect(&format!("REST {size}"), "350");
    raw.store("STOR a", &bytes[size..]);
    assert!(server.get("a") == bytes);
}

#[test]
fn what_is_appended_or_resumed_is_kept_to_the_last_byte() {
    let bytes = noise(400_000);
    for (case, tls, rate) in [
        (Case::Aborts, false, None),
        (Case::Aborts, true, None),
        (Case::Aborts, false, Some(200_000)),
        (Case::Aborts, true, Some(200_000)),
        (Case::KilledControlFirst, false, None),
        (Case::KilledControlFirst, true, None),
        (Case::KilledControlFirst, true, Some(2_000_000)),
        (Case::Stalls, true, None),
        (Case::IsEnded, true, None),
    ] {
        let server = server();
        server.policy.lock().unwrap().upload_rate = rate;
        server.put("a", b"0123456789");
        for (line, before) in [("APPE a", &b"0123456789"[..]), ("STOR a", b"0123")] {
            let mut upload = if line == "STOR a" {
                let mut control = if tls {
                    Raw::signed_in_tls(&server)
                } else {
                    Raw::signed_in(&server)
                };
                let data = control.data();
                control.expect("REST 4", "350");
                control.expect(line, "150");
                let data = match tls {
                    true => control.secured(data).unwrap(),
                    false => Wire::Plain(data),
                };
                Uploading { control, data }
            } else {
                Uploading::begin(&server, tls, line)
            };
            // Nothing changes before the first byte.
            let untouched = server.get("a");
            assert!(untouched.starts_with(b"0123456789"));
            upload.send(&bytes);
            // All of it is in the server's hands, or in those of its system.
            sleep(Duration::from_millis(100));
            upload.happens(case, &server);
            eventually("the session is gone", || server.sessions.list().is_empty());
            let what = format!("{line}: {case:?}, TLS: {tls}, rate: {rate:?}");
            let kept = server.get("a");
            assert_eq!(kept.len(), before.len() + bytes.len(), "{what}");
            assert!(kept == [before, &bytes].concat(), "{what}");
        }
    }
}

#[test]
fn what_is_resumed_with_nothing_ends_there() {
    let server = server();
    server.put("a", b"0123456789");
    let mut raw = Raw::signed_in(&server);
    raw.expect("REST 4", "350");
    let data = raw.data();
    raw.expect("STOR a", "150");
    assert_eq!(server.get("a"), b"0123456789");
    drop(data);
    raw.expect_reply("226");
    assert_eq!(server.get("a"), b"0123");
    raw.store("STOR empty", b"");
    assert_eq!(server.get("empty"), b"");
}

#[test]
fn a_download_goes_on_after_quit() {
    let server = server();
    let bytes = noise(5_000_000);
    server.put("a", &bytes);
    let mut raw = Raw::signed_in(&server);
    let mut data = raw.data();
    raw.expect("RETR a", "150");
    raw.send(b"QUIT\r\n");
    tcp(raw.wire.as_ref().unwrap())
        .shutdown(Shutdown::Write)
        .unwrap();
    sleep(Duration::from_millis(50));
    let mut got = Vec::new();
    data.read_to_end(&mut got).unwrap();
    assert!(got == bytes);
    raw.expect_reply("226");
    raw.expect_reply("221");
}

#[test]
fn whether_close_notify_may_be_missing_is_a_setting() {
    use ftp::CloseNotify::{Always, Never, Replacing};
    let bytes = noise(20_000);
    for (setting, replaces, adds) in [
        (Always, "426", "426"),
        (Replacing, "426", "226"),
        (Never, "226", "226"),
    ] {
        let server = TestServer::with(|config| config.close_notify = setting);
        for (line, code) in [
            ("STOR old", replaces),
            ("STOR new", adds),
            ("APPE new", adds),
        ] {
            server.put("old", b"whole");
            let mut upload = Uploading::begin(&server, true, line);
            upload.send(&bytes);
            tcp(&upload.data).shutdown(Shutdown::Write).unwrap();
            upload.control.expect_reply(code);
            let old = server.get("old");
            assert!(
                old == b"whole" || (code == "226" && old == bytes),
                "{setting:?}"
            );
        }
        assert_eq!(server.get("new").len(), 2 * bytes.len(), "{setting:?}");
    }
}

#[test]
fn uploads_can_have_to_be_on_the_disk() {
    let server = TestServer::with(|config| config.sync_uploads = true);
    server.put("old", b"whole");
    let mut raw = Raw::signed_in(&server);
    raw.store("STOR old", b"new");
    raw.store("STOR new", b"new");
    raw.store("APPE new", b"er");
    assert_eq!(server.get("old"), b"new");
    assert_eq!(server.get("new"), b"newer");
}
