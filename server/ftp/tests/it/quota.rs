//! Quotas: 552 at the byte where an upload would pass one, with the clients that people have.

use std::io::Write;
use std::net::IpAddr;
use std::process::Command;
use std::time::Duration;

use ftp::{CountProgress, QuotaHolder, SessionPolicy, Usage};

use crate::clients::{curl, run, well};
use crate::raw::Raw;
use crate::server::{ACCOUNT, NAME, OTHER_NAME, PASSWORD, TestServer, eventually, noise};

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

fn used(server: &TestServer) -> Usage {
    let ledger = server.ledger.lock().unwrap().clone().unwrap();
    ledger.usage(ACCOUNT).unwrap()
}

/// That what is known is what a walk of the disk finds.
#[track_caller]
fn check(server: &TestServer) {
    let ledger = server.ledger.lock().unwrap().clone().unwrap();
    let known = used(server);
    let found = ledger.count(ACCOUNT, &CountProgress::new()).unwrap();
    assert_eq!(found.map(|found| found.usage), Some(known));
}

#[test]
fn curl_reads_552_and_the_old_file_stays_whole() {
    for arguments in [&[][..], &["--ssl-reqd", "--insecure"]] {
        let server = TestServer::start();
        server.put("a", b"old");
        server.limit(1_000_000);
        let local = tempfile::tempdir().unwrap();
        let upload = |bytes: &[u8], name: &str, more: &[&str]| {
            let file = local.path().join("file");
            std::fs::write(&file, bytes).unwrap();
            let all = [arguments, &["-v", "-T", file.to_str().unwrap()], more].concat();
            curl(&server, HERE, name, &all)
        };
        // What it replaces is given back, so that all of it fits, to the byte.
        let refused = upload(&noise(1_000_001), "a", &[]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && said.contains("< 552 "),
            "{said}"
        );
        assert_eq!((server.get("a"), used(&server).bytes), (b"old".to_vec(), 3));
        well(upload(&noise(1_000_000), "a", &[]));
        assert_eq!(used(&server).bytes, 1_000_000);
        assert!(!upload(b"x", "b", &[]).status.success());
        assert!(!upload(b"x", "a", &["--append"]).status.success());
        well(upload(&noise(10), "a", &[]));
        well(upload(&noise(5), "a", &["--append"]));
        assert_eq!(
            used(&server),
            Usage {
                bytes: 15,
                files: 1
            }
        );
        assert_eq!(server.names("."), ["a"]);
        check(&server);
    }
}

#[test]
fn ftplib_uploads_until_the_quota_and_again_after_a_delete() {
    const SCRIPT: &str = "
import ftplib, io, sys
host, port, name, password, tls = sys.argv[1:6]
ftp = ftplib.FTP(encoding='utf-8') if tls == '' else ftplib.FTP_TLS(encoding='utf-8')
ftp.connect(host, int(port), timeout=20)
ftp.login(name, password)
if tls:
    ftp.prot_p()
def store(command, count, **more):
    try:
        try:
            return ftp.storbinary(command, io.BytesIO(b'x' * count), **more)[:3]
        except OSError:
            # The server closes the data connection before it has all of it, and says why.
            return ftp.getresp()[:3]
    except ftplib.Error as error:
        return str(error)[:3]
assert store('STOR a', 600_000) == '226'
assert store('STOR b', 600_000) == '552'
assert store('STOR b', 400_000) == '226'
assert store('STOU', 1) == '552'
assert ftp.sendcmd('AVBL') == '213 0', ftp.sendcmd('AVBL')
assert ftp.sendcmd('ALLO 5').endswith(' 0 bytes are left.')
ftp.rename('a', 'b')
assert ftp.sendcmd('AVBL') == '213 400000'
assert store('STOR b', 500_000, rest=600_000) == '552'
assert ftp.size('b') == 1_000_000
ftp.delete('b')
assert ftp.sendcmd('AVBL') == '213 1000000'
assert store('STOR c', 1_000_000) == '226'
ftp.quit()
";
    for tls in ["", "tls"] {
        let server = TestServer::start();
        server.limit(1_000_000);
        let port = server.addr.port().to_string();
        let arguments = ["-c", SCRIPT, "127.0.0.1", &port, NAME, PASSWORD, tls];
        well(run("python3", "python3", &arguments));
        assert_eq!(
            used(&server),
            Usage {
                bytes: 1_000_000,
                files: 1
            }
        );
        check(&server);
    }
}

