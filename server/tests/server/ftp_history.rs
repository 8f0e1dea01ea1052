//! The history of an account, through its names and by its key.

use model::{
    AccountName, Actor, AppError, Change, FtpAccountChange, FtpAccountHistory, FtpAccountSettings,
    FtpEventKind, FtpRefusal, HistoryEvent, HistoryKey, KeptDays, LinkValidity, Role, UtcTime,
};
use sea_orm::{ConnectionTrait, DbBackend};
use services::{FtpEvent, WebspacePlaces};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, domain, home, name, new_account, password,
    texts,
};
use crate::trash::plan;

const ACTOR: Actor = Actor::CommandLine;

impl Installation {
    async fn history(&self, of: &str, before: HistoryKey) -> FtpAccountHistory {
        self.services
            .ftp_accounts
            .view_history(&ACTOR, &domain("example.com"), &name(of), before)
            .await
            .unwrap()
    }

    async fn history_events(&self, of: &str) -> Vec<HistoryEvent> {
        let history = self.history(of, HistoryKey::START).await;
        history
            .entries
            .into_iter()
            .map(|entry| entry.event)
            .collect()
    }
}

#[tokio::test]
async fn it_shows_who_changed_what_across_names_with_sign_ins_between() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let (services, example) = (&installation.services, domain("example.com"));
    let mut new = new_account("paul", "/paul");
    new.settings.max_sessions = Some(2);
    let settings = new.settings.clone();
    services
        .ftp_accounts
        .add(&marie, &example, new)
        .await
        .unwrap();
    let signed_in = services
        .ftp_accounts
        .sign_in("paul", PASSWORD, address(), false)
        .await
        .unwrap();
    let now = UtcTime::now();
    services.ftp_activity.record(FtpEvent {
        at: now,
        account: signed_in.account,
        name: signed_in.name,
        address: address(),
        protocol: None,
        event: FtpEventKind::SignedIn,
    });
    let _ = services
        .ftp_accounts
        .sign_in("paul", "wrong", address(), false)
        .await;
    installation.write_activity().await;
    let later = UtcTime(now.0 + 2);
    while UtcTime::now() < later {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let change = FtpAccountChange {
        name: Some(name("pauline")),
        password: Some(password(OTHER_PASSWORD)),
        keep_old_name: KeptDays::parse("5").unwrap(),
        ..FtpAccountChange::default()
    };
    services
        .ftp_accounts
        .change(&ACTOR, &example, &name("paul"), change)
        .await
        .unwrap();
    services
        .ftp_accounts
        .end_former_name(&ACTOR, &example, &name("pauline"), &name("paul"))
        .await
        .unwrap();
    // Another one of that name has nothing to do with it.
    installation.add_account("paul", "/other").await;
    installation.remove("pauline").await;

    let history = installation.history("pauline", HistoryKey::START).await;
    assert!(history.is_removed);
    assert_eq!(history.older, None);
    let [removed, ended, changed, refused, signed_in, added] = &history.entries[..] else {
        panic!("{:#?}", history.entries);
    };
    assert_eq!(removed.event, HistoryEvent::Removed);
    assert_eq!(ended.event, HistoryEvent::FormerNameEnded(name("paul")));
    let HistoryEvent::Changed(changes) = &changed.event else {
        panic!("{changed:?}");
    };
    let renamed = Change::Name {
        before: name("paul"),
        after: name("pauline"),
    };
    assert_eq!(changes[0], renamed);
    assert!(matches!(changes[1], Change::OldNameKept { .. }));
    assert_eq!(changes[2], Change::Password);
    assert_eq!(changed.actor.as_deref(), Some(Actor::COMMAND_LINE));
    let wrong = HistoryEvent::SignInRefused(FtpRefusal::WrongPassword);
    assert_eq!(refused.event, wrong);
    assert_eq!(signed_in.event, HistoryEvent::SignedIn(None));
    assert_eq!(signed_in.name, name("paul"));
    let limits = Change::Setting {
        field: model::Field::MaxSessions,
        before: Box::new(FtpAccountSettings::default()),
        after: Box::new(settings),
    };
    assert_eq!(
        added.event,
        HistoryEvent::Added(home("/paul"), vec![limits])
    );
    assert_eq!(added.actor.as_deref(), Some("marie"));
    assert_eq!(added.address.as_deref(), Some("192.0.2.7"));

    installation.restore("pauline").await.unwrap();
    let events = installation.history_events("pauline").await;
    assert_eq!(events[0], HistoryEvent::Restored);
    let events = installation.history_events("paul").await;
    assert_eq!(events, [HistoryEvent::Added(home("/other"), vec![])]);
    // A main account's begins with its subscription.
    let events = installation.history_events("example").await;
    assert_eq!(events, [HistoryEvent::Added(home("/"), vec![])]);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let database = installation.database().await;
    // Alternately a change and a sign-in, and nothing of them is another account's.
    let id = texts(
        &database,
        "SELECT CAST(id AS TEXT) FROM ftp_account WHERE name = 'paul'",
    )
    .await;
    let id = &id[0];
    let mut fill = String::new();
    for at in 0..130 {
        fill += &if at % 2 == 0 {
            format!(
                "INSERT INTO ftp_activity (at, subscription_id, ftp_account_id, account_name, \
                 kind_group, kind, address) VALUES ({at}, 1, {id}, 'paul', 'sign-ins', \
                 'signed_in', '192.0.2.{at}');"
            )
        } else {
            format!(
                "INSERT INTO audit_event (at, operation, actor, address, action, subject_kind, \
                 subject_name, subscription_id, ftp_account_id) VALUES ({at}, 'x', 'marie', \
                 '192.0.2.{at}', 'ftp_account.restore', 'ftp_account', 'paul', 1, {id});"
            )
        };
    }
    // The row of the account's own addition is newer than all of these, but has a lower key.
    database.execute_unprepared(&fill).await.unwrap();
    let (mut key, mut seen) = (HistoryKey::START, Vec::new());
    loop {
        let page = installation.history("paul", key).await;
        assert!(page.entries.len() as u64 <= FtpAccountHistory::PAGE);
        seen.extend(page.entries.into_iter().map(|entry| entry.at.0));
        match page.older {
            Some(older) => key = older,
            None => break,
        }
    }
    let mut all = seen.clone();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 131, "{seen:?}");
    assert_eq!(seen.len(), 131);
    assert_eq!(seen[..4], [129, 128, 127, 126]);
    for (sql, index) in [
        (
            "SELECT * FROM audit_event WHERE ftp_account_id = 2 AND id < 99 ORDER BY id DESC \
             LIMIT 51",
            "audit_event_of_ftp_account",
        ),
        (
            "SELECT * FROM ftp_activity WHERE ftp_account_id = 2 \
             AND (kind_group IN ('sign-ins', 'refused')) AND id < 99 ORDER BY id DESC LIMIT 51",
            "ftp_activity_of_sign_ins",
        ),
    ] {
        let Some(plan) = plan(&database, sql).await else {
            return;
        };
        assert_eq!(plan.len(), 1, "{plan:?}");
        assert!(plan[0].contains(index), "{plan:?}");
    }
}

