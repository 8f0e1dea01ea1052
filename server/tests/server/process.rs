//! The life of `berth serve`: signals, what the service manager is told, and its sockets.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::io::{FdFlags, fcntl_dupfd_cloexec, fcntl_setfd};

use crate::command_line::command;
use crate::ftp_client::FtpClient;

/// How long something may take to happen.
const TIMEOUT: Duration = Duration::from_secs(60);

fn eventually(what: &str, mut check: impl FnMut() -> bool) {
    let end = Instant::now() + TIMEOUT;
    while !check() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// `berth serve`, with its output in files.
struct Server {
    child: Child,
    folder: PathBuf,
}

impl Server {
    /// Starts it, with the demonstration.
    fn start(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = command(folder);
        command.args(["serve", "--demo"]);
        command.envs(settings.iter().copied());
        Self::spawn(folder, command)
    }

    fn spawn(folder: &Path, command: Command) -> Self {
        let log = fs::File::create(folder.join("log")).unwrap();
        Self::spawn_logging(folder, command, log.into())
    }

    fn spawn_logging(folder: &Path, mut command: Command, log: Stdio) -> Self {
        let child = command
            .stdout(fs::File::create(folder.join("output")).unwrap())
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let folder = folder.to_owned();
        Self { child, folder }
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    fn logs(&self, text: &str) {
        eventually(&format!("the log has {text}"), || {
            self.file("log").contains(text)
        });
    }

    /// Where it listens, by the label of its output.
    fn address(&self, label: &str) -> SocketAddr {
        let mut found = None;
        eventually("it listens", || {
            let output = self.file("output");
            let line = output.lines().find(|line| line.starts_with(label));
            let address = line.and_then(|line| line.split_once("://"));
            found = address.and_then(|(_, rest)| rest.trim_end_matches('/').parse().ok());
            found.is_some()
        });
        found.unwrap()
    }

    fn ftp(&self) -> SocketAddr {
        self.address("FTP:")
    }

    /// Signs in to the demonstration's account.
    fn sign_in(&self) -> FtpClient {
        let address = self.ftp();
        let mut made = Vec::new();
        eventually("the passwords are written", || {
            let text = fs::read_to_string(self.folder.join("data/first-start.txt"));
            let text = text.unwrap_or_default();
            let values = text.lines().filter_map(|line| line.split_once(": "));
            made = values.map(|(_, value)| value.trim().to_owned()).collect();
            made.len() == 4
        });
        FtpClient::signed_in(address, &made[2], &made[3])
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(sent.unwrap().success());
    }

    fn exit_code(&mut self) -> Option<i32> {
        let mut code = None;
        eventually("it ends", || {
            code = self.child.try_wait().unwrap();
            code.is_some()
        });
        code.unwrap().code()
    }

    /// A file of the demonstration's webspace.
    fn uploaded(&self, name: &str) -> Option<Vec<u8>> {
        let root = self.folder.join("data/webspaces/example.com");
        fs::read(root.join(name)).ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_upload_under_way_ends_whole_when_the_server_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path(), &[]);
    let (mut idle, mut client) = (server.sign_in(), server.sign_in());
    let mut data = client.upload("new.txt");
    data.write_all(b"the first half, ").unwrap();

    server.signal("TERM");
    idle.expect("421");
    idle.expect_end();
    let address = server.ftp();
    eventually("nobody is let in", || TcpStream::connect(address).is_err());
    data.write_all(b"and the second").unwrap();
    client.end_upload(&data);
    client.expect("421");
    assert_eq!(server.exit_code(), Some(0));
    let whole = server.uploaded("new.txt");
    assert_eq!(
        whole.as_deref(),
        Some(&b"the first half, and the second"[..])
    );
}

#[test]
fn a_second_signal_and_the_end_of_the_time_end_an_upload_without_loss() {
    for (timeout, signals) in [("3600", 2), ("1", 1), ("0", 1)] {
        let folder = tempfile::tempdir().unwrap();
        let settings = [("BERTH_SHUTDOWN_TIMEOUT", timeout)];
        let mut server = Server::start(folder.path(), &settings);
        let mut client = server.sign_in();
        let mut data = client.upload("old.txt");
        data.write_all(b"whole").unwrap();
        client.end_upload(&data);
        let mut other = server.sign_in();
        let (mut data, mut new) = (client.upload("old.txt"), other.upload("new.txt"));
        data.write_all(b"half").unwrap();
        new.write_all(b"what came").unwrap();
        client.expect_uploaded(4);
        other.expect_uploaded(9);
        for _ in 0..signals {
            server.signal("TERM");
            server.logs("stopping");
        }
        client.expect("421");
        other.expect("421");
        assert_eq!(server.exit_code(), Some(0), "{timeout}");
        assert_eq!(server.uploaded("old.txt").as_deref(), Some(&b"whole"[..]));
        assert_eq!(
            server.uploaded("new.txt").as_deref(),
            Some(&b"what came"[..])
        );
    }
}

#[test]
fn settings_are_read_again_and_what_needs_a_restart_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("berth.toml");
    let path = file.to_str().unwrap();
    fs::write(&file, "ftp_banner = \"One\"\nftp_idle_timeout = 200\n").unwrap();
    let server = Server::start(folder.path(), &[("BERTH_CONFIG", path)]);
    let greeting = || FtpClient::connect(server.ftp()).expect("220");
    assert_eq!(greeting(), "220 One");

    let changed = "ftp_banner = \"Two\"\nftp_idle_timeout = 200\ntrusted_proxies = \"10.0.0.1\"\n\
                   log = \"debug\"\n";
    fs::write(&file, changed).unwrap();
    server.signal("HUP");
    server.logs("the setting has changed setting=\"ftp_banner\"");
    server.logs("needs a restart setting=\"trusted_proxies\"");
    eventually("sessions have them", || greeting() == "220 Two");
    let mut refused = FtpClient::connect(server.ftp());
    refused.expect("220");
    refused.command("USER nobody-there", "331");
    refused.command("PASS wrong", "530");
    server.logs("DEBUG");
    assert!(!server.file("log").contains("ftp_idle_timeout"));

    fs::write(&file, "ftp_banner = \"Three\"\nftp_baner = \"Four\"\n").unwrap();
    server.signal("HUP");
    server.logs(&format!(
        "the settings stay what they are: {path}:2: there is no setting “ftp_baner”. Did you mean ftp_banner?"
    ));
    assert_eq!(greeting(), "220 Two");

    fs::write(&file, "ftp_require_tls = true\n").unwrap();
    server.signal("HUP");
    eventually("the default holds again", || {
        greeting() == "220 Berth FTP server ready."
    });
    let mut client = FtpClient::connect(server.ftp());
    client.expect("220");
    client.command("USER anyone", "530");
}

#[test]
fn a_server_whose_log_is_gone_goes_on_and_ends_in_good_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path());
    command.args(["serve", "--demo"]);
    let (log, nobody) = std::io::pipe().unwrap();
    let mut server = Server::spawn_logging(folder.path(), command, nobody.into());
    server.ftp();
    drop(log);
    server.signal("HUP");
    let mut client = server.sign_in();
    server.signal("TERM");
    client.expect("421");
    assert_eq!(server.exit_code(), Some(0));
}

