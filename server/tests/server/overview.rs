//! « Vue d'ensemble »: every event is in the sums of its day, and each sees what is theirs.

use model::{
    ActivitySums, Actor, AppError, FtpActivityGroup, FtpEventKind, FtpProtocol, FtpTransferred,
    Overview, OverviewPeriod, Role, UtcDay, UtcTime,
};
use sea_orm::ConnectionTrait;
use services::store::Store;
use services::{FtpEvent, FtpSignIn, Services, ServicesConfig};
use tokio_util::sync::CancellationToken;

use crate::support::{Installation, PASSWORD, address, domain, texts};

const ACTOR: Actor = Actor::CommandLine;

impl Installation {
    async fn overview(&self, of: Option<&str>, period: OverviewPeriod) -> Overview {
        let overview = &self.services.overview;
        let seen = match of {
            Some(of) => overview.subscription(&ACTOR, &domain(of), period).await,
            None => overview.server(&ACTOR, period).await,
        };
        seen.unwrap()
    }

    /// What was done in the usual period, in a subscription or on the whole server.
    async fn sums(&self, of: Option<&str>) -> ActivitySums {
        let overview = self.overview(of, OverviewPeriod::default()).await;
        overview.total()
    }

    /// Its use cases after a restart of the program.
    async fn after_restart(&self) -> Services {
        let store = Store::open(&self.storage().database()).await.unwrap();
        let mut config = ServicesConfig::new(&self.data_dir());
        config.webspaces.bases = vec![self.path("")];
        Services::new(store, config)
    }
}

async fn signed_in(services: &Services, name: &str) -> FtpSignIn {
    let sign_in = services
        .ftp_accounts
        .sign_in(name, PASSWORD, address(), false);
    sign_in.await.unwrap()
}

fn record(services: &Services, of: &FtpSignIn, at: UtcTime, event: FtpEventKind) {
    services.ftp_activity.record(FtpEvent {
        at,
        account: of.account,
        name: of.name.clone(),
        address: address(),
        protocol: Some(FtpProtocol::Ftp),
        event,
    });
}

/// Writes whatever waits to be written, once for the same use cases.
async fn write(services: &Services) {
    let stop = CancellationToken::new();
    stop.cancel();
    services.ftp_activity.write_until(stop).await;
}

fn transfer(bytes: u64, complete: bool) -> FtpTransferred {
    FtpTransferred {
        path: "/a".to_owned(),
        bytes,
        took_ms: 1,
        complete,
    }
}

fn days_ago(days: i64) -> UtcTime {
    UtcTime(UtcTime::now().0 - days * 86_400)
}

#[tokio::test]
async fn each_day_has_the_sums_of_what_was_done_and_the_server_those_of_all() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    let (today, before) = (UtcTime::now(), days_ago(40));
    let services = &installation.services;
    let example = signed_in(services, "example").await;
    let other = signed_in(services, "other").await;
    for (of, event) in [
        (&example, FtpEventKind::SignedIn),
        (&example, FtpEventKind::Uploaded(transfer(700, true))),
        (&other, FtpEventKind::Downloaded(transfer(50, true))),
    ] {
        record(services, of, today, event);
    }
    write(services).await;
    // Added to what is there.
    let services = &installation.after_restart().await;
    let example = signed_in(services, "example").await;
    for (at, event) in [
        (today, FtpEventKind::Uploaded(transfer(300, false))),
        (today, FtpEventKind::FileRemoved("/a".to_owned())),
        (before, FtpEventKind::Downloaded(transfer(9, true))),
    ] {
        record(services, &example, at, event);
    }
    write(services).await;

    let of_example = ActivitySums {
        uploads: 1,
        upload_bytes: 1_000,
        sign_ins: 1,
        ..ActivitySums::default()
    };
    let of_other = ActivitySums {
        downloads: 1,
        download_bytes: 50,
        ..ActivitySums::default()
    };
    let mut of_server = of_example;
    of_server += of_other;
    assert_eq!(installation.sums(Some("example.com")).await, of_example);
    assert_eq!(installation.sums(Some("other.org")).await, of_other);
    assert_eq!(installation.sums(None).await, of_server);
    let longer = installation
        .overview(Some("example.com"), OverviewPeriod::Days90)
        .await;
    assert_eq!(longer.steps.len(), 90);
    assert_eq!(longer.total().download_bytes, 9);
    let day = UtcDay::of(before).0 - longer.first_day.0;
    assert_eq!(longer.steps[usize::try_from(day).unwrap()].downloads, 1);
}

