//! Names that accounts had, and that clients may still sign in with.

use model::{
    Actor, AppError, Change, Field, FieldError, FormerName, FtpAccountChange, FtpEventKind,
    FtpRefusal, KeptDays, Operation, Receipt, UtcTime,
};
use sea_orm::ConnectionTrait;
use services::{FtpEvent, FtpSignInError};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, at, domain, name, new_account,
};
use crate::trash::plan;

const ACTOR: Actor = Actor::CommandLine;

impl Installation {
    async fn rename(&self, from: &str, to: &str, days: &str) -> Result<Operation, AppError> {
        let change = FtpAccountChange {
            name: Some(name(to)),
            keep_old_name: KeptDays::parse(days).unwrap(),
            ..FtpAccountChange::default()
        };
        self.services
            .ftp_accounts
            .change(&ACTOR, &domain("example.com"), &name(from), change)
            .await
    }

    async fn former_names(&self, account: &str) -> Vec<FormerName> {
        self.view(account).await.former_names
    }

    /// Lets the time of every former name pass.
    async fn former_names_end(&self) {
        self.database()
            .await
            .execute_unprepared("UPDATE ftp_account_alias SET valid_until = 1")
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_name_that_is_kept_signs_in_until_its_time_is_over() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let before = UtcTime::now();
    let operation = installation.rename("paul", "pauline", "7").await.unwrap();
    let former = installation.former_names("pauline").await;
    let until = former[0].until;
    assert!((before.plus_days(7)..=UtcTime::now().plus_days(7)).contains(&until));
    assert_eq!(former[0].name, name("paul"));
    assert_eq!(former[0].last_used_at, None);
    let receipt = installation
        .services
        .receipts
        .view(&ACTOR, &operation)
        .await;
    let changes = vec![
        Change::Name {
            before: name("paul"),
            after: name("pauline"),
        },
        Change::OldNameKept { until },
    ];
    let changed = Receipt::AccountChanged {
        name: name("pauline"),
        changes,
    };
    assert_eq!(receipt, Ok(changed));
    for signs_in in ["pauline", "paul", "PAUL"] {
        assert!(installation.ftp_password_works(signs_in, PASSWORD).await);
        let wrong = installation.ftp_password_works(signs_in, OTHER_PASSWORD);
        assert!(!wrong.await);
    }
    installation.former_names_end().await;
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    assert!(installation.former_names("pauline").await.is_empty());
    // The name is free, also before anybody has swept.
    installation.add_account("paul", "/other").await;
    assert_eq!(
        installation.view("paul").await.home_directory.as_str(),
        "/other"
    );
}

#[tokio::test]
async fn without_days_the_old_name_is_gone_at_once() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.rename("paul", "pauline", "").await.unwrap();
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    assert!(installation.former_names("pauline").await.is_empty());
    // Days without another name are about nothing.
    installation
        .rename("pauline", "pauline", "9")
        .await
        .unwrap();
    assert!(installation.former_names("pauline").await.is_empty());
}

#[tokio::test]
async fn a_former_name_is_nobody_else_s_and_its_own_to_take_again() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.add_account("abel", "/abel").await;
    installation.rename("paul", "pauline", "7").await.unwrap();
    let taken = at(Field::AccountName, FieldError::TakenByFormerName);
    let again = installation.rename("abel", "paul", "7").await;
    assert_eq!(again, Err(taken.clone()));
    let example = domain("example.com");
    let new = new_account("paul", "/");
    let added = installation
        .services
        .ftp_accounts
        .add(&ACTOR, &example, new);
    assert_eq!(added.await, Err(taken));
    installation.add_user("other", model::Role::Customer).await;
    installation
        .add_subscription("other.org", "other", "other")
        .await;
    let (_, other) = installation.sign_in("other").await;
    let (site, new) = (domain("other.org"), new_account("paul", "/"));
    let added = installation.services.ftp_accounts.add(&other, &site, new);
    let taken = at(Field::AccountName, FieldError::Taken);
    assert_eq!(added.await, Err(taken), "why is not theirs to know");

    installation.rename("pauline", "paul", "7").await.unwrap();
    let former = installation.former_names("paul").await;
    assert_eq!(former.len(), 1);
    assert_eq!(former[0].name, name("pauline"));
}

