//! The transfer log, written by real FTP clients and read by a parser that knows nothing of Berth.

use std::path::Path;
use std::process::Command;

use crate::accounts_over_ftp::add_paul;
use crate::command_line::Running;
use crate::support::PASSWORD;

/// Uploads, downloads and removes files whose names have spaces, tabs and more than ASCII, one of them
/// in ASCII; gives a download up; is refused one.
const CLIENT: &str = r"
import ftplib, io, ssl, sys
port, name, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
ftp = ftplib.FTP()
ftp.connect('127.0.0.1', port, timeout=20)
ftp.login(name, password)
ftp.mkd('sub folder')
ftp.cwd('sub folder')
ftp.storbinary('STOR a\tb é.txt', io.BytesIO(b'x' * 1000))
ftp.storlines('STOR lines.txt', io.BytesIO(b'one\ntwo\n'))
ftp.retrbinary('RETR a\tb é.txt', lambda data: None)
data = ftp.transfercmd('RETR /big')
data.recv(1)
data.close()
try:
    ftp.voidresp()
    raise SystemExit('a download that was given up was complete')
except ftplib.Error:
    pass
try:
    ftp.retrbinary('RETR missing', lambda data: None)
except ftplib.error_perm:
    pass
ftp.delete('lines.txt')
ftp.quit()
ftp = ftplib.FTP_TLS(context=context)
ftp.connect('127.0.0.1', port, timeout=20)
ftp.login(name, password)
ftp.prot_p()
ftp.storbinary('STOR /secure', io.BytesIO(b''))
ftp.quit()
";

/// Reads xferlog(5) as its manual page describes it, and prints what it finds, but for times and bytes
/// of what was given up.
const XFERLOG_PARSER: &str = r"
import re, sys, time
LINE = re.compile(
    r'(?P<time>(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
    r' [ 123]\d \d\d:\d\d:\d\d \d{4}) (?P<seconds>\d+) (?P<host>\S+) (?P<bytes>\d+) (?P<file>\S+)'
    r' (?P<type>[ab]) (?P<flags>[CUT_]+) (?P<direction>[oid]) (?P<mode>[agr]) (?P<user>\S+)'
    r' (?P<service>\S+) (?P<method>[01]) (?P<id>\*|\S+) (?P<status>[ci])\n')
for line in open(sys.argv[1], encoding='utf-8', newline=''):
    entry = LINE.fullmatch(line)
    assert entry, repr(line)
    local = time.mktime(time.strptime(entry['time'], '%a %b %d %H:%M:%S %Y'))
    assert abs(time.time() - local) < 600, entry['time']
    size = entry['bytes'] if entry['status'] == 'c' else '-'
    print(*(entry[f] for f in ('host', 'file', 'type', 'flags', 'direction', 'mode', 'user',
        'service', 'method', 'id', 'status')), size)
";

/// A zone that is half an hour from the next one, for the server and the parser.
const ZONE: (&str, &str) = ("TZ", "America/St_Johns");

fn python(script: &str, arguments: &[&str]) -> String {
    let output = Command::new("python3")
        .envs([ZONE])
        .args(["-c", script])
        .args(arguments)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{err}");
    String::from_utf8(output.stdout).unwrap()
}

fn transfer_files(folder: &Path, running: &Running) {
    add_paul(folder);
    let webspace = folder.join("data/webspaces/example.com");
    let big = std::fs::File::create(webspace.join("photos/big")).unwrap();
    big.set_len(64 * 1024 * 1024).unwrap();
    let port = running.ftp.port().to_string();
    python(CLIENT, &[&port, "paul", PASSWORD]);
}

#[test]
fn each_transfer_is_a_line_of_xferlog_also_over_a_rotation() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("transfers.log");
    let option = format!("--ftp-transfer-log={}", log.display());
    let running = Running::demo_with(folder.path(), &[&option], &[ZONE]);
    transfer_files(folder.path(), &running);
    let rotated = folder.path().join("transfers.log.1");
    std::fs::rename(&log, &rotated).unwrap();
    running.hang_up();
    while !log.exists() {
        std::thread::yield_now();
    }
    let port = running.ftp.port().to_string();
    let upload = "
import ftplib, io, sys
ftp = ftplib.FTP()
ftp.connect('127.0.0.1', int(sys.argv[1]), timeout=20)
ftp.login(sys.argv[2], sys.argv[3])
ftp.storbinary('APPE /after', io.BytesIO(b'y' * 7))
ftp.quit()
";
    python(upload, &[&port, "paul", PASSWORD]);
    assert_eq!(running.terminate(), Some(0));
    let parsed = |log: &Path| python(XFERLOG_PARSER, &[log.to_str().unwrap()]);
    assert_eq!(
        parsed(&rotated).lines().collect::<Vec<_>>(),
        [
            "127.0.0.1 /sub_folder/a_b_é.txt b _ i r paul ftp 0 * c 1000",
            "127.0.0.1 /sub_folder/lines.txt a _ i r paul ftp 0 * c 10",
            "127.0.0.1 /sub_folder/a_b_é.txt b _ o r paul ftp 0 * c 1000",
            "127.0.0.1 /big b _ o r paul ftp 0 * i -",
            "127.0.0.1 /sub_folder/lines.txt b _ d r paul ftp 0 * c 8",
            "127.0.0.1 /secure b _ i r paul ftp 0 * c 0",
        ]
    );
    let after = "127.0.0.1 /after b _ i r paul ftp 0 * c 7\n";
    assert_eq!(parsed(&log), after);
}

#[test]
fn each_transfer_is_a_json_object() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("transfers.json");
    let option = format!("--ftp-transfer-log={}", log.display());
    let format = "--ftp-transfer-log-format=json";
    let running = Running::demo_with(folder.path(), &[&option, format], &[]);
    transfer_files(folder.path(), &running);
    assert_eq!(running.terminate(), Some(0));
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let found: Vec<_> = lines
        .iter()
        .map(|line| {
            let text = |field: &str| line[field].as_str().unwrap().to_owned();
            let complete = line["complete"].as_bool().unwrap();
            (text("protocol"), text("direction"), text("path"), complete)
        })
        .collect();
    let expected = [
        ("ftp", "upload", "/sub folder/a\tb é.txt", true),
        ("ftp", "upload", "/sub folder/lines.txt", true),
        ("ftp", "download", "/sub folder/a\tb é.txt", true),
        ("ftp", "download", "/big", false),
        ("ftp", "removal", "/sub folder/lines.txt", true),
        ("ftps", "upload", "/secure", true),
    ];
    let expected = expected.map(|(protocol, direction, path, complete)| {
        let (protocol, direction) = (protocol.to_owned(), direction.to_owned());
        (protocol, direction, path.to_owned(), complete)
    });
    assert_eq!(found, expected);
    assert_eq!(lines[0]["bytes"], 1000);
    assert_eq!(lines[1]["type"], "ascii");
}
