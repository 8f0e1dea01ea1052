//! What was done over FTP: written, found again, forgotten.

use std::net::IpAddr;
use std::time::Duration;

use model::{
    Actor, AppError, FtpAccountChange, FtpActivityFilter, FtpActivityGroup, FtpActivityList,
    FtpActivityRow, FtpEventKind, FtpProtocol, FtpRefusal, FtpTransferred, PageNumber, Role,
    UtcTime,
};
use sea_orm::ConnectionTrait;
use services::store::Store;
use services::{FtpEvent, FtpSignIn, FtpSignInError, Services, ServicesConfig};
use tokio_util::sync::CancellationToken;

use crate::support::{Installation, PASSWORD, address, domain, name, texts};

const ACTOR: Actor = Actor::CommandLine;

impl Installation {
    async fn ftp_sign_in(&self, name: &str) -> FtpSignIn {
        self.services
            .ftp_accounts
            .sign_in(name, PASSWORD, address(), false)
            .await
            .unwrap()
    }

    /// Writes whatever waits to be written.
    pub(crate) async fn write_activity(&self) {
        let stop = CancellationToken::new();
        stop.cancel();
        self.services.ftp_activity.write_until(stop).await;
    }

    async fn activity(
        &self,
        account: Option<&str>,
        group: Option<FtpActivityGroup>,
    ) -> FtpActivityList {
        let filter = FtpActivityFilter {
            account: account.map(name),
            group,
        };
        let example = domain("example.com");
        self.services
            .ftp_activity
            .list(&ACTOR, &example, filter, PageNumber::FIRST)
            .await
            .unwrap()
    }

    pub(crate) async fn events(
        &self,
        account: Option<&str>,
        group: Option<FtpActivityGroup>,
    ) -> Vec<FtpEventKind> {
        let rows = self.activity(account, group).await.activity.rows;
        rows.into_iter().map(|row| row.event).collect()
    }
}

fn event_of(of: &FtpSignIn, at: i64, event: FtpEventKind) -> FtpEvent {
    FtpEvent {
        at: UtcTime(at),
        account: of.account,
        name: of.name.clone(),
        address: address(),
        protocol: Some(FtpProtocol::FtpsTls13),
        event,
    }
}

fn uploaded(path: &str, complete: bool) -> FtpEventKind {
    FtpEventKind::Uploaded(FtpTransferred {
        path: path.to_owned(),
        bytes: 5_000_000_000,
        took_ms: 1500,
        complete,
    })
}

#[tokio::test]
async fn every_event_is_read_back_as_it_was() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let paul = installation.ftp_sign_in("paul").await;
    let before = installation.view("paul").await;
    assert_eq!(before.last_sign_in_at, None);
    let now = UtcTime::now().0;
    let events = [
        FtpEventKind::SignedIn,
        uploaded("/à.txt", true),
        FtpEventKind::Downloaded(FtpTransferred {
            path: "/à.txt".to_owned(),
            bytes: 0,
            took_ms: 0,
            complete: false,
        }),
        FtpEventKind::FolderMade("/photos".to_owned()),
        FtpEventKind::Renamed {
            from: "/à.txt".to_owned(),
            to: "/photos/b.txt".to_owned(),
        },
        FtpEventKind::FileRemoved("/photos/b.txt".to_owned()),
        FtpEventKind::FolderRemoved("/photos".to_owned()),
    ];
    for event in &events {
        installation
            .services
            .ftp_activity
            .record(event_of(&paul, now, event.clone()));
    }
    installation.write_activity().await;

    let list = installation.activity(None, None).await.activity;
    assert_eq!(list.total, events.len() as u64);
    let expected: Vec<FtpActivityRow> = events
        .into_iter()
        .rev()
        .map(|event| FtpActivityRow {
            at: UtcTime(now),
            account: name("paul"),
            address: address().to_string(),
            protocol: Some(FtpProtocol::FtpsTls13),
            event,
        })
        .collect();
    assert_eq!(list.rows, expected);

    let after = installation.view("paul").await;
    assert_eq!(after.last_sign_in_at, Some(UtcTime(now)));
    assert_eq!(after.version, before.version, "a sign-in is no change");
    assert_eq!(installation.view("example").await.last_sign_in_at, None);
}

