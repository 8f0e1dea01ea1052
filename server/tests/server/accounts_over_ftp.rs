//! Accounts of the panel in real FTP clients, against a running server.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command_line::{Running, berth};
use crate::support::{OTHER_PASSWORD, PASSWORD};

/// A control connection, by hand.
pub(crate) struct Control {
    stream: BufReader<TcpStream>,
}

impl Control {
    pub(crate) fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut control = Self {
            stream: BufReader::new(stream),
        };
        assert_eq!(control.reply(), 220);
        control
    }

    pub(crate) fn send(&mut self, line: &str) -> u16 {
        write!(self.stream.get_mut(), "{line}\r\n").unwrap();
        self.reply()
    }

    /// The next reply's code, after all its lines.
    pub(crate) fn reply(&mut self) -> u16 {
        self.last_line()[..3].parse().unwrap()
    }

    /// The last line of the next reply.
    pub(crate) fn last_line(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            if line.as_bytes().get(3) == Some(&b' ') {
                return line;
            }
            assert!(!line.is_empty(), "closed without a reply");
        }
    }

    /// Where the server waits for a data connection.
    pub(crate) fn passive_port(&mut self) -> u16 {
        write!(self.stream.get_mut(), "EPSV\r\n").unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let port = line.split('|').nth(3).unwrap();
        port.parse().unwrap()
    }

    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> u16 {
        self.send(&format!("USER {name}"));
        self.send(&format!("PASS {password}"))
    }
}

pub(crate) fn add_paul(folder: &std::path::Path) {
    let add = [
        "ftp-account",
        "add",
        "paul",
        "--subscription=example.com",
        "--home=/photos",
        "--password-stdin",
    ];
    assert_eq!(berth(folder, &add, PASSWORD).code, 0);
}

/// Signs in as an FTP client does over TLS, and lists the home.
pub(crate) fn signs_in_over_tls(server: SocketAddr, name: &str, password: &str) {
    const SCRIPT: &str = "
import ftplib, ssl, sys
host, port, name, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
ftp = ftplib.FTP_TLS(context=context)
ftp.connect(host, port, timeout=20)
ftp.login(name, password)
ftp.prot_p()
ftp.nlst()
ftp.quit()
";
    let output = Command::new("python3")
        .args(["-c", SCRIPT, "127.0.0.1"])
        .arg(server.port().to_string())
        .args([name, password])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
}

#[test]
fn ftplib_works_in_the_home_and_sees_nothing_above() {
    const SCRIPT: &str = "
import ftplib, io, ssl, sys
host, port, name, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
data = bytes(range(256)) * 500
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
for kind in (ftplib.FTP, lambda: ftplib.FTP_TLS(context=context)):
    ftp = kind()
    ftp.connect(host, port, timeout=20)
    ftp.login(name, password)
    if isinstance(ftp, ftplib.FTP_TLS):
        ftp.prot_p()
    assert ftp.pwd() == '/', ftp.pwd()
    assert ftp.nlst() == ['read-me.txt'], ftp.nlst()
    ftp.storbinary('STOR data.bin', io.BytesIO(data))
    back = io.BytesIO()
    ftp.retrbinary('RETR data.bin', back.write)
    assert back.getvalue() == data
    ftp.delete('data.bin')
    for outside in ('..', '/..', '../logs', '/logs'):
        try:
            ftp.cwd(outside)
            assert ftp.pwd() == '/', outside
        except ftplib.error_perm:
            pass
    ftp.quit()
";
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let output = Command::new("python3")
        .args(["-c", SCRIPT, "127.0.0.1"])
        .arg(running.ftp.port().to_string())
        .args(["Paul", PASSWORD])
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{err}");
}

