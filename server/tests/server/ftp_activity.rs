//! What was done over FTP: written, found again, forgotten.

use std::time::Duration;

use app::model::{
    Actor, FtpAccountChange, FtpActivityFilter, FtpActivityGroup, FtpActivityList, FtpActivityRow,
    FtpDeed, FtpProtocol, FtpRefusal, FtpTransferred, PageNumber, Problem, Role, UtcTime,
};
use sea_orm::ConnectionTrait;
use server::accounts::{FtpEvent, FtpSignIn, FtpSignInError};
use tokio_util::sync::CancellationToken;

use crate::support::{Installation, PASSWORD, address, domain, name, texts};

const ACTOR: Actor = Actor::CommandLine;

impl Installation {
    async fn ftp_sign_in(&self, name: &str) -> FtpSignIn {
        self.accounts
            .sign_in_ftp(name, PASSWORD, address(), false)
            .await
            .unwrap()
    }

    /// Writes whatever waits to be written.
    pub(crate) async fn write_activity(&self) {
        let stop = CancellationToken::new();
        stop.cancel();
        self.accounts.write_ftp_activity(stop).await;
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
        self.accounts
            .list_ftp_activity(&ACTOR, &example, filter, PageNumber::FIRST)
            .await
            .unwrap()
    }

    pub(crate) async fn deeds(
        &self,
        account: Option<&str>,
        group: Option<FtpActivityGroup>,
    ) -> Vec<FtpDeed> {
        let rows = self.activity(account, group).await.activity.rows;
        rows.into_iter().map(|row| row.deed).collect()
    }
}

fn event(of: &FtpSignIn, at: i64, deed: FtpDeed) -> FtpEvent {
    FtpEvent {
        at: UtcTime(at),
        account: of.account,
        name: of.name.clone(),
        address: address(),
        protocol: Some(FtpProtocol::FtpsTls13),
        deed,
    }
}

fn uploaded(path: &str, complete: bool) -> FtpDeed {
    FtpDeed::Uploaded(FtpTransferred {
        path: path.to_owned(),
        bytes: 5_000_000_000,
        took_ms: 1500,
        complete,
    })
}

#[tokio::test]
async fn every_deed_is_found_again_as_it_was() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let paul = installation.ftp_sign_in("paul").await;
    let before = installation.view("paul").await;
    assert_eq!(before.last_sign_in_at, None);
    let now = UtcTime::now().0;
    let deeds = [
        FtpDeed::SignedIn,
        uploaded("/à.txt", true),
        FtpDeed::Downloaded(FtpTransferred {
            path: "/à.txt".to_owned(),
            bytes: 0,
            took_ms: 0,
            complete: false,
        }),
        FtpDeed::FolderMade("/photos".to_owned()),
        FtpDeed::Renamed {
            from: "/à.txt".to_owned(),
            to: "/photos/b.txt".to_owned(),
        },
        FtpDeed::FileRemoved("/photos/b.txt".to_owned()),
        FtpDeed::FolderRemoved("/photos".to_owned()),
    ];
    for deed in &deeds {
        installation
            .accounts
            .note_ftp_activity(event(&paul, now, deed.clone()));
    }
    installation.write_activity().await;

    let list = installation.activity(None, None).await.activity;
    assert_eq!(list.total, deeds.len() as u64);
    let expected: Vec<FtpActivityRow> = deeds
        .into_iter()
        .rev()
        .map(|deed| FtpActivityRow {
            at: UtcTime(now),
            account: name("paul"),
            address: address().to_string(),
            protocol: Some(FtpProtocol::FtpsTls13),
            deed,
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
    let accounts = &installation.accounts;
    for name in ["paul", "anne"] {
        installation.add_account(name, "/").await;
        let who = installation.ftp_sign_in(name).await;
        accounts.note_ftp_activity(event(&who, 100, FtpDeed::SignedIn));
        accounts.note_ftp_activity(event(&who, 100, uploaded(&format!("/{name}"), true)));
    }
    installation.write_activity().await;
    let uploads = Some(FtpActivityGroup::Uploads);
    assert_eq!(installation.deeds(None, None).await.len(), 4);
    assert_eq!(
        installation.deeds(None, uploads).await,
        [uploaded("/anne", true), uploaded("/paul", true)]
    );
    assert_eq!(
        installation.deeds(Some("paul"), uploads).await,
        [uploaded("/paul", true)]
    );
    let changes = Some(FtpActivityGroup::Changes);
    assert!(installation.deeds(None, changes).await.is_empty());
    assert!(installation.deeds(Some("ghost"), None).await.is_empty());

    // What it did under its old name is found under the new one, and also once it is gone.
    let renamed = FtpAccountChange {
        name: Some(name("pauline")),
        ..FtpAccountChange::default()
    };
    let example = domain("example.com");
    let paul = name("paul");
    let change = accounts.change_ftp_account(&ACTOR, &example, &paul, renamed);
    change.await.unwrap();
    assert_eq!(installation.deeds(Some("pauline"), None).await.len(), 2);
    let remove = [name("pauline"), name("anne")];
    let removed = accounts.remove_ftp_accounts(&ACTOR, &example, &remove);
    removed.await.unwrap();
    assert_eq!(installation.deeds(Some("anne"), None).await.len(), 2);
    assert_eq!(installation.deeds(None, None).await.len(), 4);
}

#[tokio::test]
async fn what_ends_with_its_account_is_still_written() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/").await;
    let paul = installation.ftp_sign_in("paul").await;
    let (accounts, names) = (&installation.accounts, [name("paul")]);
    let remove = accounts.remove_ftp_accounts_anywhere(&ACTOR, &names);
    remove.await.unwrap();
    accounts.note_ftp_activity(event(&paul, 100, uploaded("/half", false)));
    installation.write_activity().await;
    assert_eq!(
        installation.deeds(None, None).await,
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
            .accounts
            .list_ftp_activity(&ACTOR, &example, filter, number.into())
            .await;
        list.unwrap().activity
    };
    let first = page(1).await;
    assert_eq!(first.total, FtpActivityList::MAX_ROWS);
    assert_eq!(first.rows.len(), 25);
    assert_eq!(
        first.rows[0].deed,
        FtpDeed::FileRemoved("/10030".to_owned())
    );
    let last = page(first.last()).await;
    assert_eq!(last.rows[24].deed, FtpDeed::FileRemoved("/31".to_owned()));
    assert!(page(first.last() + 1).await.rows.is_empty());
}

