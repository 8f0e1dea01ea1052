//! `berth backup` and `berth restore`, as an operator uses them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sea_orm::ConnectionTrait;

use crate::accounts_over_ftp::{Control, add_paul};
use crate::command_line::{Answer, Running, berth, berth_with, command};
use crate::support::{OTHER_PASSWORD, PASSWORD, database_of, texts};

const BACKUP: [&str; 2] = ["backup", "berth.backup"];
const RESTORE: [&str; 2] = ["restore", "berth.backup"];

fn run(folder: &Path, arguments: &[&str]) -> String {
    let answer = berth(folder, arguments, OTHER_PASSWORD);
    assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
    answer.out + &answer.err
}

/// A command that is refused by one line; the line.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    one_line(berth(folder, arguments, ""))
}

fn one_line(answer: Answer) -> String {
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    answer.err
}

/// Whether the installation keeps its data in a file: backups of PostgreSQL are its own.
fn is_file(folder: &Path) -> bool {
    crate::database::database_url(folder).is_none()
}

fn signs_in(running: &Running, name: &str, password: &str) -> bool {
    Control::open(running.ftp).sign_in(name, password) == 230
}

/// The files of the data folder, with their bytes.
fn data(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = folder.join("data").read_dir().unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|file| file.is_file())
        .map(|file| (file.clone(), fs::read(file).unwrap()))
        .collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_backed_up_while_berth_serves_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    if !is_file(folder) {
        return;
    }
    let running = Running::demo(folder);
    add_paul(folder);
    fs::write(folder.join("berth.toml"), "# settings, none of them\n").unwrap();
    let settings = [("BERTH_CONFIG", "berth.toml")];
    let made = berth_with(folder, &settings, &BACKUP);
    assert_eq!((made.code, made.out.as_str()), (0, ""), "{}", made.err);
    for part in [
        "berth.sqlite",
        "ftp-key.pem",
        "ftp-certificate.pem",
        "berth.toml",
        "hashes",
    ] {
        assert!(made.err.contains(part), "{}", made.err);
    }
    let backup = folder.join("berth.backup");
    assert_eq!(
        backup.metadata().unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(refused(folder, &BACKUP).contains("--force"));
    run(folder, &["backup", "berth.backup", "--force"]);
    let in_use = refused(folder, &RESTORE);
    assert!(in_use.contains("is running"), "{in_use}");
    let piped = command(folder).args(["backup", "-"]).output().unwrap();
    assert!(piped.status.success() && piped.stdout.starts_with(b"\x1f\x8b"));

    // What comes after the backup is gone, and what was then is back.
    run(folder, &["ftp-account", "set", "paul", "--password-stdin"]);
    run(folder, &["ftp-account", "remove", "paul"]);
    let certificate = fs::read(folder.join("data/ftp-certificate.pem")).unwrap();
    assert_eq!(running.terminate(), Some(0));
    fs::write(folder.join("data/ftp-certificate.pem"), "broken").unwrap();
    let restored = run(folder, &RESTORE);
    assert!(restored.contains("before-restore-"), "{restored}");
    assert_eq!(
        fs::read(folder.join("data/ftp-certificate.pem")).unwrap(),
        certificate
    );
    let running = Running::again(folder);
    assert!(signs_in(&running, "paul", PASSWORD) && !signs_in(&running, "paul", OTHER_PASSWORD));
    assert_eq!(running.terminate(), Some(0));
    let names: Vec<String> = (data(folder).iter())
        .map(|(file, _)| file.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let kept = names
        .iter()
        .filter(|name| name.contains(".before-restore-"));
    assert_eq!(kept.count(), 3, "{names:?}");
    let database = database_of(folder).await;
    let noted = "SELECT action FROM audit_event WHERE action = 'database.restore'";
    assert_eq!(texts(&database, noted).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_let_in_again_by_what_a_backup_remembers() {
    let installation = crate::support::Installation::with_example().await;
    let folder = installation.path("");
    if !is_file(&folder) {
        return;
    }
    let (token, _) = installation.sign_in("marie").await;
    let link = [
        "ftp-account",
        "link",
        "example",
        "--public-url=https://panel.example.com",
    ];
    run(&folder, &link);
    let waits = "INSERT INTO sign_in_challenge \
                 (token_hash, panel_user_id, made_at, expires_at, known_device, attempts) \
                 SELECT 'x', id, 0, 4102444800, FALSE, 0 FROM panel_user";
    let database = installation.database().await;
    database.execute_unprepared(waits).await.unwrap();
    database.close().await.unwrap();
    run(&folder, &BACKUP);
    installation.services.close().await;
    run(&folder, &RESTORE);
    let services = installation.restarted().await;
    assert!(services.sessions.resume(&token).await.unwrap().is_none());
    let database = installation.database().await;
    for table in [
        "session",
        "sign_in_challenge",
        "one_time_link",
        "device_cookie",
    ] {
        let left = texts(&database, &format!("SELECT '' || count(*) FROM {table}")).await;
        assert_eq!(left, ["0"], "{table}");
    }
}

#[test]
fn a_backup_that_is_not_whole_or_not_berths_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    if !is_file(folder) {
        return;
    }
    assert_eq!(Running::demo(folder).terminate(), Some(0));
    run(folder, &BACKUP);
    let backup = fs::read(folder.join("berth.backup")).unwrap();
    let before = data(folder);
    let mut changed = backup.clone();
    changed[backup.len() / 2] ^= 1;
    for (bytes, said) in [
        (&backup[..backup.len() - 1], "incomplete or was changed"),
        (&backup[..backup.len() / 2], "incomplete or was changed"),
        (&changed, "incomplete or was changed"),
        (b"something else", "no backup of Berth's"),
        (b"", "no backup of Berth's"),
    ] {
        fs::write(folder.join("bad.backup"), bytes).unwrap();
        let sentence = refused(folder, &["restore", "bad.backup"]);
        assert!(sentence.contains(said), "{sentence}");
        assert!(data(folder) == before, "{said}");
        assert!(!folder.join("data/restore.partial").exists());
    }
    let missing = refused(folder, &["restore", "missing.backup"]);
    assert!(missing.contains("missing.backup"), "{missing}");
    let other = [("BERTH_DATABASE_URL", "postgres://localhost/berth")];
    let other = one_line(berth_with(folder, &other, &RESTORE));
    assert!(other.contains("BERTH_DATABASE_URL"), "{other}");
}

#[test]
fn a_backup_goes_to_an_empty_machine_and_a_broken_database_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    if !is_file(folder.path()) {
        return;
    }
    let running = Running::demo(folder.path());
    let (name, password) = (running.made[2].clone(), running.made[3].clone());
    assert_eq!(running.terminate(), Some(0));
    run(folder.path(), &BACKUP);
    let sites = folder.path().join("data/webspaces");

    let empty = tempfile::tempdir().unwrap();
    fs::copy(
        folder.path().join("berth.backup"),
        empty.path().join("berth.backup"),
    )
    .unwrap();
    run(empty.path(), &RESTORE);
    let mode = |name: &str| {
        let file = empty.path().join(name).metadata().unwrap();
        file.permissions().mode() & 0o777
    };
    assert_eq!((mode("data"), mode("data/berth.sqlite")), (0o700, 0o600));
    assert_eq!(mode("data/ftp-key.pem"), 0o600);
    // The webspace is where it was.
    let allowed = [("BERTH_WEBSPACE_BASES", sites.to_str().unwrap())];
    let running = Running::with(empty.path(), &allowed);
    assert!(signs_in(&running, &name, &password));
    assert_eq!(running.terminate(), Some(0));

    fs::write(
        folder.path().join("data/berth.sqlite"),
        "no database at all".repeat(500),
    )
    .unwrap();
    fs::write(folder.path().join("data/berth.sqlite-wal"), "nor a log").unwrap();
    run(folder.path(), &RESTORE);
    let running = Running::again(folder.path());
    assert!(signs_in(&running, &name, &password));
    assert_eq!(running.terminate(), Some(0));
}

/// A restore that is killed leaves a folder: before it is decided nothing holds of it, and after that
/// whoever starts next ends it.
#[test]
fn a_restore_that_is_killed_is_not_begun_or_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    if !is_file(folder) {
        return;
    }
    let running = Running::demo(folder);
    add_paul(folder);
    run(folder, &BACKUP);
    run(folder, &["ftp-account", "set", "paul", "--password-stdin"]);
    assert_eq!(running.terminate(), Some(0));
    let data_dir = folder.join("data");
    let (partial, ready) = (
        data_dir.join("restore.partial"),
        data_dir.join("restore.ready"),
    );

    // Killed while it was extracted.
    fs::create_dir(&partial).unwrap();
    fs::write(partial.join("berth.sqlite"), "half a database").unwrap();
    let running = Running::again(folder);
    assert!(signs_in(&running, "paul", OTHER_PASSWORD));
    assert_eq!(running.terminate(), Some(0));

    // Killed when it was decided: each step of what follows may have been the last one.
    let database = data_dir.join("berth.sqlite");
    let now = fs::read(&database).unwrap();
    run(folder, &RESTORE);
    let then = fs::read(&database).unwrap();
    for step in 0..4 {
        for file in data_dir.read_dir().unwrap() {
            let file = file.unwrap().path();
            if file.to_str().unwrap().contains("before-restore") {
                fs::remove_file(file).unwrap();
            }
        }
        fs::create_dir(&ready).unwrap();
        let plan = format!(
            r#"{{"database":{database:?},"kept":".before-restore-now","beside":"restored-now"}}"#
        );
        fs::write(ready.join("plan.json"), plan).unwrap();
        fs::write(&database, &now).unwrap();
        fs::write(ready.join("berth.sqlite"), &then).unwrap();
        if step > 0 {
            fs::rename(&database, data_dir.join("berth.sqlite.before-restore-now")).unwrap();
        }
        if step > 1 {
            fs::rename(ready.join("berth.sqlite"), &database).unwrap();
        }
        if step > 2 {
            fs::remove_file(ready.join("plan.json")).unwrap();
        }
        let running = Running::again(folder);
        assert!(signs_in(&running, "paul", PASSWORD), "{step}");
        assert!(!ready.exists(), "{step}");
        assert_eq!(running.terminate(), Some(0));
        let kept = fs::read(data_dir.join("berth.sqlite.before-restore-now")).unwrap();
        assert!(kept == now, "{step}");
    }
}

#[test]
fn for_postgresql_it_is_said_what_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://berth:s3cret-word@db.example.com/panel";
    fs::create_dir(folder.path().join("data")).unwrap();
    let made = berth_with(folder.path(), &[("BERTH_DATABASE_URL", url)], &BACKUP);
    assert_eq!(made.code, 0, "{}", made.err);
    let command = "pg_dump --host=db.example.com --port=5432 --username=berth";
    assert!(made.err.contains(command), "{}", made.err);
    let restored = berth_with(folder.path(), &[("BERTH_DATABASE_URL", url)], &RESTORE);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(restored.out.contains("pg_restore"), "{}", restored.out);
    let all = made.err + &restored.out;
    assert!(!all.contains("s3cret-word"), "{all}");
}