#[tokio::test]
async fn what_is_too_much_to_be_recorded_is_in_the_sums() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = signed_in(services, "example").await;
    // More than an account's rate, and than the queue takes.
    for _ in 0..7_000 {
        let upload = FtpEventKind::Uploaded(transfer(10, true));
        record(services, &example, UtcTime::now(), upload);
    }
    write(services).await;
    let database = installation.database().await;
    let recorded = "SELECT CAST(count(*) AS TEXT) FROM ftp_activity WHERE kind = 'uploaded'";
    let recorded: u64 = texts(&database, recorded).await[0].parse().unwrap();
    assert!(recorded < 5_000, "{recorded}");
    let expected = ActivitySums {
        uploads: 7_000,
        upload_bytes: 70_000,
        ..ActivitySums::default()
    };
    assert_eq!(installation.sums(Some("example.com")).await, expected);
    assert_eq!(installation.sums(None).await, expected);
}

#[tokio::test]
async fn every_refusal_counts_and_those_of_nobody_for_the_server_alone() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let refuse = async |name: &str, password: &str| {
        let refused = services
            .ftp_accounts
            .sign_in(name, password, address(), false);
        assert!(refused.await.is_err());
    };
    for submitted in ["not a name", "nobody-here", "nobody-here"] {
        refuse(submitted, "wrong").await;
    }
    for number in 0..6 {
        refuse("example", &format!("wrong-{number}")).await;
    }
    // Locked by now: one of these is recorded, and all are counted.
    for _ in 0..20 {
        refuse("example", PASSWORD).await;
    }
    write(services).await;
    let refused = Some(FtpActivityGroup::Refusals);
    assert_eq!(installation.events(Some("example"), refused).await.len(), 7);
    let refusals = |refusals| ActivitySums {
        refusals,
        ..ActivitySums::default()
    };
    let of_example = installation.sums(Some("example.com")).await;
    assert_eq!(of_example, refusals(26));
    assert_eq!(installation.sums(None).await, refusals(29));
}

#[tokio::test]
async fn sums_outlive_what_they_are_made_of_for_800_days() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = signed_in(services, "example").await;
    for days in [0, 85, 799, 801, 900] {
        record(services, &example, days_ago(days), FtpEventKind::SignedIn);
    }
    write(services).await;
    let activity = &services.ftp_activity;
    assert_eq!(activity.prune(1).await, Ok(4));
    // Two days of a subscription, and of the server.
    assert_eq!(activity.prune_sums().await, Ok(4));
    assert_eq!(activity.prune_sums().await, Ok(0));
    let seen = installation.overview(None, OverviewPeriod::Days90).await;
    assert_eq!(seen.total().sign_ins, 2);
    let database = installation.database().await;
    let rows = "SELECT CAST(count(*) AS TEXT) FROM ftp_activity_day";
    assert_eq!(texts(&database, rows).await, ["6"]);

    // What a subscription did is known of the server when it is gone, and new ones are not confused
    // with it.
    let gone = "DELETE FROM subscription";
    database.execute_unprepared(gone).await.unwrap();
    installation
        .add_subscription("next.example", "marie", "next")
        .await;
    assert!(installation.sums(Some("next.example")).await.is_zero());
    assert_eq!(installation.sums(None).await.sign_ins, 1);
}

