#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::VecDeque;
use std::io::{self, Write};
use std::net::IpAddr;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::SystemTime;

use jiff::tz::TimeZone;

use super::entry::Action;
use super::writer::Reopen;
use super::*;

fn upload(path: &str) -> Entry {
    Entry {
        // 2026-11-07T08:09:10.456Z.
        ended_at: SystemTime::UNIX_EPOCH + Duration::from_millis(1_794_038_950_456),
        account: "paul".to_owned(),
        address: IpAddr::from([192, 0, 2, 7]),
        is_encrypted: true,
        path: path.as_bytes().to_vec(),
        bytes: 1024,
        took: Duration::from_millis(1500),
        is_ascii: false,
        action: Action::Upload,
        is_complete: true,
    }
}

fn line(entry: &Entry, format: TransferLogFormat) -> String {
    let zone = TimeZone::get("Europe/Paris").unwrap();
    let mut line = String::new();
    format::push_line(&mut line, entry, format, &zone);
    line
}

fn xferlog(entry: &Entry) -> String {
    line(entry, TransferLogFormat::Xferlog)
}

#[test]
fn a_line_has_the_fields_of_xferlog() {
    assert_eq!(
        xferlog(&upload("/photos/a.jpg")),
        "Sat Nov  7 09:09:10 2026 2 192.0.2.7 1024 /photos/a.jpg b _ i r paul ftp 0 * c\n"
    );
    let aborted = Entry {
        address: "2001:db8::1".parse().unwrap(),
        took: Duration::from_millis(3),
        is_ascii: true,
        action: Action::Download,
        is_complete: false,
        ..upload("/a")
    };
    assert_eq!(
        xferlog(&aborted),
        "Sat Nov  7 09:09:10 2026 1 2001:db8::1 1024 /a a _ o r paul ftp 0 * i\n"
    );
    let removed = Entry {
        took: Duration::ZERO,
        action: Action::Removal,
        ..upload("/a")
    };
    assert_eq!(
        xferlog(&removed),
        "Sat Nov  7 09:09:10 2026 0 192.0.2.7 1024 /a b _ d r paul ftp 0 * c\n"
    );
}

#[test]
fn a_name_is_one_field_whatever_is_in_it() {
    for (name, expected) in [
        ("/a b", "/a_b"),
        ("/a\nThu Jan  1", "/a_Thu_Jan__1"),
        ("/\t\r\u{b}\u{1b}[1m\u{7f}", "/____[1m_"),
        ("/é/日本", "/é/日本"),
        ("/\u{a0}\u{2028}\u{3000}\u{9b}\u{202e}", "/_____"),
        ("/100% *", "/100%_*"),
    ] {
        let line = xferlog(&upload(name));
        assert_eq!(line.split_whitespace().count(), 18, "{line}");
        assert_eq!(line.split_whitespace().nth(8), Some(expected));
        assert_eq!(line.lines().count(), 1);
    }
    let entry = Entry {
        path: b"/\xff.txt".to_vec(),
        ..upload("/")
    };
    assert!(xferlog(&entry).contains(" /\u{fffd}.txt "));
}

#[test]
fn a_json_line_has_the_path_as_it_is() {
    let path = "/a \"b\"\n\u{1b}\u{9b}\u{202e}é";
    let text = line(&upload(path), TransferLogFormat::Json);
    assert_eq!(text.lines().count(), 1);
    assert!(!text.trim_end().contains(model::is_control), "{text:?}");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let expected = serde_json::json!({
        "time": "2026-11-07T08:09:10.456Z",
        "account": "paul",
        "address": "192.0.2.7",
        "protocol": "ftps",
        "direction": "upload",
        "path": path,
        "type": "binary",
        "bytes": 1024,
        "seconds": 1.5,
        "complete": true,
    });
    assert_eq!(value, expected);
}

