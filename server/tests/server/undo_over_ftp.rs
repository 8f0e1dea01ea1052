//! Undoing, by commands, with real FTP clients.

use std::process::Command;

use crate::accounts_over_ftp::{Control, add_paul};
use crate::command_line::{Running, berth};
use crate::support::PASSWORD;

/// The names in the root folder of a session, by `curl`; none if it may not sign in.
fn curl(running: &Running, name: &str) -> Option<String> {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--list-only", "--user"])
        .arg(format!("{name}:{PASSWORD}"))
        .arg(format!("ftp://{}/", running.ftp))
        .output()
        .unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_removed_account_is_refused_at_once_and_restored_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, "");
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
        answer.out
    };
    let mut paul = Control::open(running.ftp);
    assert_eq!(paul.sign_in("paul", PASSWORD), 230);
    let said = run(&["ftp-account", "remove", "paul"]);
    assert!(said.contains("30 days"), "{said}");
    assert_eq!(paul.reply(), 421);
    assert_eq!(curl(&running, "paul"), None);
    let listed = run(&["ftp-account", "list", "--json"]);
    assert!(!listed.contains("paul"), "{listed}");
    let listed = run(&["ftp-account", "list", "--removed", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["name"], "paul");
    assert_eq!(listed[0]["home_directory"], "/photos");
    assert_eq!(listed[0]["removed_by"], "(command line)");
    let listed = run(&["ftp-account", "list", "--removed"]);
    assert!(listed.contains("the command line"), "{listed}");
    let add = [
        "ftp-account",
        "add",
        "paul",
        "--subscription=example.com",
        "--home=/",
        "--password-stdin",
    ];
    let taken = berth(folder.path(), &add, PASSWORD);
    assert_eq!(taken.code, 1);
    assert!(taken.err.contains("in the trash"), "{}", taken.err);

    let said = run(&["ftp-account", "restore", "paul"]);
    assert!(said.contains("restored"), "{said}");
    assert_eq!(curl(&running, "paul").as_deref(), Some("read-me.txt\n"));
    let refused = berth(folder.path(), &["ftp-account", "restore", "paul"], "");
    assert_eq!(refused.code, 1);

    run(&["ftp-account", "remove", "paul"]);
    let said = run(&["ftp-account", "remove", "paul", "--purge"]);
    assert!(said.contains("for good"), "{said}");
    assert!(!run(&["ftp-account", "list", "--removed"]).contains("paul"));
    assert_eq!(berth(folder.path(), &add, PASSWORD).code, 0);
}

#[test]
fn the_old_name_works_for_as_long_as_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let rename = [
        "ftp-account",
        "set",
        "paul",
        "--rename=pauline",
        "--keep-old-name=30",
    ];
    let renamed = berth(folder.path(), &rename, "");
    assert_eq!(renamed.code, 0, "{}", renamed.err);
    assert!(
        renamed.out.contains("old name works until"),
        "{}",
        renamed.out
    );
    for name in ["paul", "pauline"] {
        let listed = curl(&running, name);
        assert_eq!(listed.as_deref(), Some("read-me.txt\n"), "{name}");
    }
    assert_eq!(curl(&running, "nobody"), None);
    let mut paul = Control::open(running.ftp);
    assert_eq!(paul.sign_in("paul", PASSWORD), 230);
    // What ends the account's sessions ends those under the old name too.
    let set = ["ftp-account", "set", "pauline", "--permission=read-only"];
    assert_eq!(berth(folder.path(), &set, "").code, 0);
    assert_eq!(paul.reply(), 421);
    let too_long = [
        "ftp-account",
        "set",
        "pauline",
        "--rename=x1",
        "--keep-old-name=91",
    ];
    let too_long = berth(folder.path(), &too_long, "");
    assert_eq!(too_long.code, 1);
    assert!(too_long.err.contains("90"), "{}", too_long.err);
}