#[test]
fn a_command_of_another_process_ends_open_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let mut paul = Control::open(running.ftp);
    assert_eq!(paul.sign_in("paul", PASSWORD), 230);
    let mut example = Control::open(running.ftp);
    assert_eq!(example.sign_in(&running.made[2], &running.made[3]), 230);

    let set = ["ftp-account", "set", "paul", "--password-stdin"];
    assert_eq!(berth(folder.path(), &set, OTHER_PASSWORD).code, 0);
    let changed = Instant::now();
    assert_eq!(paul.reply(), 421);
    assert!(changed.elapsed() < Duration::from_secs(4));
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 530);
    let mut paul = Control::open(running.ftp);
    assert_eq!(paul.sign_in("paul", OTHER_PASSWORD), 230);

    let remove = ["ftp-account", "remove", "paul"];
    assert_eq!(berth(folder.path(), &remove, "").code, 0);
    assert_eq!(paul.reply(), 421);
    let mut paul = Control::open(running.ftp);
    assert_eq!(paul.sign_in("paul", OTHER_PASSWORD), 530);
    assert_eq!(example.send("NOOP"), 200, "others stay signed in");
}

fn set(folder: &std::path::Path, options: &[&str]) {
    let set = [&["ftp-account", "set", "paul"][..], options].concat();
    let answer = berth(folder, &set, "");
    assert_eq!(answer.code, 0, "{options:?}: {}", answer.err);
}

#[test]
fn settings_hold_from_the_next_moment_on_in_open_sessions_too() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let mut add = vec!["ftp-account", "add", "helper", "--subscription=example.com"];
    add.extend([
        "--home=/",
        "--password-stdin",
        "--permission=read-only",
        "--note=Helps out",
    ]);
    assert_eq!(berth(folder.path(), &add, PASSWORD).code, 0);
    let mut helper = Control::open(running.ftp);
    assert_eq!(helper.sign_in("helper", PASSWORD), 230);
    assert_eq!(helper.send("MKD new"), 550);
    let signed_in = || {
        let mut paul = Control::open(running.ftp);
        assert_eq!(paul.sign_in("paul", PASSWORD), 230);
        paul
    };

    let mut paul = signed_in();
    set(folder.path(), &["--permission=read-only"]);
    assert_eq!(paul.reply(), 421);
    let mut paul = signed_in();
    assert_eq!(paul.send("MKD new"), 550);
    assert_eq!(paul.send("SIZE read-me.txt"), 213);

    set(folder.path(), &["--state=disabled", "--note=On leave"]);
    assert_eq!(paul.reply(), 421);
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 530);
    set(
        folder.path(),
        &["--state=enabled", "--permission=read-write"],
    );

    let mut paul = signed_in();
    set(folder.path(), &["--note=Back again"]);
    set(folder.path(), &["--max-sessions=1"]);
    assert_eq!(paul.reply(), 421);
    let paul = signed_in();
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 421);
    drop(paul);

    set(
        folder.path(),
        &["--max-sessions=", "--allowed-addresses=192.0.2.0/24"],
    );
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 530);
    set(
        folder.path(),
        &["--allowed-addresses=127.0.0.0/8", "--tls=required"],
    );
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 530);
    set(folder.path(), &["--tls=optional"]);

    let soon = model::UtcTime(model::UtcTime::now().0 + 3);
    set(
        folder.path(),
        &["--expires", &soon.input_value(&model::Utc)],
    );
    let mut paul = signed_in();
    assert_eq!(paul.reply(), 421);
    assert!(model::UtcTime::now() >= soon);
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 530);
    set(folder.path(), &["--expires="]);
    signed_in();

    let answer = berth(
        folder.path(),
        &["ftp-account", "set", "paul", "--expires=soon"],
        "",
    );
    assert!(
        answer.code != 0 && answer.err.contains("date"),
        "{}",
        answer.err
    );
    let list = berth(folder.path(), &["ftp-account", "list", "--json"], "");
    assert!(
        list.out.contains("\"note\": \"Back again\""),
        "{}",
        list.out
    );
}