#[tokio::test]
async fn refusals_are_noted_for_accounts_and_are_bounded() {
    let installation = Installation::with_example().await;
    let accounts = &installation.accounts;
    for typed in ["sEcret-typed-as-a-name", "not a name", "nobody-here"] {
        let _ = accounts.sign_in_ftp(typed, "wrong", address(), false).await;
    }
    for _ in 0..6 {
        let refused = accounts
            .sign_in_ftp("Example", "wrong", address(), false)
            .await;
        assert_eq!(refused.err(), Some(FtpSignInError::Denied));
    }
    for _ in 0..20 {
        let refused = accounts
            .sign_in_ftp("example", PASSWORD, address(), false)
            .await;
        assert!(matches!(refused, Err(FtpSignInError::Throttled(_))));
    }
    installation.write_activity().await;
    let deeds = installation.deeds(None, None).await;
    let mut expected = vec![FtpDeed::SignInRefused(FtpRefusal::Throttled)];
    expected.extend(vec![FtpDeed::SignInRefused(FtpRefusal::WrongPassword); 6]);
    assert_eq!(deeds, expected);
    let refused = Some(FtpActivityGroup::Refusals);
    assert_eq!(installation.deeds(Some("example"), refused).await.len(), 7);
    let database = installation.database().await;
    let everything = texts(&database, "SELECT account_name FROM ftp_activity").await;
    assert!(everything.iter().all(|name| name == "example"));
}

#[tokio::test]
async fn a_home_that_is_gone_is_a_reason_told_once() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    std::fs::remove_dir(installation.webspace("example.com").join("paul")).unwrap();
    for _ in 0..3 {
        let refused = installation
            .accounts
            .sign_in_ftp("paul", PASSWORD, address(), false)
            .await;
        assert_eq!(refused.err(), Some(FtpSignInError::HomeUnavailable));
    }
    installation.write_activity().await;
    let refusal = FtpDeed::SignInRefused(FtpRefusal::HomeUnavailable);
    assert_eq!(installation.deeds(None, None).await, [refusal]);
    assert_eq!(installation.view("paul").await.last_sign_in_at, None);
}

#[tokio::test]
async fn the_writer_gathers_and_the_rest_is_written_at_the_end() {
    let installation = Installation::with_example().await;
    let example = installation.ftp_sign_in("example").await;
    let stop = CancellationToken::new();
    let (accounts, stopped) = (installation.accounts.clone(), stop.clone());
    let writer = tokio::spawn(async move { accounts.write_ftp_activity(stopped).await });
    let note = |path: &str| {
        let deed = FtpDeed::FileRemoved(path.to_owned());
        installation
            .accounts
            .note_ftp_activity(event(&example, 100, deed));
    };
    note("/first");
    let mut waited = 0;
    while installation.deeds(None, None).await.is_empty() {
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
        let deed = FtpDeed::FileRemoved(format!("/{number}"));
        let old = event(&example, days_ago(91), deed);
        installation.accounts.note_ftp_activity(old);
    }
    let recent = event(&example, days_ago(89), FtpDeed::SignedIn);
    installation.accounts.note_ftp_activity(recent);
    installation.write_activity().await;
    let pruned = installation.accounts.prune_ftp_activity(90).await.unwrap();
    assert_eq!(pruned, 2_500);
    assert_eq!(installation.deeds(None, None).await, [FtpDeed::SignedIn]);
    assert_eq!(installation.accounts.prune_ftp_activity(90).await, Ok(0));
    let last = installation.view("example").await.last_sign_in_at;
    assert_eq!(last, Some(UtcTime(days_ago(89))));
}

#[tokio::test]
async fn activity_is_for_the_owner_and_administrators() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation.add_user("chief", Role::Administrator).await;
    let example = domain("example.com");
    let ask = async |login: &str| {
        let (_, actor) = installation.sign_in(login).await;
        let filter = FtpActivityFilter::default();
        installation
            .accounts
            .list_ftp_activity(&actor, &example, filter, PageNumber::FIRST)
            .await
    };
    assert!(ask("marie").await.is_ok());
    assert_eq!(ask("paul").await.err(), Some(Problem::NotFound));
    assert!(ask("chief").await.is_ok());
}
