//! What clients, cameras and scanners send beside the RFCs, and what they expect back.

use std::io::{Read, Write};

use ftp::Permission;

use crate::clients::{run, well};
use crate::raw::Raw;
use crate::server::{NAME, PASSWORD, TestServer, noise};

/// Signs in without `TYPE I`, which [`Raw::sign_in`] sends.
fn signed_in_only(server: &TestServer) -> Raw {
    let mut raw = Raw::connect(server);
    raw.expect(&format!("USER {NAME}"), "331");
    raw.expect(&format!("PASS {PASSWORD}"), "230");
    raw
}

#[test]
fn bytes_pass_unchanged_until_type_a() {
    let server = TestServer::start();
    let bytes = [&b"\r\n\n\r\r\n"[..], &noise(100_000)].concat();
    server.put("a", &bytes);
    let mut raw = signed_in_only(&server);
    for _ in 0..2 {
        assert!(raw.fetch("RETR a") == bytes);
        raw.store("STOR b", &bytes);
        assert!(server.get("b") == bytes);
        raw.expect("SIZE a", &format!("213 {}", bytes.len()));
        raw.expect("REST 5", "350");
        assert!(raw.fetch("RETR a") == bytes[5..]);
        raw.expect("TYPE A", "200");
        raw.store("STOR b", b"one\r\ntwo\r\n");
        assert_eq!(server.get("b"), b"one\ntwo\n");
        raw.expect("REIN", "220");
        raw.expect(&format!("USER {NAME}"), "331");
        raw.expect(&format!("PASS {PASSWORD}"), "230");
    }
}

#[test]
fn ftplib_resumes_and_asks_for_sizes_without_a_type() {
    let server = TestServer::start();
    server.put("a", b"0123456789\n");
    let script = format!(
        "import ftplib\n\
         ftp = ftplib.FTP(timeout=15)\n\
         ftp.connect('127.0.0.1', {port})\n\
         assert 'Type is I.' in ftp.sendcmd('STAT'), 'STAT'\n\
         ftp.login('{NAME}', \"\"\"{PASSWORD}\"\"\")\n\
         assert ftp.size('a') == 11\n\
         data = ftp.transfercmd('RETR a', rest=8)\n\
         assert data.recv(100) == b'89\\n'\n",
        port = server.addr.port()
    );
    well(run("python3", "python3", &["-c", &script]));
}

#[test]
fn the_codes_that_clients_expect() {
    let server = TestServer::start();
    server.put("a", b"four");
    let mut raw = Raw::connect(&server);
    for line in [
        "STAT",
        "OPTS UTF8 ON",
        "OPTS HASH",
        "NOOP",
        "FEAT",
        "HELP",
        "SYST",
    ] {
        raw.expect(line, "2");
    }
    raw.sign_in();
    for (line, code) in [
        ("TYPE L8", "200"),
        ("TYPE L 8", "200"),
        ("TYPE L 36", "504"),
        ("ALLO 1048576", "200"),
        ("HELP SITE", "214"),
    ] {
        raw.expect(line, code);
    }
    raw.passive();
    raw.expect("MLSD a", "501");
    raw.expect("MLSD none", "550");
}

/// Netscape's way: `RETR` of what may be a folder, then `LIST` with the same `PASV`.
#[test]
fn what_is_refused_keeps_the_passive_port() {
    let server = TestServer::start();
    server.put("a", b"four");
    std::fs::create_dir(server.home().join("sub")).unwrap();
    for connects_first in [true, false] {
        let mut raw = Raw::signed_in(&server);
        let port = raw.passive();
        let connect = || std::net::TcpStream::connect(port).unwrap();
        let early = connects_first.then(connect);
        for (line, code) in [
            ("RETR sub", "550"),
            ("RETR none", "550"),
            ("STOR sub", "550"),
            ("STOR .berth-upload-1", "553"),
            ("RETR a\0", "501"),
            ("MLSD a", "501"),
            ("LIST none", "550"),
            ("CWD sub", "250"),
            ("CWD /", "250"),
        ] {
            raw.expect(line, code);
        }
        raw.expect("RETR a", "150");
        let mut bytes = Vec::new();
        early
            .unwrap_or_else(connect)
            .read_to_end(&mut bytes)
            .unwrap();
        assert_eq!(bytes, b"four");
        raw.expect_reply("226");
        // A transfer that took place has used it up.
        raw.expect("RETR a", "425");
    }
}

#[test]
fn a_long_line_during_a_transfer_is_answered_after_it() {
    let server = TestServer::start();
    let mut raw = Raw::signed_in(&server);
    let mut data = raw.data();
    raw.expect("STOR a", "150");
    raw.send(format!("NOOP\r\nCWD {}\r\nPWD\r\n", "x".repeat(5000)).as_bytes());
    data.write_all(b"four").unwrap();
    drop(data);
    for code in ["226", "200", "500", "257"] {
        raw.expect_reply(code);
    }
    assert_eq!(server.get("a"), b"four");
}

