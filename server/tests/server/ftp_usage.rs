//! Quotas of accounts: what homes hold, counted, followed over FTP, and written down.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use model::{AccountName, Actor, AppError, Field, FtpAccountChange, FtpUsageView, Purge, Role};
use sea_orm::ConnectionTrait;
use tokio_util::sync::CancellationToken;

use crate::command_line::{Answer, Running, berth};
use crate::support::{Installation, PASSWORD, database_of, domain, name, new_account, texts};

/// An installation that counts, with the account `paul` in `/paul`.
async fn installation(settings: &[(Field, &str)]) -> Installation {
    let installation = Installation::with_example().await;
    let mut new = new_account("paul", "/paul");
    for (field, text) in settings {
        new.settings.set(*field, text).unwrap();
    }
    let services = installation.services.clone();
    services
        .ftp_accounts
        .add(&Actor::CommandLine, &domain("example.com"), new)
        .await
        .unwrap();
    services.ftp_usage.set_recount_after(Duration::ZERO);
    tokio::spawn(async move {
        services
            .ftp_usage
            .count_until(CancellationToken::new())
            .await
    });
    installation
}

async fn view(installation: &Installation, account: &AccountName) -> FtpUsageView {
    installation
        .services
        .ftp_usage
        .view(&Actor::CommandLine, &domain("example.com"), account)
        .await
        .unwrap()
}