#[tokio::test]
async fn it_is_for_its_owner_and_administrators() {
    let installation = Installation::with_example().await;
    installation.add_account("photos", "/photos").await;
    installation.add_user("paul", Role::Customer).await;
    let view = async |login: &str, account: &AccountName| {
        let (_, actor) = installation.sign_in(login).await;
        let example = domain("example.com");
        installation
            .services
            .ftp_accounts
            .view_history(&actor, &example, account, HistoryKey::START)
            .await
    };
    assert!(view("marie", &name("photos")).await.is_ok());
    let nobody = view("marie", &name("not-there")).await;
    assert_eq!(nobody.err(), Some(AppError::NotFound));
    let foreign = view("paul", &name("photos")).await;
    assert_eq!(foreign.err(), Some(AppError::NotFound));
}

/// Takes the database back to what it was before there were histories.
const BACK: &str = "
    DROP INDEX audit_event_of_ftp_account;
    DROP INDEX ftp_activity_of_sign_ins;
    DROP INDEX ftp_account_in_trash;
    DROP INDEX ftp_account_by_removal;
    DROP TABLE ftp_account_alias;
    ALTER TABLE ftp_account DROP COLUMN removed_by;
    ALTER TABLE audit_event DROP COLUMN ftp_account_id;
    ALTER TABLE audit_event RENAME COLUMN action TO deed;
    DELETE FROM seaql_migrations WHERE version IN ('m0007_undo_and_history', 'm0010_audit_action');
