//! Subscriptions suspended and removed, by commands, with real FTP clients.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};

use crate::accounts_over_ftp::{Control, add_paul};
use crate::command_line::{Running, berth};
use crate::support::PASSWORD;

/// A control connection, and an upload of it that is under way.
fn uploading(running: &Running) -> (Control, TcpStream) {
    let mut control = Control::open(running.ftp);
    assert_eq!(control.sign_in("paul", PASSWORD), 230);
    let port = control.passive_port();
    let mut data = TcpStream::connect(SocketAddr::new(running.ftp.ip(), port)).unwrap();
    assert_eq!(control.send("STOR big.bin"), 150);
    data.write_all(&[7; 4096]).unwrap();
    (control, data)
}

#[test]
fn what_is_suspended_is_refused_at_once_and_resumed_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, "");
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
        answer.out
    };
    let (mut paul, _data) = uploading(&running);
    let said = run(&["subscription", "suspend", "example.com"]);
    assert!(said.contains("nothing is lost"), "{said}");
    // In the middle of an upload.
    let reply = paul.last_line();
    let why = "421 This account was suspended with its subscription.";
    assert!(reply.starts_with(why), "{reply}");
    let mut refused = Control::open(running.ftp);
    assert_eq!(refused.sign_in("paul", PASSWORD), 530);
    let listed = run(&["subscription", "list", "--json"]);
    assert!(listed.contains("\"suspended_at\": \"20"), "{listed}");
    let again = berth(
        folder.path(),
        &["subscription", "suspend", "example.com"],
        "",
    );
    assert_eq!(again.code, 1);
    assert!(again.err.contains("already"), "{}", again.err);
    let said = run(&["subscription", "resume", "example.com"]);
    assert!(said.contains("sign in again"), "{said}");
    let mut paul = Control::open(running.ftp);
    assert_eq!(paul.sign_in("paul", PASSWORD), 230);
    assert_eq!(paul.send("SIZE read-me.txt"), 213);
}

#[test]
fn what_is_removed_ends_at_once_and_is_restored_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, "");
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
        answer.out
    };
    let said = run(&[
        "subscription",
        "set",
        "example.com",
        "--domain=exämple.test",
        "--owner=admin",
    ]);
    assert!(said.contains("exämple.test"), "{said}");
    let (mut paul, _data) = uploading(&running);
    let said = run(&["subscription", "remove", "xn--exmple-cua.test"]);
    assert!(
        said.contains("30 days") && said.contains("exämple.test"),
        "{said}"
    );
    assert_eq!(paul.reply(), 421, "in the middle of an upload");
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 530);
    assert!(!run(&["subscription", "list"]).contains("exämple.test"));
    let listed = run(&["subscription", "list", "--removed"]);
    assert!(
        listed.contains("exämple.test") && listed.contains("the command line"),
        "{listed}"
    );
    let listed = run(&["subscription", "list", "--removed", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["domain"], "xn--exmple-cua.test");
    assert_eq!(listed[0]["ftp_accounts"], 2);

    run(&["subscription", "restore", "exämple.test"]);
    assert_eq!(Control::open(running.ftp).sign_in("paul", PASSWORD), 230);
    let wrong = [
        "subscription",
        "remove",
        "exämple.test",
        "--files",
        "--confirm=example.com",
    ];
    let wrong = berth(folder.path(), &wrong, "");
    assert_eq!(wrong.code, 1);
    assert_eq!(
        Control::open(running.ftp).sign_in("paul", PASSWORD),
        230,
        "nothing was removed"
    );
    let said = run(&[
        "subscription",
        "remove",
        "exämple.test",
        "--files",
        "--confirm=xn--exmple-cua.test",
    ]);
    assert!(said.contains("for good, and with it"), "{said}");
    let webspace = folder.path().join("data/webspaces/example.com");
    assert_eq!(std::fs::read_dir(webspace).unwrap().count(), 0);
}
