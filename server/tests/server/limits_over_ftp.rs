//! Limits of a subscription, as those notice who sign in over FTP, and as commands set them.

use std::path::Path;

use crate::command_line::{Answer, Running, berth};
use crate::ftp_client::FtpClient;
use crate::ftp_usage::{query, upload};
use crate::support::PASSWORD;

fn run(folder: &Path, arguments: &[&str]) -> Answer {
    let answer = berth(folder, arguments, PASSWORD);
    assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
    answer
}

fn add(folder: &Path, account: &str) {
    let home = format!("--home=/{account}");
    run(
        folder,
        &[
            "ftp-account",
            "add",
            account,
            &home,
            "--subscription=example.com",
            "--password-stdin",
        ],
    );
}

fn set(folder: &Path, limits: &[&str]) -> String {
    run(
        folder,
        &[&["subscription", "set", "example.com"], limits].concat(),
    )
    .out
}

#[test]
fn the_webspace_holds_what_it_may_whoever_writes() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let (main, secret) = (running.made[2].clone(), running.made[3].clone());
    let folder = folder.path();
    add(folder, "anna");
    add(folder, "bert");
    assert_eq!(upload(&running, "anna", PASSWORD, "before", 1000), "226");
    // Held from now on, for the sessions that are open, too.
    set(folder, &["--max-disk-space=100 kB"]);
    let webspace = folder.join("data/webspaces/example.com");
    let demo = |path: &str| std::fs::metadata(webspace.join(path)).map_or(0, |file| file.len());
    let files = [
        "httpdocs/index.html",
        "httpdocs/style.css",
        "photos/read-me.txt",
    ];
    let more = ["private/notes.txt", "logs/access.log"];
    let there: u64 = files.iter().chain(&more).map(|file| demo(file)).sum();
    let left = usize::try_from(100_000 - 1000 - there).unwrap();
    assert_eq!(upload(&running, "anna", PASSWORD, "a", 60_000), "226");
    assert_eq!(
        upload(&running, "bert", PASSWORD, "b", left - 60_000 + 1),
        "552"
    );
    assert_eq!(
        upload(&running, "bert", PASSWORD, "b", left - 60_000),
        "226"
    );
    assert_eq!(upload(&running, "anna", PASSWORD, "c", 1), "552");
    assert_eq!(upload(&running, &main, &secret, "c", 1), "552");
    assert_eq!(upload(&running, "anna", PASSWORD, "a", 59_999), "226");
    assert_eq!(upload(&running, &main, &secret, "c", 1), "226");
    assert_eq!(upload(&running, "bert", PASSWORD, "d", 1), "552");
    // Stopped in order, what is known is known at the next start.
    assert_eq!(running.terminate(), Some(0));
    let used = "SELECT CAST(used_bytes AS TEXT) FROM subscription WHERE usage_settled";
    assert_eq!(query(folder, used), ["100000"]);
    let running = Running::again(folder);
    assert_eq!(upload(&running, "bert", PASSWORD, "d", 1), "552");
    set(folder, &["--max-disk-space="]);
    assert_eq!(upload(&running, "bert", PASSWORD, "d", 50_000), "226");
}

#[test]
fn sessions_of_all_accounts_together_are_limited() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let folder = folder.path();
    add(folder, "anna");
    add(folder, "bert");
    let mut open = FtpClient::signed_in(running.ftp, "anna", PASSWORD);
    // Another number ends the sessions that are open.
    set(folder, &["--max-ftp-sessions=1"]);
    open.expect("421");
    open.expect_end();
    let _anna = FtpClient::signed_in(running.ftp, "anna", PASSWORD);
    let mut bert = FtpClient::connect(running.ftp);
    bert.expect("220");
    bert.command("USER bert", "331");
    bert.command(&format!("PASS {PASSWORD}"), "421");
}

#[test]
fn plans_are_made_given_and_changed_by_commands() {
    let folder = tempfile::tempdir().unwrap();
    let _running = Running::demo(folder.path());
    let folder = folder.path();
    add(folder, "anna");
    add(folder, "bert");
    run(
        folder,
        &[
            "plan",
            "add",
            "Offre S",
            "--max-ftp-accounts=10",
            "--max-disk-space=5 GB",
        ],
    );
    set(folder, &["--plan=Offre S"]);
    let listed = run(folder, &["plan", "list", "--json"]).out;
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["name"], "Offre S");
    assert_eq!(listed[0]["subscriptions"], 1);
    assert_eq!(listed[0]["max_ftp_accounts"], 10);
    assert_eq!(listed[0]["max_files"], serde_json::Value::Null);
    // What it would mean, and then what it does mean.
    let fewer = ["plan", "set", "Offre S", "--max-ftp-accounts=2"];
    let preview = run(folder, &[&fewer[..], &["--dry-run"]].concat()).out;
    assert!(
        preview.contains("example.com has 3 of 2 accounts"),
        "{preview}"
    );
    add(folder, "carl");
    run(folder, &fewer);
    let more = [
        "ftp-account",
        "add",
        "dora",
        "--home=/",
        "--subscription=example.com",
    ];
    let refused = berth(
        folder,
        &[&more[..], &["--password-stdin"]].concat(),
        PASSWORD,
    );
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("4 of 2 accounts"), "{}", refused.err);
    let refused = berth(folder, &["plan", "remove", "Offre S"], "");
    assert!(refused.err.contains("1 subscription"), "{}", refused.err);
    let listed = run(folder, &["subscription", "list", "--json"]).out;
    assert!(listed.contains("\"plan\": \"Offre S\""), "{listed}");
    // Without the plan, its limits are the subscription's own.
    set(folder, &["--plan="]);
    run(folder, &["plan", "remove", "Offre S"]);
    let most = "SELECT CAST(max_ftp_accounts AS TEXT) FROM subscription";
    assert_eq!(query(folder, most), ["2"]);
    let unknown = [
        "subscription",
        "set",
        "example.com",
        "--locked-settings=nothing",
    ];
    let refused = berth(folder, &unknown, "");
    assert!(
        refused.err.contains("permission,quota_bytes"),
        "{}",
        refused.err
    );
    let both = [
        "subscription",
        "set",
        "example.com",
        "--plan=x",
        "--max-files=1",
    ];
    assert_eq!(berth(folder, &both, "").code, 2);
}
