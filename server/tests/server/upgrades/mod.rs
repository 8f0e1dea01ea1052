//! Data of every version so far: brought up to date by the program, and used.

mod fixture;
mod rows;

use std::path::Path;

use model::{Actor, HistoryEvent, HistoryKey, PageNumber, RecoveryCode, SecondFactorCode};
use sea_orm::ConnectionTrait;
use server::application::open_services;
use services::store::{Database, Store, migrate_to};
use services::{FormerTokens, Sessions, SignInStep, WebspacePlaces};

use self::fixture::{dump, file_of, load, migrations_of, versions};
use crate::accounts_over_ftp::Control;
use crate::command_line::{Running, berth};
use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, database_of, domain, name, origin, storage, texts,
};

/// The version since which a removed account can be restored, that since which a former name works, and
/// that since which a removed subscription can be restored.
const TRASH_SINCE: u32 = 4;
const FORMER_NAMES_SINCE: u32 = 7;
const SUBSCRIPTION_LIFE_SINCE: u32 = 21;
/// The version since which there are API tokens, and one of Marie's for a subscription.
const API_TOKENS_SINCE: u32 = 29;
const API_TOKEN: &str = "berth_6666666666666666666666666666666666666666666";
/// The version since which there are second factors, and the administrator's recovery code.
const SECOND_FACTORS_SINCE: u32 = 23;
const RECOVERY_CODE: &str = "abcd-efgh-ijkl-mnop";

#[test]
fn every_version_has_its_data_here() {
    let there: Vec<u32> = fixture::all().into_keys().collect();
    assert_eq!(
        there,
        versions(),
        "make what is missing: cargo test -p server --features app/ssr --test server \
         make_missing_fixtures -- --ignored"
    );
}

/// Makes the fixtures of the newest versions, from that of the one before. What a version newly keeps is
/// added to `rows.rs` first.
#[tokio::test]
#[ignore = "writes into the sources; to be run when there is a new migration"]
async fn make_missing_fixtures() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fixture.sqlite");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let database = sea_orm::Database::connect(url).await.unwrap();
    let there = fixture::all().into_keys().max().unwrap_or(0);
    if there > 0 {
        let sql = std::fs::read_to_string(file_of(there)).unwrap();
        fixture::fill(&database, &sql).await;
    }
    let hash = password_hash().await;
    for version in versions().into_iter().filter(|version| *version > there) {
        let migrated = migrate_to(&database, migrations_of(version));
        migrated.await.unwrap();
        for (_, sql) in rows::ROWS.iter().filter(|(since, _)| *since == version) {
            let sql = filled(sql, &hash);
            database.execute_unprepared(&sql).await.unwrap();
        }
        std::fs::write(file_of(version), dump(&database).await).unwrap();
    }
}

/// Rows with what stands in them for other values.
fn filled(sql: &str, hash: &str) -> String {
    let mut filled = sql.replace("{hash}", hash);
    while let Some((before, rest)) = filled.split_once("{key of ") {
        let (text, after) = rest.split_once('}').unwrap();
        filled = format!("{before}{}{after}", model::sort_key(text));
    }
    filled
}