#[test]
fn the_service_manager_is_told_of_start_reload_and_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(TIMEOUT)).unwrap();
    let told = |text: &str| {
        let mut bytes = [0; 4096];
        loop {
            let length = socket.recv(&mut bytes).unwrap();
            let message = String::from_utf8_lossy(&bytes[..length]).into_owned();
            if message.contains(text) {
                return message;
            }
            // Nothing but the watchdog comes in between.
            assert_eq!(message, "WATCHDOG=1\n");
        }
    };
    let settings = [
        ("NOTIFY_SOCKET", path.to_str().unwrap()),
        ("WATCHDOG_USEC", "50000"),
        ("BERTH_SHUTDOWN_TIMEOUT", "7"),
    ];
    let mut server = Server::start(folder.path(), &settings);
    let ready = told("READY=1\n");
    assert!(
        ready.contains(&format!("FTP at {}", server.ftp())),
        "{ready}"
    );
    told("WATCHDOG=1\n");
    server.signal("HUP");
    assert!(told("RELOADING=1\n").contains("MONOTONIC_USEC="));
    told("READY=1\n");
    server.signal("TERM");
    let stopping = told("STOPPING=1\n");
    assert!(
        stopping.contains("EXTEND_TIMEOUT_USEC=37000000\n"),
        "{stopping}"
    );
    assert_eq!(server.exit_code(), Some(0));
}

/// `berth serve` on sockets that are handed over as systemd does, from descriptor 3 on.
fn activated(folder: &Path, names: &str, sockets: &[&OwnedFd]) -> Command {
    let berth = command(folder);
    let mut script = "LISTEN_PID=$$; export LISTEN_PID; exec \"$@\"".to_owned();
    for (index, socket) in sockets.iter().enumerate() {
        script.push_str(&format!(" {}<&{}", index + 3, socket.as_raw_fd()));
    }
    let mut shell = Command::new("/bin/bash");
    shell.env_clear().current_dir(folder);
    for (name, value) in berth.get_envs() {
        shell.env(name, value.unwrap());
    }
    shell
        .env("LISTEN_FDS", sockets.len().to_string())
        .env("LISTEN_FDNAMES", names)
        .args(["-c", &script, "bash"])
        .arg(berth.get_program())
        .args(["serve", "--demo"]);
    shell
}

/// A descriptor of a socket that the processes which this one starts have, too: not one of the first,
/// which others are given.
fn inheritable(socket: impl AsFd) -> OwnedFd {
    let descriptor = fcntl_dupfd_cloexec(socket, 20).unwrap();
    fcntl_setfd(&descriptor, FdFlags::empty()).unwrap();
    descriptor
}