/// What takes so many bytes at each write, or fails; and a mark where it was opened anew.
struct Disk {
    room: VecDeque<io::Result<usize>>,
    written: Arc<std::sync::Mutex<Vec<u8>>>,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.room.pop_front().unwrap_or(Ok(usize::MAX))?;
        let count = count.min(bytes.len());
        let mut written = self.written.lock().unwrap();
        written.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Reopen for Disk {
    /// Stays in the same file, where this is a line.
    fn reopen(&mut self) -> bool {
        let mut written = self.written.lock().unwrap();
        written.extend_from_slice(b"-- opened anew\n");
        false
    }
}

/// What is written of these messages, which wait from the beginning.
fn written(room: Vec<io::Result<usize>>, messages: Vec<Message>) -> Vec<String> {
    let (sender, queue) = mpsc::channel(messages.len());
    for message in messages {
        sender.try_send(message).unwrap();
    }
    drop(sender);
    let written = Arc::default();
    let disk = Disk {
        room: room.into(),
        written: Arc::clone(&written),
    };
    Writer::new(disk, TransferLogFormat::Json, queue, Arc::default()).run();
    let text = String::from_utf8(written.lock().unwrap().clone()).unwrap();
    let path = |line: &str| {
        let value: Option<serde_json::Value> = serde_json::from_str(line).ok();
        let path = value.and_then(|value| value["path"].as_str().map(str::to_owned));
        path.unwrap_or_else(|| line.to_owned())
    };
    text.lines().map(path).collect()
}

fn entry(path: &str) -> Message {
    Message::Entry(upload(path))
}

#[test]
fn lines_before_a_rotation_are_in_the_file_of_before() {
    let messages = vec![entry("/1"), entry("/2"), Message::Reopen, entry("/3")];
    let lines = written(Vec::new(), messages);
    assert_eq!(lines, ["/1", "/2", "-- opened anew", "/3"]);
}

#[test]
fn what_is_written_in_pieces_is_whole() {
    let interrupted = || Err(io::ErrorKind::Interrupted.into());
    let room = vec![Ok(7), interrupted(), Ok(1), interrupted()];
    assert_eq!(written(room, vec![entry("/1"), entry("/2")]), ["/1", "/2"]);
}

#[test]
fn a_full_disk_costs_lines_and_tears_none_of_the_next() {
    let full = || Err(io::ErrorKind::StorageFull.into());
    // Each rotation ends a write: the first is torn, the second finds no room at all.
    let room = vec![Ok(10), full(), full()];
    let messages = vec![
        entry("/1"),
        Message::Reopen,
        entry("/2"),
        Message::Reopen,
        entry("/3"),
        entry("/4"),
    ];
    let lines = written(room, messages);
    let torn = "{\"time\":\"2-- opened anew";
    assert_eq!(lines, [torn, "-- opened anew", "", "/3", "/4"]);
}

#[test]
fn only_files_of_ones_own_are_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let open = |name: &str| Output::open(&path(name)).map(drop);
    open("log").unwrap();
    let mode = path("log").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777 & !0o640, 0, "{mode:o}");
    symlink(path("log"), path("link")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, path("pipe"), rustix::fs::Mode::RWXU).unwrap();
    for name in ["link", "pipe", "."] {
        let error = open(name).unwrap_err().to_string();
        assert!(error.contains("BERTH_FTP_TRANSFER_LOG"), "{name}: {error}");
    }
    assert!(matches!(open("link"), Err(TransferLogError::NotAFile(_))));
    assert!(matches!(open("pipe"), Err(TransferLogError::NotAFile(_))));
    let missing = open("no/log").unwrap_err().to_string();
    assert!(missing.contains("Make its folder"), "{missing}");
}

#[tokio::test]
async fn a_log_that_is_rotated_has_every_line_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transfers.log");
    let config = TransferLogConfig {
        ftp_transfer_log: Some(path.clone()),
        ftp_transfer_log_format: TransferLogFormat::Xferlog,
    };
    let (log, end) = TransferLog::open(&config).unwrap().unwrap();
    let mut files = vec![path.clone()];
    for number in 0..500 {
        let message = Message::Entry(upload(&format!("/{number}")));
        log.queue.send(message).await.unwrap();
        if number % 100 == 50 {
            let rotated = folder.path().join(format!("transfers.{number}"));
            std::fs::rename(&path, &rotated).unwrap();
            files.push(rotated);
            log.queue.send(Message::Reopen).await.unwrap();
            // As logrotate, which waits: the next rotation must find the file.
            while !path.exists() {
                tokio::task::yield_now().await;
            }
        }
    }
    drop(log);
    end.wait().await;
    let mut names: Vec<u32> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .flat_map(|text| text.lines().map(number_of).collect::<Vec<_>>())
        .collect();
    names.sort_unstable();
    assert_eq!(names, (0..500).collect::<Vec<_>>());
}

fn number_of(line: &str) -> u32 {
    let name = line.split_whitespace().nth(8).unwrap();
    name.trim_start_matches('/').parse().unwrap()
}

#[test]
fn what_finds_no_place_is_counted() {
    let (queue, _messages) = mpsc::channel(1);
    let lost = Arc::new(AtomicU64::new(0));
    let log = TransferLog {
        queue,
        lost: Arc::clone(&lost),
    };
    for _ in 0..3 {
        log.push(upload("/a"));
    }
    assert_eq!((log.queued(), lost.load(Ordering::Relaxed)), (1, 2));
}