#[tokio::test]
async fn accounts_that_may_need_attention_are_listed_where_they_belong() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    for name in ["full", "soon", "late", "removed"] {
        installation.add_account(name, "/").await;
    }
    let database = installation.database().await;
    let now = UtcTime::now().0;
    for (name, set) in [
        (
            "full",
            "quota_files = 10, used_files = 9, used_bytes = 70".to_owned(),
        ),
        ("other", "quota_bytes = 100, used_bytes = 99".to_owned()),
        (
            "soon",
            format!("expires_at = {}, used_bytes = 80", now + 29 * 86_400),
        ),
        ("late", format!("expires_at = {}", now + 31 * 86_400)),
        (
            "removed",
            format!(
                "expires_at = {}, used_bytes = 900, quota_bytes = 900, removed_at = {now}",
                now + 86_400
            ),
        ),
    ] {
        let set = format!("UPDATE ftp_account SET {set} WHERE name = '{name}'");
        database.execute_unprepared(&set).await.unwrap();
    }
    for (of, largest, nearly_full) in [
        (None, vec!["other", "soon", "full"], vec!["other", "full"]),
        (Some("example.com"), vec!["soon", "full"], vec!["full"]),
        (Some("other.org"), vec!["other"], vec!["other"]),
    ] {
        let seen = installation.overview(of, OverviewPeriod::Days30).await;
        let names = |accounts: &[model::OverviewAccount]| {
            let names = accounts.iter().map(|account| account.name.to_string());
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&seen.largest), largest, "{of:?}");
        assert_eq!(names(&seen.nearly_full), nearly_full, "{of:?}");
        let expiring = if of == Some("other.org") {
            vec![]
        } else {
            vec!["soon"]
        };
        assert_eq!(names(&seen.expiring), expiring, "{of:?}");
        assert_eq!(seen.domain, of.map(domain));
    }
    let seen = installation.overview(None, OverviewPeriod::Days30).await;
    assert_eq!(seen.nearly_full[0].domain, domain("other.org"));
    assert_eq!(seen.nearly_full[1].quota_files, Some(10));
}

#[tokio::test]
async fn an_overview_is_for_the_owner_and_that_of_the_server_for_administrators() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation.add_user("chief", Role::Administrator).await;
    let (services, example) = (&installation.services, domain("example.com"));
    for (login, of_example, of_server) in [
        ("marie", None, Some(AppError::AdministratorsOnly)),
        (
            "paul",
            Some(AppError::NotFound),
            Some(AppError::AdministratorsOnly),
        ),
        ("chief", None, None),
    ] {
        let (_, actor) = installation.sign_in(login).await;
        let period = OverviewPeriod::default();
        let seen = services.overview.subscription(&actor, &example, period);
        assert_eq!(seen.await.err(), of_example, "{login}");
        let seen = services.overview.server(&actor, period).await;
        assert_eq!(seen.err(), of_server, "{login}");
    }
}

#[tokio::test]
async fn the_sums_that_a_migration_makes_of_the_activity_are_those_that_are_counted() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = signed_in(services, "example").await;
    for (days, event) in [
        (0, FtpEventKind::SignedIn),
        (0, FtpEventKind::Uploaded(transfer(700, true))),
        (0, FtpEventKind::Uploaded(transfer(300, false))),
        (1, FtpEventKind::Downloaded(transfer(50, true))),
        (2, FtpEventKind::FolderMade("/b".to_owned())),
    ] {
        record(services, &example, days_ago(days), event);
    }
    for number in 0..4 {
        let guess = format!("wrong-{number}");
        let refused = services
            .ftp_accounts
            .sign_in("example", &guess, address(), false);
        assert!(refused.await.is_err());
    }
    write(services).await;
    let database = installation.database().await;
    let rows = "SELECT concat_ws(' ', subscription_id, day, uploads, upload_bytes, downloads, \
                download_bytes, sign_ins, refusals) FROM ftp_activity_day \
                ORDER BY subscription_id, day";
    let counted = texts(&database, rows).await;
    assert_eq!(counted.len(), 4, "{counted:?}");
    let forget = "DELETE FROM ftp_activity_day";
    database.execute_unprepared(forget).await.unwrap();
    let fill = include_str!("../../services/src/store/migration/m0019_fill.sql");
    database.execute_unprepared(fill).await.unwrap();
    assert_eq!(texts(&database, rows).await, counted);
}