#[tokio::test]
async fn activity_is_found_by_account_and_by_kind() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    for name in ["paul", "anne"] {
        installation.add_account(name, "/").await;
        let who = installation.ftp_sign_in(name).await;
        services
            .ftp_activity
            .record(event_of(&who, 100, FtpEventKind::SignedIn));
        services
            .ftp_activity
            .record(event_of(&who, 100, uploaded(&format!("/{name}"), true)));
    }
    installation.write_activity().await;
    let uploads = Some(FtpActivityGroup::Uploads);
    assert_eq!(installation.events(None, None).await.len(), 4);
    assert_eq!(
        installation.events(None, uploads).await,
        [uploaded("/anne", true), uploaded("/paul", true)]
    );
    assert_eq!(
        installation.events(Some("paul"), uploads).await,
        [uploaded("/paul", true)]
    );
    let changes = Some(FtpActivityGroup::Changes);
    assert!(installation.events(None, changes).await.is_empty());
    assert!(installation.events(Some("ghost"), None).await.is_empty());

    // What it did under its old name is found under the new one, and also once it is gone.
    let renamed = FtpAccountChange {
        name: Some(name("pauline")),
        ..FtpAccountChange::default()
    };
    let example = domain("example.com");
    let paul = name("paul");
    let change = services
        .ftp_accounts
        .change(&ACTOR, &example, &paul, renamed);
    change.await.unwrap();
    assert_eq!(installation.events(Some("pauline"), None).await.len(), 2);
    let remove = [name("pauline"), name("anne")];
    let removed = services.ftp_accounts.remove(&ACTOR, &example, &remove);
    removed.await.unwrap();
    assert_eq!(installation.events(Some("anne"), None).await.len(), 2);
    assert_eq!(installation.events(None, None).await.len(), 4);
}

#[tokio::test]
async fn what_ends_with_its_account_is_still_written() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/").await;
    let paul = installation.ftp_sign_in("paul").await;
    let (services, names) = (&installation.services, [name("paul")]);
    let remove = services.ftp_accounts.remove_anywhere(&ACTOR, &names);
    remove.await.unwrap();
    services
        .ftp_activity
        .record(event_of(&paul, 100, uploaded("/half", false)));
    installation.write_activity().await;
    assert_eq!(
        installation.events(None, None).await,
        [uploaded("/half", false)]
    );
}

#[tokio::test]
async fn pages_are_turned_as_far_as_rows_are_counted() {
    let installation = Installation::with_example().await;
    let fill = format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {}) \
         INSERT INTO ftp_activity (at, subscription_id, ftp_account_id, account_name, kind_group, \
         kind, path, address, protocol) \
         SELECT n, 1, 1, 'example', 'changes', 'file_removed', '/' || n, '192.0.2.1', 'ftp' \
         FROM numbers",
        FtpActivityList::MAX_ROWS + 30
    );
    let database = installation.database().await;
    database.execute_unprepared(&fill).await.unwrap();
    let page = async |number: u32| {
        let example = domain("example.com");
        let filter = FtpActivityFilter::default();
        let list = installation
            .services
            .ftp_activity
            .list(&ACTOR, &example, filter, number.into())
            .await;
        list.unwrap().activity
    };
    let first = page(1).await;
    assert_eq!(first.total, FtpActivityList::MAX_ROWS);
    assert_eq!(first.rows.len(), 25);
    assert_eq!(
        first.rows[0].event,
        FtpEventKind::FileRemoved("/10030".to_owned())
    );
    let last = page(first.last()).await;
    assert_eq!(
        last.rows[24].event,
        FtpEventKind::FileRemoved("/31".to_owned())
    );
    assert!(page(first.last() + 1).await.rows.is_empty());
}