async fn password_hash() -> String {
    let installation = Installation::with_example().await;
    let hashes = "SELECT password_hash FROM ftp_account";
    texts(&installation.database().await, hashes)
        .await
        .remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_every_version_is_brought_up_to_date_and_used() {
    for version in fixture::all().into_keys() {
        let folder = tempfile::tempdir().unwrap();
        let webspaces = make_webspaces(folder.path());
        load(version, folder.path(), &webspaces).await;
        let before = count(folder.path(), "audit_event").await;
        let running = Running::again(folder.path());
        use_over_ftp(version, folder.path(), &running);
        assert_eq!(running.terminate(), Some(0), "{version}");
        use_in_the_panel(version, folder.path()).await;
        let after = count(folder.path(), "audit_event").await;
        assert!(
            after > before,
            "{version}: {before} rows of the trail, then {after}"
        );
    }
}

fn make_webspaces(folder: &Path) -> std::path::PathBuf {
    let webspaces = folder.join("data/webspaces");
    for home in [
        "example.com/photos",
        "example.com/Été/projets",
        "example.com/old",
    ] {
        std::fs::create_dir_all(webspaces.join(home)).unwrap();
    }
    std::fs::create_dir_all(webspaces.join("other.example")).unwrap();
    std::fs::create_dir_all(webspaces.join("umlaut")).unwrap();
    std::fs::create_dir_all(webspaces.join("removed.example")).unwrap();
    webspaces
}

async fn count(folder: &Path, table: &str) -> i64 {
    let database = database_of(folder).await;
    let rows = texts(
        &database,
        &format!("SELECT CAST(count(*) AS TEXT) FROM {table}"),
    )
    .await;
    database.close().await.unwrap();
    rows[0].parse().unwrap()
}

fn use_over_ftp(version: u32, folder: &Path, running: &Running) {
    let signs_in = |name: &str, password: &str| {
        let mut control = Control::open(running.ftp);
        control.sign_in(name, password)
    };
    for account in ["example", "other", "paul", "lea"] {
        assert_eq!(signs_in(account, PASSWORD), 230, "{version}: {account}");
    }
    assert_eq!(signs_in("paul", OTHER_PASSWORD), 530, "{version}");
    let run = |arguments: &[&str], input: &str| {
        let answer = berth(folder, arguments, input);
        assert_eq!(
            (answer.code, answer.err.as_str()),
            (0, ""),
            "{version}: {arguments:?}"
        );
        answer.out
    };
    let listed = run(
        &[
            "ftp-account",
            "list",
            "--subscription=example.com",
            "--json",
        ],
        "",
    );
    for account in ["example", "paul", "lea"] {
        assert!(
            listed.contains(&format!("\"{account}\"")),
            "{version}: {listed}"
        );
    }
    if version >= FORMER_NAMES_SINCE {
        assert_eq!(signs_in("leo", PASSWORD), 230, "{version}");
    }
    if version >= TRASH_SINCE {
        assert_eq!(signs_in("ancien", PASSWORD), 530, "{version}");
        run(&["ftp-account", "restore", "ancien"], "");
    }
    assert_eq!(signs_in("ancien", PASSWORD), 230, "{version}");
    if version >= SUBSCRIPTION_LIFE_SINCE {
        assert_eq!(signs_in("umlaut10", PASSWORD), 530, "{version}");
        run(&["subscription", "resume", "exämple.test"], "");
        assert_eq!(signs_in("umlaut10", PASSWORD), 230, "{version}");
        assert_eq!(signs_in("removed", PASSWORD), 530, "{version}");
        run(&["subscription", "restore", "removed.example"], "");
        assert_eq!(signs_in("removed", PASSWORD), 230, "{version}");
    }
    run(
        &[
            "ftp-account",
            "set",
            "lea",
            "--note=Été",
            "--password-stdin",
        ],
        OTHER_PASSWORD,
    );
    assert_eq!(signs_in("lea", OTHER_PASSWORD), 230, "{version}");
    run(&["ftp-account", "remove", "paul"], "");
    assert_eq!(signs_in("paul", PASSWORD), 530, "{version}");
    run(&["ftp-account", "restore", "paul"], "");
    assert_eq!(signs_in("paul", PASSWORD), 230, "{version}");
}

async fn use_in_the_panel(version: u32, folder: &Path) {
    let storage = storage(folder);
    let places = WebspacePlaces::new(&storage.data_dir);
    let services = open_services(&storage, places).await.unwrap();
    let (origin, former) = (origin(), FormerTokens::default());
    let signed_in = services
        .sessions
        .sign_in("marie", PASSWORD, &origin, &former);
    signed_in.await.unwrap();
    if version >= SECOND_FACTORS_SINCE {
        use_second_factor(&services.sessions).await;
    }
    if version >= API_TOKENS_SINCE {
        let token = services::ApiTokenSecret::new(API_TOKEN.to_owned());
        let acting = services.api_tokens.authenticate(&token, &origin).await;
        let actor = acting.unwrap().actor;
        let list = services.subscriptions.list(&actor, PageNumber::FIRST).await;
        let rows = list.unwrap().rows.into_iter();
        let domains: Vec<_> = rows.map(|row| row.domain).collect();
        assert_eq!(domains, [domain("example.com")]);
    }
    let (example, lea) = (domain("example.com"), name("lea"));
    let accounts = &services.ftp_accounts;
    let history = accounts.view_history(&Actor::CommandLine, &example, &lea, HistoryKey::START);
    let events = history.await.unwrap().entries;
    let added = events
        .iter()
        .any(|entry| matches!(entry.event, HistoryEvent::Added(..)));
    assert!(added, "{version}: {events:?}");
    let changes = events
        .iter()
        .filter(|entry| matches!(entry.event, HistoryEvent::Changed(_)));
    assert_eq!(changes.count(), 2, "{version}: then and now");
    services.close().await;
}

async fn use_second_factor(sessions: &Sessions) {
    let (origin, former) = (origin(), FormerTokens::default());
    let signed_in = sessions.sign_in("admin", PASSWORD, &origin, &former).await;
    let Ok(SignInStep::SecondFactor(token)) = signed_in else {
        unreachable!("{signed_in:?}")
    };
    let code = RecoveryCode::parse(RECOVERY_CODE).unwrap();
    let code = SecondFactorCode::Recovery(code);
    let finished = sessions.finish_sign_in(&token, &code, &origin, &former);
    finished.await.unwrap();
}

/// Several programs, as at an upgrade in which the old one and the new one, or a command, meet.
#[tokio::test(flavor = "multi_thread")]
async fn of_programs_that_start_at_once_one_migrates_and_the_others_wait() {
    let folder = tempfile::tempdir().unwrap();
    let webspaces = make_webspaces(folder.path());
    load(1, folder.path(), &webspaces).await;
    let database: Database = storage(folder.path()).database();
    let opened: Vec<_> = (0..4)
        .map(|_| {
            let database = database.clone();
            tokio::spawn(async move { Store::open(&database).await })
        })
        .collect();
    for store in opened {
        let store = store.await.unwrap().unwrap();
        assert!(store.has_panel_users().await.unwrap());
        store.close().await;
    }
    let applied = count(folder.path(), "seaql_migrations").await;
    let known = i64::try_from(versions().len()).unwrap();
    assert_eq!(applied, known, "each migration once");

    // And as processes, that serve.
    let folder = tempfile::tempdir().unwrap();
    let webspaces = make_webspaces(folder.path());
    load(1, folder.path(), &webspaces).await;
    let start = || {
        let folder = folder.path().to_owned();
        tokio::task::spawn_blocking(move || Running::again(&folder))
    };
    let (first, second) = tokio::join!(start(), start());
    for running in [first.unwrap(), second.unwrap()] {
        assert_eq!(Control::open(running.ftp).sign_in("lea", PASSWORD), 230);
        assert_eq!(running.terminate(), Some(0));
    }
}