#[tokio::test]
async fn a_former_name_is_ended_early() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.rename("paul", "pauline", "7").await.unwrap();
    let (services, example) = (&installation.services, domain("example.com"));
    let (paul, pauline) = (name("paul"), name("pauline"));
    installation.add_user("other", model::Role::Customer).await;
    let (_, other) = installation.sign_in("other").await;
    let end = services
        .ftp_accounts
        .end_former_name(&other, &example, &pauline, &paul);
    assert_eq!(end.await, Err(AppError::NotFound));
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    for _ in 0..2 {
        let end = services
            .ftp_accounts
            .end_former_name(&ACTOR, &example, &pauline, &paul);
        end.await.unwrap();
        assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    }
    let audit = installation.audit_text().await;
    assert_eq!(audit.matches("end_former_name").count(), 1, "{audit}");
    installation.add_account("paul", "/").await;
}

#[tokio::test]
async fn what_is_in_the_trash_does_not_sign_in_by_a_former_name() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.rename("paul", "pauline", "7").await.unwrap();
    installation.remove("pauline").await;
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    installation.restore("pauline").await.unwrap();
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
}

#[tokio::test]
async fn the_last_use_of_a_former_name_is_recorded() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.rename("paul", "pauline", "7").await.unwrap();
    for (used, at) in [("paul", 100), ("pauline", 200)] {
        let signed_in = installation
            .services
            .ftp_accounts
            .sign_in(used, PASSWORD, address(), false)
            .await
            .unwrap();
        assert_eq!(signed_in.name, name(used));
        installation.services.ftp_activity.record(FtpEvent {
            at: UtcTime(at),
            account: signed_in.account,
            name: signed_in.name,
            address: address(),
            protocol: None,
            event: FtpEventKind::SignedIn,
        });
    }
    installation.write_activity().await;
    let view = installation.view("pauline").await;
    assert_eq!(view.former_names[0].last_used_at, Some(UtcTime(100)));
    assert_eq!(view.last_sign_in_at, Some(UtcTime(200)));
    // Who still uses it is found by it; all that the account did by its name now.
    assert_eq!(installation.events(Some("paul"), None).await.len(), 1);
    assert_eq!(installation.events(Some("pauline"), None).await.len(), 2);
}

#[tokio::test]
async fn failures_under_a_former_name_lock_the_account_s_own_too() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.rename("paul", "pauline", "7").await.unwrap();
    installation.rename("pauline", "paula", "7").await.unwrap();
    let sign_in = async |name: &str, password: &str| {
        installation
            .services
            .ftp_accounts
            .sign_in(name, password, address(), false)
            .await
            .err()
    };
    for number in 0..6 {
        let wrong = format!("wrong-{number}");
        assert_eq!(sign_in("paul", &wrong).await, Some(FtpSignInError::Denied));
    }
    let locked = |error| matches!(error, Some(FtpSignInError::Throttled(_)));
    assert!(locked(sign_in("paula", PASSWORD).await));
    assert!(locked(sign_in("paul", PASSWORD).await));
    // Another former name is not checked either, and gets the answer for a wrong password.
    let other = sign_in("pauline", PASSWORD).await;
    assert_eq!(other, Some(FtpSignInError::Denied));
    installation.write_activity().await;
    let events = installation.events(Some("paula"), None).await;
    let throttled = FtpEventKind::SignInRefused(FtpRefusal::Throttled);
    assert_eq!(
        events.iter().filter(|event| **event == throttled).count(),
        3
    );
}

#[tokio::test]
async fn every_name_is_looked_up_by_indexes_alone() {
    let installation = Installation::with_example().await;
    let plan = plan(
        &installation.database().await,
        "SELECT * FROM ftp_account LEFT JOIN subscription \
         ON ftp_account.subscription_id = subscription.id \
         WHERE (ftp_account.name = 'x' OR ftp_account.id IN (SELECT ftp_account_id \
         FROM ftp_account_alias WHERE name = 'x' AND valid_until > 5)) \
         AND ftp_account.removed_at IS NULL LIMIT 1",
    )
    .await;
    let scans = |plan: &Vec<String>| plan.iter().any(|step| step.contains("SCAN"));
    assert!(!plan.as_ref().is_some_and(scans), "{plan:?}");
}

#[tokio::test]
async fn names_whose_time_is_over_are_swept() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.rename("paul", "pauline", "7").await.unwrap();
    let count = async || {
        let sql = "SELECT name FROM ftp_account_alias";
        crate::support::texts(&installation.database().await, sql)
            .await
            .len()
    };
    installation.services.trash.prune().await.unwrap();
    assert_eq!(count().await, 1);
    installation.former_names_end().await;
    installation.services.trash.prune().await.unwrap();
    assert_eq!(count().await, 0);
}