#[tokio::test]
async fn refusals_are_noted_for_accounts_and_are_bounded() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    for submitted in ["sEcret-typed-as-a-name", "not a name", "nobody-here"] {
        let _ = services
            .ftp_accounts
            .sign_in(submitted, "wrong", address(), false)
            .await;
    }
    for number in 0..6 {
        let wrong = format!("wrong-{number}");
        let refused = services
            .ftp_accounts
            .sign_in("Example", &wrong, address(), false)
            .await;
        assert_eq!(refused.err(), Some(FtpSignInError::Denied));
    }
    for _ in 0..20 {
        let refused = services
            .ftp_accounts
            .sign_in("example", PASSWORD, address(), false)
            .await;
        assert!(matches!(refused, Err(FtpSignInError::Throttled(_))));
    }
    installation.write_activity().await;
    let events = installation.events(None, None).await;
    let mut expected = vec![FtpEventKind::SignInRefused(FtpRefusal::Throttled)];
    expected.extend(vec![
        FtpEventKind::SignInRefused(FtpRefusal::WrongPassword);
        6
    ]);
    assert_eq!(events, expected);
    let refused = Some(FtpActivityGroup::Refusals);
    assert_eq!(installation.events(Some("example"), refused).await.len(), 7);
    let database = installation.database().await;
    let everything = texts(&database, "SELECT account_name FROM ftp_activity").await;
    assert!(everything.iter().all(|name| name == "example"));
}

#[tokio::test]
async fn a_flood_of_events_is_counted_and_hides_nothing() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let paul = installation.ftp_sign_in("paul").await;
    let record = |event| {
        let event = event_of(&paul, 100, event);
        installation.services.ftp_activity.record(event);
    };
    for number in 0..7_000 {
        record(FtpEventKind::FolderMade(format!("/{number}")));
    }
    record(FtpEventKind::SignedIn);
    installation.write_activity().await;
    let list = installation.activity(Some("paul"), Some(FtpActivityGroup::Changes));
    let list = list.await.activity;
    // What the queue takes while nobody writes, and one for all that came too fast.
    assert_eq!(list.total, 4_097);
    let FtpEventKind::NotRecorded { group, events } = list.rows[0].event else {
        unreachable!("{:?}", list.rows[0]);
    };
    assert_eq!(group, FtpActivityGroup::Changes);
    assert!((1_900..=2_000).contains(&events), "{events}");
}

#[tokio::test]
async fn a_network_is_known_by_the_activity_of_before_the_start() {
    let installation = Installation::with_example().await;
    let example = installation.ftp_sign_in("example").await;
    let now = UtcTime::now().0;
    for (number, days) in [(1, 1), (2, 60)] {
        installation.services.ftp_activity.record(FtpEvent {
            address: IpAddr::from([192, 0, 2, number]),
            ..event_of(&example, now - days * 86_400, FtpEventKind::SignedIn)
        });
    }
    installation.write_activity().await;
    let store = Store::open(&installation.storage().database())
        .await
        .unwrap();
    let mut config = ServicesConfig::new(&installation.data_dir());
    config.webspaces.bases = vec![installation.path("")];
    let after_restart = Services::new(store, config);
    let sign_in = async |address: [u8; 4], password: &str| {
        let from = IpAddr::from(address);
        let sign_in = after_restart
            .ftp_accounts
            .sign_in("example", password, from, false);
        sign_in.await.map(|_| ())
    };
    for number in 0..6 {
        let guess = format!("guess-{number}");
        let guess = sign_in([198, 51, 100, number], &guess);
        assert_eq!(guess.await, Err(FtpSignInError::Denied));
    }
    let throttled = |result| matches!(result, Err(FtpSignInError::Throttled(_)));
    assert!(throttled(sign_in([198, 51, 100, 1], PASSWORD).await));
    assert_eq!(sign_in([192, 0, 2, 1], PASSWORD).await, Ok(()));
    assert!(throttled(sign_in([192, 0, 2, 2], PASSWORD).await));
}