";
const SQLITE_BACK: [&str; 2] = [
    "
    DROP TRIGGER ftp_account_name_added;
    DROP TRIGGER ftp_account_name_changed;
    DROP TRIGGER audit_event_no_update;
    ",
    "
    CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;
    ",
];
const POSTGRES_BACK: [&str; 2] = [
    "DROP TRIGGER ftp_account_one_name ON ftp_account;",
    "DROP FUNCTION berth_one_name;",
];

#[tokio::test]
async fn rows_of_earlier_versions_find_their_account() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let example = domain("example.com");
    let rename = FtpAccountChange {
        name: Some(name("pauline")),
        ..FtpAccountChange::default()
    };
    let services = &installation.services;
    services
        .ftp_accounts
        .change(&ACTOR, &example, &name("paul"), rename)
        .await
        .unwrap();
    installation.add_account("paul", "/other").await;
    let expected = [
        installation.history_events("pauline").await,
        installation.history_events("paul").await,
        installation.history_events("example").await,
    ];
    assert_eq!(expected[0].len(), 2);
    installation.services.close().await;
    let database = installation.database().await;
    let [before, after] = match database.get_database_backend() {
        DbBackend::Postgres => POSTGRES_BACK,
        _ => SQLITE_BACK,
    };
    for sql in [before, BACK, after] {
        database.execute_unprepared(sql).await.unwrap();
    }
    let storage = installation.storage();
    let services =
        server::application::open_services(&storage, WebspacePlaces::new(&storage.data_dir))
            .await
            .unwrap();
    for (account, expected) in ["pauline", "paul", "example"].into_iter().zip(expected) {
        let history = services
            .ftp_accounts
            .view_history(&ACTOR, &example, &name(account), HistoryKey::START)
            .await
            .unwrap();
        let events: Vec<HistoryEvent> = history.entries.into_iter().map(|e| e.event).collect();
        assert_eq!(events, expected, "{account}");
    }
    let error = database
        .execute_unprepared("UPDATE audit_event SET ftp_account_id = 1")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("audit_event_append_only"));
}

#[tokio::test]
async fn a_customer_is_not_shown_who_administers_the_server_nor_from_where() {
    let installation = Installation::with_example().await;
    installation
        .add_user("chief-login", Role::Administrator)
        .await;
    let (_, chief) = installation.sign_in("chief-login").await;
    let (_, marie) = installation.sign_in("marie").await;
    let (services, example) = (&installation.services, domain("example.com"));
    let (accounts, paul) = (&services.ftp_accounts, name("paul"));
    let day = LinkValidity::parse("24").unwrap();
    accounts
        .add(&marie, &example, new_account("paul", "/paul"))
        .await
        .unwrap();
    let links = &services.one_time_links;
    links.make(&chief, &example, &paul, day).await.unwrap();
    let view = accounts.view(&marie, &example, &paul).await.unwrap();
    assert_eq!(view.link.unwrap().made_by, Actor::ADMINISTRATOR);
    let view = accounts.view(&chief, &example, &paul).await.unwrap();
    assert_eq!(view.link.unwrap().made_by, "chief-login");
    let paul_alone = std::slice::from_ref(&paul);
    accounts.remove(&chief, &example, paul_alone).await.unwrap();
    let trash = services.trash.list(&marie, &example, 1.into()).await;
    let removed = &trash.unwrap().accounts.rows[0];
    assert_eq!(removed.removed_by, Actor::ADMINISTRATOR);
    let view = services.trash.view(&marie, &example, &paul).await.unwrap();
    assert_eq!(view.account.removed_by, Actor::ADMINISTRATOR);
    let authors = async |viewer: &Actor| {
        let history = accounts.view_history(viewer, &example, &paul, HistoryKey::START);
        let entries = history.await.unwrap().entries.into_iter();
        entries
            .map(|entry| (entry.actor.unwrap(), entry.address.is_some()))
            .collect::<Vec<_>>()
    };
    let row = |author: &str, has_address| (author.to_owned(), has_address);
    let hidden = row(Actor::ADMINISTRATOR, false);
    assert_eq!(
        authors(&marie).await,
        [hidden.clone(), hidden, row("marie", true)]
    );
    let shown = row("chief-login", true);
    assert_eq!(
        authors(&chief).await,
        [shown.clone(), shown, row("marie", true)]
    );
}