/// An `lftp` that signs in unencrypted and executes `script`.
fn lftp(server: &TestServer, script: &str) -> String {
    let script = format!(
        "set net:max-retries 2; set net:timeout 15; set ftp:ssl-allow no; set cmd:fail-exit yes; \
         open -u '{NAME}',\"{PASSWORD}\" -p {port} ftp://127.0.0.1; {script}; bye",
        port = server.addr.port(),
    );
    well(run("lftp", "lftp", &["-c", &script]))
}

#[test]
fn lftp_mirrors_what_links_lead_to() {
    let server = TestServer::start();
    let home = server.home();
    std::fs::create_dir_all(home.join("site/releases/1")).unwrap();
    server.put("site/releases/1/index.html", b"four");
    std::os::unix::fs::symlink("releases/1", home.join("site/current")).unwrap();
    std::os::unix::fs::symlink("current/index.html", home.join("site/start")).unwrap();
    let local = tempfile::tempdir().unwrap();
    lftp(
        &server,
        &format!("mirror -L site {}", local.path().join("site").display()),
    );
    for name in ["releases/1/index.html", "current/index.html", "start"] {
        assert_eq!(
            std::fs::read(local.path().join("site").join(name)).unwrap(),
            b"four"
        );
    }
    // What is listed as a folder is removed as one.
    let mut raw = Raw::signed_in(&server);
    raw.expect("RMD site/start", "550");
    raw.expect("RMD site/current", "250");
    assert_eq!(server.names("site"), ["releases", "start"]);
    assert_eq!(server.names("site/releases/1"), ["index.html"]);
}

#[test]
fn lftp_lists_recursively() {
    let server = TestServer::start();
    std::fs::create_dir_all(server.home().join("a/b c/d")).unwrap();
    server.put("a/b c/d/file", b"four");
    let out = lftp(&server, "ls -lR a; ls -R");
    let lines: Vec<_> = out.lines().map(str::trim_end).collect();
    for heading in ["a:", "a/b c:", "a/b c/d:", ".:", "./a/b c/d:"] {
        assert!(lines.contains(&heading), "{heading} {out}");
    }
    assert_eq!(out.matches(" file\n").count(), 2, "{out}");
}

#[test]
fn times_are_set_in_the_old_ways_too() {
    let server = TestServer::start();
    server.put("a b", b"four");
    server.put("20200101000000 a b", b"a name like a time");
    let mut raw = Raw::signed_in(&server);
    for (line, time) in [
        ("MDTM 20200229120000 a b", "20200229120000"),
        ("SITE UTIME 202102281200 a b", "20210228120000"),
        (
            "SITE UTIME a b 19700101000000 20220228120001 19700101000000 UTC",
            "20220228120001",
        ),
    ] {
        raw.expect(line, &format!("213 Modify={time}; /a b"));
        raw.expect("MDTM a b", &format!("213 {time}"));
    }
    // A name that is there is one, whatever it looks like.
    raw.expect("MFMT 20230101000000 20200101000000 a b", "213");
    raw.expect("MDTM 20200101000000 a b", "213 20230101000000");
    raw.expect("MDTM a b", "213 20220228120001");
    raw.expect("MDTM 20200101000000 none", "550");
    raw.expect("SITE UTIME 202102281200 none", "550");

    server.policy.lock().unwrap().permission = Permission::ReadOnly;
    let mut raw = Raw::signed_in(&server);
    raw.expect("MDTM 20200229120000 a b", "550");
    raw.expect(
        "SITE UTIME 202102281200 a b",
        "550 This account may only read.",
    );
    raw.expect("MDTM 20200101000000 a b", "213 20230101000000");
    raw.expect("MDTM a b", "213 20220228120001");
}

/// Without `FEAT` lftp knows nothing of `MFMT`.
#[test]
fn lftp_keeps_times_of_uploads_in_the_old_ways() {
    let local = tempfile::tempdir().unwrap();
    let file = local.path().join("file");
    std::fs::write(&file, b"four").unwrap();
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(951_782_400);
    std::fs::File::options()
        .write(true)
        .open(&file)
        .unwrap()
        .set_modified(time)
        .unwrap();
    let server = TestServer::start();
    for (number, ways) in ["yes yes", "no yes", "no no"].into_iter().enumerate() {
        let (short, long) = ways.split_once(' ').unwrap();
        let script = format!(
            "set ftp:use-feat no; set ftp:use-site-utime2 {short}; set ftp:use-site-utime {long}; \
             set ftp:use-mdtm-overloaded yes; put {} -o file{number}",
            file.display(),
        );
        lftp(&server, &script);
        let stored = std::fs::metadata(server.home().join(format!("file{number}"))).unwrap();
        assert_eq!(stored.modified().unwrap(), time, "{ways}");
    }
}

#[test]
fn the_greeting_is_the_hosts() {
    let server =
        TestServer::with(|config| config.banner = "Files of example.com – bienvenue".into());
    let mut raw = Raw::connect_silently(&server, server.at(std::net::Ipv4Addr::LOCALHOST));
    let banner = "220 Files of example.com – bienvenue";
    assert_eq!(raw.reply(), banner);
    assert_eq!(raw.command("REIN"), banner);
    raw.sign_in();
    assert_eq!(raw.command("REIN"), banner);
}