#[test]
fn lftp_mirrors_up_to_the_quota() {
    let server = TestServer::start();
    server.limit(250_000);
    let local = tempfile::tempdir().unwrap();
    for name in 0..4 {
        std::fs::write(local.path().join(name.to_string()), noise(100_000)).unwrap();
    }
    let script = format!(
        "set net:max-retries 1; set net:timeout 10; set ftp:ssl-allow no; \
         open -u '{NAME}',\"{PASSWORD}\" -p {port} ftp://127.0.0.1; \
         mirror -R --parallel=4 '{at}' .; bye",
        port = server.addr.port(),
        at = local.path().to_str().unwrap(),
    );
    let mut lftp = Command::new("lftp");
    let output = lftp.args(["-c", &script]).env("HOME", local.path());
    let output = output.output().unwrap();
    assert!(!output.status.success());
    eventually("what broke off is given back", || {
        server.sessions.list().is_empty()
    });
    assert!(used(&server).bytes <= 250_000);
    check(&server);
}

#[test]
fn two_uploads_at_once_cannot_pass_the_quota_together() {
    let server = TestServer::start();
    server.limit(1_000_000);
    let (mut one, mut other) = (Raw::signed_in(&server), Raw::signed_in(&server));
    let (mut first, mut second) = (one.data(), other.data());
    one.expect("STOR one", "150");
    other.expect("STOR other", "150");
    first.write_all(&noise(700_000)).unwrap();
    eventually("the first has come", || {
        let status = server.sessions.status();
        let mut transfers = status.iter().filter_map(|s| s.transfer.as_ref());
        transfers.any(|t| t.bytes == 700_000)
    });
    let _ = second.write_all(&noise(700_000));
    drop(second);
    other.expect_reply("552");
    drop(first);
    one.expect_reply("226");
    assert_eq!(server.names("."), ["one"]);
    assert_eq!(used(&server).bytes, 700_000);
    // What was broken off takes what was kept of it, and gives that back with it.
    let mut data = other.data();
    other.expect("STOR other", "150");
    data.write_all(&noise(300_000)).unwrap();
    eventually("it has come", || server.is_uploading());
    other.expect("ABOR", "426");
    other.expect_reply("226");
    assert_eq!(used(&server).bytes, 1_000_000);
    other.expect("DELE other", "250");
    one.store("STOR third", &noise(300_000));
    check(&server);
}

#[test]
fn line_ends_and_a_rate_change_nothing() {
    let server = TestServer::start();
    server.limit(5);
    *server.policy.lock().unwrap() = SessionPolicy {
        upload_rate: Some(1_000_000),
        ..SessionPolicy::default()
    };
    let mut raw = Raw::signed_in(&server);
    raw.expect("TYPE A", "200");
    raw.store("STOR a", b"a\r\nb\r\nc");
    assert_eq!(server.get("a"), b"a\nb\nc");
    let mut data = raw.data();
    raw.expect("STOR a", "150");
    data.write_all(b"a\r\nb\r\nc\r\n").unwrap();
    drop(data);
    raw.expect_reply("552");
    assert_eq!(server.get("a"), b"a\nb\nc");
    check(&server);
}