/// « Recalculer », to its end.
async fn recount(installation: &Installation, account: &str) -> (u64, u64) {
    let account = name(account);
    let services = &installation.services;
    services
        .ftp_usage
        .recount(&Actor::CommandLine, &domain("example.com"), &account)
        .await
        .unwrap();
    let begun = Instant::now();
    loop {
        let seen = view(installation, &account).await;
        if seen.counting.is_none() {
            assert!(seen.usage.counted_at.is_some());
            return (seen.usage.bytes, seen.usage.files);
        }
        assert!(begun.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn write(installation: &Installation, path: &str, bytes: usize) {
    let path = installation.webspace("example.com").join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, vec![b'x'; bytes]).unwrap();
}

#[tokio::test]
async fn a_home_is_counted_on_request_with_a_quota_or_without() {
    let installation = installation(&[(Field::QuotaBytes, "1 kB")]).await;
    write(&installation, "paul/a", 10);
    write(&installation, "paul/deep/b", 20);
    write(&installation, "elsewhere", 5);
    assert_eq!(recount(&installation, "paul").await, (30, 3));
    assert_eq!(recount(&installation, "example").await, (35, 5));
    let shown = installation.view("paul").await;
    assert_eq!((shown.usage.bytes, shown.usage.files), (30, 3));
    assert_eq!(shown.settings.quota_bytes, Some(1000));
    // What is outside is another's, also through a link.
    let inside = installation.webspace("example.com").join("paul");
    std::os::unix::fs::symlink(installation.data_dir(), inside.join("out")).unwrap();
    assert_eq!(recount(&installation, "paul").await, (30, 3));
    std::fs::remove_dir_all(inside).unwrap();
    assert_eq!(recount(&installation, "paul").await.1, 3, "as it was last");
}

#[tokio::test]
async fn a_count_that_could_not_read_all_is_marked_until_one_can() {
    let installation = installation(&[]).await;
    write(&installation, "paul/a", 10);
    recount(&installation, "paul").await;
    let database = installation.database().await;
    let incomplete = "UPDATE ftp_account SET usage_incomplete = TRUE WHERE name = 'paul'";
    database.execute_unprepared(incomplete).await.unwrap();
    let paul = name("paul");
    assert!(view(&installation, &paul).await.usage.is_incomplete);
    recount(&installation, "paul").await;
    assert!(!view(&installation, &paul).await.usage.is_incomplete);
    // A home that cannot be opened is not counted either, and keeps what is known.
    let home = installation.webspace("example.com").join("paul");
    std::fs::rename(&home, home.with_file_name("away")).unwrap();
    std::os::unix::fs::symlink("paul", &home).unwrap();
    assert_eq!(recount(&installation, "paul").await, (10, 1));
    assert!(view(&installation, &paul).await.usage.is_incomplete);
}

#[tokio::test]
async fn folders_that_the_panel_makes_count_for_the_main_account() {
    let installation = installation(&[]).await;
    let database = installation.database().await;
    let quota = "UPDATE ftp_account SET quota_bytes = 1000 WHERE is_main";
    database.execute_unprepared(quota).await.unwrap();
    let before = recount(&installation, "example").await.1;
    let services = &installation.services;
    let new = new_account("anna", "/x/y");
    let (actor, example) = (Actor::CommandLine, domain("example.com"));
    let added = services.ftp_accounts.add(&actor, &example, new);
    added.await.unwrap();
    let path = crate::support::home("/x/z");
    let made = services.webspaces.make_folder(&actor, &example, path);
    made.await.unwrap();
    let begun = Instant::now();
    while view(&installation, &name("example")).await.usage.files != before + 3 {
        assert!(begun.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn another_home_is_counted_anew() {
    let installation = installation(&[]).await;
    write(&installation, "paul/a", 10);
    assert_eq!(recount(&installation, "paul").await, (10, 1));
    let change = FtpAccountChange {
        home_directory: Some(crate::support::home("/other")),
        ..FtpAccountChange::default()
    };
    let services = &installation.services;
    services
        .ftp_accounts
        .change(
            &Actor::CommandLine,
            &domain("example.com"),
            &name("paul"),
            change,
        )
        .await
        .unwrap();
    let shown = installation.view("paul").await;
    assert_eq!((shown.usage.bytes, shown.usage.counted_at), (0, None));
    assert_eq!(recount(&installation, "paul").await, (0, 0));
}

#[tokio::test]
async fn files_that_go_with_their_account_take_nothing_of_the_main_one_s_quota() {
    let installation = installation(&[]).await;
    let database = installation.database().await;
    let quota = "UPDATE ftp_account SET quota_bytes = 1000 WHERE is_main";
    database.execute_unprepared(quota).await.unwrap();
    write(&installation, "paul/a", 10);
    write(&installation, "kept", 5);
    assert_eq!(recount(&installation, "example").await, (15, 3));
    installation.remove("paul").await;
    let (example, paul) = (domain("example.com"), name("paul"));
    let purge = Purge::WithFiles("paul");
    let services = &installation.services;
    let purged = services
        .trash
        .purge(&Actor::CommandLine, &example, &paul, purge);
    purged.await.unwrap();
    let begun = Instant::now();
    loop {
        let used = view(&installation, &name("example")).await.usage;
        if (used.bytes, used.files) == (5, 1) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{used:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn only_who_sees_an_account_has_it_counted() {
    let installation = installation(&[]).await;
    installation.add_user("bob", Role::Customer).await;
    let (_, bob) = installation.sign_in("bob").await;
    let (_, marie) = installation.sign_in("marie").await;
    let services = &installation.services;
    let (domain, paul) = (domain("example.com"), name("paul"));
    for (actor, account, seen) in [
        (&bob, &paul, false),
        (&marie, &paul, true),
        (&marie, &name("no-one"), false),
    ] {
        let expected = if seen {
            Ok(())
        } else {
            Err(AppError::NotFound)
        };
        let recounted = services.ftp_usage.recount(actor, &domain, account).await;
        assert_eq!(recounted, expected);
        let viewed = services.ftp_usage.view(actor, &domain, account).await;
        assert_eq!(viewed.map(drop), expected);
    }
}

#[tokio::test]
async fn what_changed_without_ftp_is_seen_at_the_next_sign_in() {
    let installation = installation(&[(Field::QuotaFiles, "5")]).await;
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    assert_eq!(view(&installation, &name("paul")).await.usage.files, 0);
    write(&installation, "paul/a", 10);
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    let seen = view(&installation, &name("paul")).await;
    assert_eq!((seen.usage.bytes, seen.usage.files), (10, 1));
    assert_eq!((seen.quota_bytes, seen.quota_files), (None, Some(5)));
}

#[tokio::test]
async fn the_quota_version_grows_with_each_change() {
    let installation = installation(&[]).await;
    let database = installation.database().await;
    let version = async || {
        let sql = "SELECT CAST(quota_version AS TEXT) FROM subscription";
        texts(&database, sql).await[0].parse::<i64>().unwrap()
    };
    let mut before = version().await;
    for (sql, changes) in [
        (
            "UPDATE ftp_account SET home_directory = '/x' WHERE name = 'paul'",
            false,
        ),
        (
            "UPDATE ftp_account SET quota_bytes = 5 WHERE name = 'paul'",
            true,
        ),
        (
            "UPDATE ftp_account SET quota_bytes = 5 WHERE name = 'paul'",
            false,
        ),
        (
            "UPDATE ftp_account SET quota_files = 5 WHERE name = 'paul'",
            true,
        ),
        (
            "UPDATE ftp_account SET used_bytes = 5, note = 'x' WHERE name = 'paul'",
            false,
        ),
        (
            "UPDATE ftp_account SET home_directory = '/y' WHERE name = 'paul'",
            true,
        ),
        (
            "UPDATE ftp_account SET removed_at = 1 WHERE name = 'paul'",
            true,
        ),
        (
            "UPDATE ftp_account SET removed_at = NULL WHERE name = 'paul'",
            true,
        ),
        ("DELETE FROM ftp_account WHERE name = 'paul'", true),
    ] {
        database.execute_unprepared(sql).await.unwrap();
        let now = version().await;
        assert_eq!(now, before + i64::from(changes), "{sql}");
        before = now;
    }
    let refused = database
        .execute_unprepared("UPDATE ftp_account SET quota_bytes = 0")
        .await;
    assert!(refused.is_err());
}

fn run(folder: &Path, arguments: &[&str]) -> Answer {
    let answer = berth(folder, arguments, PASSWORD);
    assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
    answer
}

fn add(folder: &Path, account: &str, home: &str, settings: &[&str]) {
    let home = format!("--home={home}");
    let add = ["ftp-account", "add", account, &home];
    let more = ["--subscription=example.com", "--password-stdin"];
    run(folder, &[&add, &more[..], settings].concat());
}

/// An upload with curl; returns the server's reply code, such as `226` or `552`.
pub(crate) fn upload(
    running: &Running,
    account: &str,
    password: &str,
    path: &str,
    bytes: usize,
) -> String {
    let local = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(local.path(), vec![b'x'; bytes]).unwrap();
    let output = Command::new("curl")
        .args(["-sv", "--user", &format!("{account}:{password}"), "-T"])
        .arg(local.path())
        .arg(format!("ftp://{}/{path}", running.ftp))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut replies = said
        .lines()
        .rev()
        .filter_map(|line| line.strip_prefix("< "));
    let of_transfer =
        |reply: &&str| reply.starts_with("226") || reply.starts_with('5') || reply.starts_with('4');
    let reply = replies.find(of_transfer);
    reply.map_or(said.clone(), |reply| reply[..3].to_owned())
}

fn webspace(folder: &Path) -> std::path::PathBuf {
    folder.join("data/webspaces/example.com")
}

/// The first column of a query on the database of a server that runs or ran.
pub(crate) fn query(folder: &Path, sql: &str) -> Vec<String> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { texts(&database_of(folder).await, sql).await })
}

#[test]
fn quotas_hold_for_all_who_write_and_are_kept_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    let (main, secret) = (running.made[2].clone(), running.made[3].clone());
    let folder = folder.path();
    add(
        folder,
        "outer",
        "/site",
        &["--quota=10kB", "--quota-files=4"],
    );
    add(folder, "inner", "/site/inner", &["--quota", "2 Kio"]);
    add(folder, "free", "/site", &[]);

    assert_eq!(upload(&running, "inner", PASSWORD, "a", 2049), "552");
    assert_eq!(upload(&running, "inner", PASSWORD, "a", 2048), "226");
    assert_eq!(upload(&running, "inner", PASSWORD, "a", 2000), "226");
    assert_eq!(upload(&running, "inner", PASSWORD, "b", 49), "552");
    // Whoever it is, and from wherever: the main account, and one that shares the home.
    assert_eq!(upload(&running, &main, &secret, "site/inner/b", 49), "552");
    assert_eq!(upload(&running, &main, &secret, "site/b", 8001), "552");
    assert_eq!(upload(&running, "free", PASSWORD, "b", 8000), "226");
    assert_eq!(upload(&running, "free", PASSWORD, "c", 1), "552");
    assert_eq!(upload(&running, "outer", PASSWORD, "c", 0), "226");
    assert_eq!(
        upload(&running, "outer", PASSWORD, "d", 0),
        "552",
        "3 files and a folder"
    );
    assert_eq!(upload(&running, &main, &secret, "elsewhere", 50_000), "226");
    assert!(!webspace(folder).join("site/inner/b").exists());

    // A change by a command holds for sessions that are open, a second later.
    run(
        folder,
        &["ftp-account", "set", "outer", "--quota=", "--quota-files="],
    );
    assert_eq!(upload(&running, "free", PASSWORD, "d", 50_000), "226");
    run(folder, &["ftp-account", "set", "outer", "--quota=61 kB"]);
    let listed = run(folder, &["ftp-account", "list", "--json"]).out;
    assert!(listed.contains("\"quota_bytes\": 2048"), "{listed}");
    assert_eq!(upload(&running, "free", PASSWORD, "e", 1001), "552");

    // Stopped in order, what is known is known at the next start.
    assert_eq!(running.terminate(), Some(0));
    let used = query(
        folder,
        "SELECT name || ' ' || used_bytes || ' ' || used_files FROM ftp_account \
         WHERE quota_bytes IS NOT NULL AND usage_settled ORDER BY name",
    );
    assert_eq!(used, ["inner 2000 1", "outer 60000 5"]);
}

#[test]
fn a_size_that_may_mean_two_things_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _running = Running::demo(folder.path());
    for size in ["5", "1,500 MB", "much"] {
        let add = ["ftp-account", "set", "example", "--quota", size];
        let answer = berth(folder.path(), &add, "");
        assert!(
            answer.code != 0 && answer.err.contains("unit"),
            "{}",
            answer.err
        );
    }
}

#[test]
fn what_a_crash_forgot_is_counted_again() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add(folder.path(), "paul", "/paul", &["--quota=1kB"]);
    assert_eq!(upload(&running, "paul", PASSWORD, "a", 600), "226");
    // Killed: nothing is written any more.
    drop(running);
    std::fs::write(webspace(folder.path()).join("paul/b"), [0; 300]).unwrap();
    let running = Running::again(folder.path());
    assert_eq!(upload(&running, "paul", PASSWORD, "c", 101), "552");
    assert_eq!(upload(&running, "paul", PASSWORD, "c", 100), "226");
}
