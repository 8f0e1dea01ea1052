//! Changes of the same accounts at once: whoever comes too late is told so, and nobody that the
//! server failed.

use std::sync::Arc;

use model::{
    Actor, AppError, ExpectedVersion, FtpAccountChange, FtpAccountListing, FtpAccountSelection,
    FtpAccountSettings, FtpAccountsChange, KeptDays, LinkValidity, NewFtpAccountByLink, Purge,
};
use tokio::task::JoinSet;

use crate::support::{Installation, domain, home, name, texts};

/// How often all of it is done at once. Without one order of locking, PostgreSQL finds some ten
/// deadlocks among so many.
const ROUNDS: usize = 12;
const ACCOUNTS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_done_to_the_same_accounts_at_once_nothing_fails() {
    let installation = Arc::new(Installation::with_example().await);
    let names: Vec<String> = (0..ACCOUNTS)
        .map(|number| format!("account-{number:02}"))
        .collect();
    for name in &names {
        installation.add_with_quota(name).await.unwrap();
    }
    for round in 0..ROUNDS {
        let mut done = JoinSet::new();
        let forwards = names.clone();
        let backwards: Vec<String> = names.iter().rev().cloned().collect();
        // In one order and in the other.
        for (number, names) in [forwards.clone(), backwards.clone()]
            .into_iter()
            .enumerate()
        {
            let (one, other) = (Arc::clone(&installation), Arc::clone(&installation));
            let removed = names.clone();
            done.spawn(async move { other.remove_and_restore(&removed).await });
            done.spawn(async move { one.change_all((round + number).is_multiple_of(2)).await });
        }
        for pair in [[0, 1], [1, 0]] {
            let installation = Arc::clone(&installation);
            let [from, to] = pair.map(|index: usize| names[index].clone());
            done.spawn(async move { installation.rename_and_back(&from, &to).await });
        }
        for which in [2, 3] {
            let (installation, name) = (Arc::clone(&installation), names[which].clone());
            done.spawn(async move { installation.purge_and_add(&name).await });
        }
        let pruned = Arc::clone(&installation);
        done.spawn(async move { vec![pruned.services.trash.prune().await.map(drop)] });
        for results in done.join_all().await {
            for error in results.into_iter().filter_map(Result::err) {
                assert!(is_told(&error), "round {round}: {error:?}");
            }
        }
    }
    installation.check_counts().await;
}

#[tokio::test]
async fn an_account_that_was_changed_is_not_removed_by_whoever_has_not_seen_that() {
    let installation = Installation::with_example().await;
    installation.add_with_quota("paul").await.unwrap();
    let (accounts, actor) = (&installation.services.ftp_accounts, Actor::CommandLine);
    let (example, paul) = (domain("example.com"), name("paul"));
    let seen = accounts.view(&actor, &example, &paul).await.unwrap();
    let change = FtpAccountChange {
        home_directory: Some(home("/elsewhere")),
        ..FtpAccountChange::default()
    };
    let changed = accounts.change(&actor, &example, &paul, change).await;
    changed.unwrap();
    let seen = ExpectedVersion::OneOf(vec![seen.version]);
    let late = accounts.remove_version(&actor, &example, &paul, &seen);
    let Err(AppError::EditConflict(now)) = late.await else {
        panic!("it was removed");
    };
    assert_eq!(now.home_directory, home("/elsewhere"));
    let now = ExpectedVersion::OneOf(vec![now.version]);
    let in_time = accounts.remove_version(&actor, &example, &paul, &now);
    in_time.await.unwrap();
    let gone = accounts.view(&actor, &example, &paul).await;
    assert_eq!(gone, Err(AppError::NotFound));
}

/// Whether an error is one that somebody may be told who comes too late.
fn is_told(error: &AppError) -> bool {
    matches!(
        error,
        AppError::NotFound
            | AppError::NothingToChange
            | AppError::NothingChosen
            | AppError::EditConflict(_)
            | AppError::RemovedDuringEdit
            | AppError::Invalid(_)
    )
}

type Results = Vec<Result<(), AppError>>;

impl Installation {
    async fn add_with_quota(&self, account: &str) -> Result<(), AppError> {
        let new = NewFtpAccountByLink {
            name: name(account),
            home_directory: home("/shared"),
            validity: LinkValidity::parse("24").unwrap(),
            settings: FtpAccountSettings {
                // Such accounts change their subscription's row, too.
                quota_files: Some(10),
                ..FtpAccountSettings::default()
            },
        };
        let (accounts, domain) = (&self.services.ftp_accounts, domain("example.com"));
        let added = accounts.add_by_link(&Actor::CommandLine, &domain, new);
        added.await.map(drop)
    }

    async fn remove_and_restore(&self, names: &[String]) -> Results {
        let names: Vec<_> = names.iter().map(|text| name(text)).collect();
        let (services, domain) = (&self.services, domain("example.com"));
        let mut results = Vec::new();
        for half in names.chunks(ACCOUNTS / 2) {
            let removed = services
                .ftp_accounts
                .remove(&Actor::CommandLine, &domain, half);
            results.push(removed.await.map(drop));
        }
        for half in names.chunks(ACCOUNTS / 2) {
            let restored = services.trash.restore(&Actor::CommandLine, &domain, half);
            results.push(restored.await.map(drop));
        }
        results
    }

    async fn change_all(&self, enable: bool) -> Results {
        let all = FtpAccountSelection::Found(FtpAccountListing::default());
        let change = FtpAccountsChange::State(enable);
        let (accounts, domain) = (&self.services.ftp_accounts, domain("example.com"));
        let changed = accounts.change_many(&Actor::CommandLine, &domain, &all, change);
        vec![changed.await.map(drop)]
    }

    async fn rename_and_back(&self, from: &str, to: &str) -> Results {
        let (accounts, domain) = (&self.services.ftp_accounts, domain("example.com"));
        let mut results = Vec::new();
        let aside = format!("{to}-aside");
        for (before, after) in [(from, aside.as_str()), (aside.as_str(), from)] {
            let change = FtpAccountChange {
                name: Some(name(after)),
                keep_old_name: KeptDays::parse("3").unwrap(),
                ..FtpAccountChange::default()
            };
            let before = name(before);
            let changed = accounts.change(&Actor::CommandLine, &domain, &before, change);
            results.push(changed.await.map(drop));
        }
        results
    }

    async fn purge_and_add(&self, account: &str) -> Results {
        let (trash, domain) = (&self.services.trash, domain("example.com"));
        let (name, keep) = (name(account), Purge::KeepFiles);
        let purged = trash.purge(&Actor::CommandLine, &domain, &name, keep);
        let purged = purged.await.map(drop);
        vec![purged, self.add_with_quota(account).await]
    }

    /// What the database counts is what is there.
    async fn check_counts(&self) {
        let database = self.database().await;
        let counted = "SELECT CAST(ftp_accounts AS TEXT) FROM subscription";
        let there = "SELECT CAST(count(*) AS TEXT) FROM ftp_account WHERE removed_at IS NULL";
        assert_eq!(
            texts(&database, counted).await,
            texts(&database, there).await
        );
    }
}