#[test]
fn a_quota_that_comes_later_ends_an_upload_under_way() {
    let server = TestServer::start();
    let ledger = server.limit(5_000_000);
    let mut raw = Raw::signed_in(&server);
    let mut data = raw.data();
    raw.expect("STOR a", "150");
    data.write_all(&noise(1000)).unwrap();
    eventually("it is under way", || server.is_uploading());
    server.limit_again(&ledger, 1500);
    let _ = data.write_all(&noise(501));
    raw.expect_reply("552");
    assert!(server.names(".").is_empty());
}

#[test]
fn a_client_that_hangs_up_is_noticed_while_it_waits() {
    let server = TestServer::start();
    let ledger = server.limit(10);
    ledger.replace(Vec::new());
    // Nobody counts it.
    server.limit_again(&ledger, 10);
    let mut raw = Raw::signed_in(&server);
    let _data = raw.data();
    raw.send(b"STOR a\r\n");
    std::thread::sleep(Duration::from_millis(200));
    drop(raw);
    let begun = std::time::Instant::now();
    eventually("the session is gone", || server.sessions.list().is_empty());
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn an_upload_waits_until_the_home_was_counted() {
    let server = TestServer::start();
    server.put("outside", b"12345");
    let ledger = server.limit(10);
    ledger.replace(Vec::new());
    server.limit_again(&ledger, 10);
    let counter = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        ledger.count(ACCOUNT, &CountProgress::new()).unwrap();
    });
    let mut raw = Raw::signed_in(&server);
    let mut data = raw.data();
    raw.expect("STOR a", "150");
    data.write_all(b"123456").unwrap();
    raw.expect_reply("552");
    raw.store("STOR a", b"12345");
    counter.join().unwrap();
    check(&server);
}

#[test]
fn two_accounts_fill_their_webspace_to_the_byte_and_never_beyond() {
    const MAX: usize = 1_000_000;
    let server = TestServer::start();
    std::fs::create_dir(server.home().join(OTHER_NAME)).unwrap();
    let ledger = server.limit_webspace(MAX as u64);
    let used = || ledger.usage(QuotaHolder::Webspace).unwrap().bytes;
    // Five at a time, of which at most three fit.
    std::thread::scope(|scope| {
        for turn in 0..5 {
            let name = [NAME, OTHER_NAME][turn % 2];
            let server = &server;
            scope.spawn(move || {
                let mut raw = Raw::signed_in_as(server, name);
                for _ in 0..4 {
                    let mut data = raw.data();
                    raw.expect(&format!("STOR file-{turn}"), "150");
                    let _ = data.write_all(&noise(300_001));
                    drop(data);
                    let reply = raw.reply();
                    assert!(["226", "552"].contains(&&reply[..3]), "{reply}");
                }
            });
        }
    });
    let found = ledger.count(QuotaHolder::Webspace, &CountProgress::new());
    let found = found.unwrap().unwrap().usage.bytes;
    assert_eq!(used(), found);
    assert!(found <= MAX as u64);
    // What is left goes to either of them, and not one byte more.
    let mut other = Raw::signed_in_as(&server, OTHER_NAME);
    let left = MAX - usize::try_from(found).unwrap();
    other.store("STOR rest", &noise(left));
    let mut raw = Raw::signed_in(&server);
    let refused = |raw: &mut Raw, command: &str| {
        let mut data = raw.data();
        raw.expect(command, "150");
        data.write_all(b"x").unwrap();
        drop(data);
        raw.expect_reply("552 Quota of the whole webspace");
    };
    refused(&mut raw, "STOR more");
    refused(&mut other, "APPE rest");
    raw.expect("MKD folder", "257");
    // What one removes, the other may use; a rename takes nothing.
    raw.expect(&format!("RNFR {OTHER_NAME}/rest"), "350");
    raw.expect("RNTO folder/rest", "250");
    refused(&mut other, "STOR more");
    raw.expect("DELE folder/rest", "250");
    other.store("STOR rest", &noise(left));
    assert_eq!(used(), MAX as u64);
    refused(&mut raw, "STOR more");
}