#[tokio::test]
async fn so_much_is_kept_of_an_account_the_latest_of_each_group() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let (example, paul) = (
        installation.ftp_sign_in("example").await,
        installation.ftp_sign_in("paul").await,
    );
    let record = |of, event| {
        let event = event_of(of, 100, event);
        installation.services.ftp_activity.record(event);
    };
    record(&paul, uploaded("/first", true));
    record(&example, FtpEventKind::FolderMade("/other".to_owned()));
    for number in 0..2_500 {
        record(
            &paul,
            FtpEventKind::Renamed {
                from: format!("/{number}{}", "a".repeat(4000)),
                to: "b".repeat(4000),
            },
        );
    }
    installation.write_activity().await;
    let database = installation.database().await;
    let kept = "SELECT CAST(SUM(200 + OCTET_LENGTH(path) + OCTET_LENGTH(other_path)) AS TEXT) \
                FROM ftp_activity WHERE kind = 'renamed'";
    let kept: u64 = texts(&database, kept).await[0].parse().unwrap();
    assert!((15 << 20..=17 << 20).contains(&kept), "{kept}");
    let latest = installation.events(Some("paul"), None).await;
    assert!(matches!(&latest[0], FtpEventKind::Renamed { from, .. } if from.starts_with("/2499")));
    let uploads = Some(FtpActivityGroup::Uploads);
    assert_eq!(installation.events(Some("paul"), uploads).await.len(), 1);
    assert_eq!(installation.events(Some("example"), None).await.len(), 1);
}

#[tokio::test]
async fn a_missing_home_is_recorded_once() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    std::fs::remove_dir(installation.webspace("example.com").join("paul")).unwrap();
    for _ in 0..3 {
        let refused = installation
            .services
            .ftp_accounts
            .sign_in("paul", PASSWORD, address(), false)
            .await;
        assert_eq!(refused.err(), Some(FtpSignInError::HomeUnavailable));
    }
    installation.write_activity().await;
    let refusal = FtpEventKind::SignInRefused(FtpRefusal::HomeUnavailable);
    assert_eq!(installation.events(None, None).await, [refusal]);
    assert_eq!(installation.view("paul").await.last_sign_in_at, None);
}

#[tokio::test]
async fn the_writer_gathers_and_the_rest_is_written_at_the_end() {
    let installation = Installation::with_example().await;
    let example = installation.ftp_sign_in("example").await;
    let stop = CancellationToken::new();
    let (services, stopped) = (installation.services.clone(), stop.clone());
    let writer = tokio::spawn(async move { services.ftp_activity.write_until(stopped).await });
    let note = |path: &str| {
        let event = FtpEventKind::FileRemoved(path.to_owned());
        installation
            .services
            .ftp_activity
            .record(event_of(&example, 100, event));
    };
    note("/first");
    let mut waited = 0;
    while installation.events(None, None).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        waited += 50;
        assert!(waited < 5_000, "it is not written while nobody stops it");
    }
    // More than one batch, and more than the channel takes while nobody looks.
    for number in 0..6_000 {
        note(&format!("/{number}"));
    }
    stop.cancel();
    writer.await.unwrap();
    let total = installation.activity(None, None).await.activity.total;
    assert!((4_096..=6_001).contains(&total), "{total}");
}

#[tokio::test]
async fn what_is_old_is_forgotten() {
    let installation = Installation::with_example().await;
    let example = installation.ftp_sign_in("example").await;
    let now = UtcTime::now().0;
    let days_ago = |days: i64| now - days * 24 * 60 * 60;
    for number in 0..2_500 {
        let event = FtpEventKind::FileRemoved(format!("/{number}"));
        let old = event_of(&example, days_ago(91), event);
        installation.services.ftp_activity.record(old);
    }
    let recent = event_of(&example, days_ago(89), FtpEventKind::SignedIn);
    installation.services.ftp_activity.record(recent);
    installation.write_activity().await;
    let pruned = installation.services.ftp_activity.prune(90).await.unwrap();
    assert_eq!(pruned, 2_500);
    assert_eq!(
        installation.events(None, None).await,
        [FtpEventKind::SignedIn]
    );
    assert_eq!(installation.services.ftp_activity.prune(90).await, Ok(0));
    let last = installation.view("example").await.last_sign_in_at;
    assert_eq!(last, Some(UtcTime(days_ago(89))));
}

#[tokio::test]
async fn activity_is_for_the_owner_and_administrators() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation.add_user("chief", Role::Administrator).await;
    let example = domain("example.com");
    let list = async |login: &str| {
        let (_, actor) = installation.sign_in(login).await;
        let filter = FtpActivityFilter::default();
        installation
            .services
            .ftp_activity
            .list(&actor, &example, filter, PageNumber::FIRST)
            .await
    };
    assert!(list("marie").await.is_ok());
    assert_eq!(list("paul").await.err(), Some(AppError::NotFound));
    assert!(list("chief").await.is_ok());
}