#[test]
fn a_server_that_takes_over_the_sockets_of_another_refuses_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let sockets = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [http_addr, ftp_addr, ftps_addr] = sockets
        .each_ref()
        .map(|socket| socket.local_addr().unwrap());
    let [http, ftp, ftps] = sockets.map(inheritable);
    let start = || {
        let command = activated(folder.path(), "ftp:http:ftps", &[&ftp, &http, &ftps]);
        Server::spawn(folder.path(), command)
    };
    let mut first = start();
    assert_eq!(first.ftp(), ftp_addr);
    assert_eq!(first.address("Panel:"), http_addr);
    assert_eq!(first.address("FTPS:"), ftps_addr);
    let mut open = first.sign_in();
    let mut data = open.upload("during.txt");
    data.write_all(b"before, ").unwrap();
    first.signal("TERM");
    first.logs("stopping");

    // The first one is still there: it waits for the upload.
    let mut waiting = FtpClient::connect(ftp_addr);
    let mut request = TcpStream::connect(http_addr).unwrap();
    request
        .write_all(b"GET /health HTTP/1.1\r\nHost: panel\r\nConnection: close\r\n\r\n")
        .unwrap();
    data.write_all(b"after").unwrap();
    open.end_upload(&data);
    assert_eq!(first.exit_code(), Some(0));
    let mut another = FtpClient::connect(ftp_addr);

    let second = start();
    waiting.expect("220");
    another.expect("220");
    let mut answer = String::new();
    request.set_read_timeout(Some(TIMEOUT)).unwrap();
    request.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    let during = second.uploaded("during.txt");
    assert_eq!(during.as_deref(), Some(&b"before, after"[..]));
}

#[test]
fn sockets_that_cannot_be_used_are_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let listening = TcpListener::bind("127.0.0.1:0").unwrap();
    let connected = TcpStream::connect(listening.local_addr().unwrap()).unwrap();
    let (listening, connected) = (inheritable(listening), inheritable(connected));
    let udp = inheritable(UdpSocket::bind("127.0.0.1:0").unwrap());
    let file = inheritable(fs::File::open("/dev/null").unwrap());
    let refused = |names: &str, sockets: &[&OwnedFd], reason: &str| {
        let output = activated(folder.path(), names, sockets).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{error}");
        let last = error.lines().last().unwrap();
        assert!(
            last.starts_with("berth: ") && last.contains(reason),
            "{error}"
        );
    };
    refused("web", &[&listening], "a socket called “web”");
    refused(
        "ftp",
        &[&udp],
        "the socket “ftp” of systemd is of the wrong kind",
    );
    refused("ftp", &[&connected], "it does not listen");
    refused("http", &[&file], "is of the wrong kind");
    refused("", &[&listening], "1 sockets and 0 names");
    refused(
        "ftp:ftp",
        &[&listening, &listening],
        "two sockets called “ftp”",
    );
}

/// Reads a call of a webhook to its end; gives its id, and the connection to answer on.
fn next_call(receiver: &TcpListener) -> (String, TcpStream) {
    let (stream, _) = receiver.accept().unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    let mut request = BufReader::new(&stream);
    let (mut id, mut length, mut line) = (String::new(), 0, String::new());
    while request.read_line(&mut line).unwrap() > 2 {
        let (name, value) = line.trim_end().split_once(':').unwrap_or_default();
        match name {
            "webhook-id" => id = value.trim().to_owned(),
            "content-length" => length = value.trim().parse().unwrap(),
            _ => {}
        }
        line.clear();
    }
    request.read_exact(&mut vec![0; length]).unwrap();
    drop(request);
    (id, stream)
}

#[test]
fn what_a_webhook_was_telling_when_the_server_was_killed_is_told_again() {
    let (folder, receiver) = (
        tempfile::tempdir().unwrap(),
        TcpListener::bind("127.0.0.1:0").unwrap(),
    );
    let networks = [("BERTH_WEBHOOK_NETWORKS", "127.0.0.1")];
    let mut server = Server::start(folder.path(), &networks);
    let mut client = server.sign_in();
    let url = format!("http://{}/", receiver.local_addr().unwrap());
    let added = command(folder.path())
        .args(["webhook", "add", "all", "--events", "ftp.folder_made"])
        .args(["--url", &url])
        .output()
        .unwrap();
    assert!(added.stdout.starts_with(b"whsec_"), "{added:?}");
    client.command("MKD new", "257");
    let (id, _unanswered) = next_call(&receiver);
    server.signal("KILL");
    server.exit_code();
    let _restarted = Server::start(folder.path(), &networks);
    let (again, mut answered) = next_call(&receiver);
    assert_eq!(again, id);
    answered
        .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
        .unwrap();
    eventually("it is told", || {
        let listed = command(folder.path())
            .args(["webhook", "deliveries", "all", "--json"])
            .output()
            .unwrap();
        String::from_utf8_lossy(&listed.stdout).contains("\"state\": \"delivered\"")
    });
}
