//! A subscription's life: changed, suspended, resumed, removed, restored, gone.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use model::{
    Actor, AppError, EditedSettings, ExpectedVersion, Field, FieldError, FtpEventKind, FtpRefusal,
    LinkValidity, Login, Operation, PageNumber, Purge, PurgedFiles, Receipt, RemovedFiles, Role,
    SetPasswordForm, SubscriptionSettings, TRASH_DAYS, UtcTime,
};
use sea_orm::{ConnectionTrait, DbBackend};
use services::FtpSignInError;

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, at, domain, name, new_account, origin, texts,
    webspace_root,
};

const ACTOR: Actor = Actor::CommandLine;
const EXAMPLE: &str = "example.com";

impl Installation {
    async fn change_example(
        &self,
        actor: &Actor,
        version: i64,
        (new_domain, owner): (&str, &str),
    ) -> Result<Operation, AppError> {
        let settings = SubscriptionSettings {
            domain: domain(new_domain),
            owner: Login::parse(owner).unwrap(),
        };
        self.services
            .subscriptions
            .change(actor, &domain(EXAMPLE), version, settings)
            .await
    }

    async fn remove_example(&self) -> Operation {
        let removed = self
            .services
            .subscriptions
            .remove(&ACTOR, &domain(EXAMPLE), &ExpectedVersion::Any)
            .await;
        removed.unwrap()
    }

    async fn restore_example(&self) -> Result<Operation, AppError> {
        let subscriptions = &self.services.subscriptions;
        subscriptions.restore(&ACTOR, &domain(EXAMPLE)).await
    }

    async fn purge_example(&self, how: Purge<'_>) -> Result<Operation, AppError> {
        let subscriptions = &self.services.subscriptions;
        subscriptions.purge(&ACTOR, &domain(EXAMPLE), how).await
    }

    async fn removed_domains(&self, actor: &Actor) -> Result<Vec<String>, AppError> {
        let subscriptions = &self.services.subscriptions;
        let page = subscriptions.list_removed(actor, PageNumber::FIRST).await?;
        Ok(page.rows.into_iter().map(|row| row.domain.into()).collect())
    }

    async fn domains(&self, actor: &Actor) -> Vec<String> {
        let subscriptions = &self.services.subscriptions;
        let page = subscriptions.list(actor, PageNumber::FIRST).await.unwrap();
        page.rows.into_iter().map(|row| row.domain.into()).collect()
    }

    /// A reseller `rita`, whose customer `marie` is.
    async fn with_reseller() -> Self {
        let installation = Self::with_example().await;
        installation.add_user("rita", Role::Reseller).await;
        installation.add_user("paul", Role::Customer).await;
        let theirs = "UPDATE panel_user SET reseller_id = \
                      (SELECT id FROM panel_user WHERE login = 'rita') WHERE login = 'marie'";
        let database = installation.database().await;
        database.execute_unprepared(theirs).await.unwrap();
        installation
    }

    async fn execute(&self, sql: &str) {
        let database = self.database().await;
        database.execute_unprepared(sql).await.unwrap();
    }
}

#[tokio::test]
async fn a_subscription_gets_another_domain_name_and_another_owner() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let subscriptions = &installation.services.subscriptions;
    let before = subscriptions
        .view_settings(&ACTOR, &domain(EXAMPLE))
        .await
        .unwrap();
    assert_eq!(
        (before.version, before.settings.owner.as_str()),
        (1, "marie")
    );
    let changed = installation.change_example(&ACTOR, 1, ("exämple.test", "paul"));
    let operation = changed.await.unwrap();
    let receipt = installation.services.receipts.view(&ACTOR, &operation);
    let Ok(Receipt::SubscriptionChanged(change)) = receipt.await else {
        panic!("no receipt");
    };
    assert_eq!(change.before.domain, domain(EXAMPLE));
    assert_eq!(change.after.domain.as_str(), "xn--exmple-cua.test");

    let (_, paul) = installation.sign_in("paul").await;
    let (_, marie) = installation.sign_in("marie").await;
    let view = subscriptions.view(&ACTOR, &domain(EXAMPLE)).await;
    assert_eq!(view, Err(AppError::NotFound));
    assert_eq!(installation.domains(&paul).await, ["xn--exmple-cua.test"]);
    assert!(installation.domains(&marie).await.is_empty());
    let new = domain("EXÄMPLE.test");
    let after = subscriptions.view_settings(&ACTOR, &new).await.unwrap();
    assert_eq!(
        (after.version, after.webspace_root),
        (2, before.webspace_root)
    );
    assert!(installation.ftp_password_works("example", PASSWORD).await);
    let account = installation.view("example").await;
    assert_eq!(account.domain, new);
}

#[tokio::test]
async fn a_change_is_refused_that_is_late_or_not_possible() {
    let installation = Installation::with_example().await;
    installation
        .add_subscription("other.org", "marie", "other")
        .await;
    let change = async |version, names| {
        let changed = installation.change_example(&ACTOR, version, names).await;
        changed.map(drop)
    };
    let taken = Err(at(Field::Domain, FieldError::Taken));
    assert_eq!(change(1, ("other.org", "marie")).await, taken);
    let nobody = Err(at(Field::Owner, FieldError::NoSuchPanelUser));
    assert_eq!(change(1, (EXAMPLE, "nobody-yet")).await, nobody);
    assert_eq!(change(1, (EXAMPLE, "marie")).await, Ok(()));
    let late = Err(AppError::SettingsEditConflict(EditedSettings::General));
    assert_eq!(change(1, ("new.example", "marie")).await, late);

    let (_, marie) = installation.sign_in("marie").await;
    let own = installation.change_example(&marie, 2, ("new.example", "marie"));
    assert_eq!(own.await, Err(AppError::NotPermitted));
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_done() {
    let installation = Installation::with_example().await;
    let (one, other) = tokio::join!(
        installation.change_example(&ACTOR, 1, ("one.example", "marie")),
        installation.change_example(&ACTOR, 1, ("two.example", "marie"))
    );
    let late = |changed: &Result<_, AppError>| {
        matches!(
            changed,
            // The other one had its new name already when this one looked for it.
            Err(AppError::SettingsEditConflict(EditedSettings::General) | AppError::NotFound)
        )
    };
    assert_ne!(one.is_ok(), other.is_ok());
    assert!(late(&one) || late(&other), "{one:?} {other:?}");
}

#[tokio::test]
async fn a_suspended_subscription_refuses_every_account_and_keeps_everything() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/photos").await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let example = domain(EXAMPLE);
    let validity = LinkValidity::default();
    let link = services
        .one_time_links
        .make(&marie, &example, &name("paul"), validity)
        .await
        .unwrap();
    let versions = "SELECT CAST(sum(access_version) AS TEXT) FROM ftp_account";
    let database = installation.database().await;
    let before = texts(&database, versions).await;

    let suspended = services.subscriptions.suspend(&ACTOR, &example).await;
    let operation = suspended.unwrap();
    let receipt = services.receipts.view(&ACTOR, &operation).await;
    let expected = Receipt::SubscriptionSuspended {
        domain: example.clone(),
    };
    assert_eq!(receipt, Ok(expected));
    for account in ["example", "paul"] {
        for (typed, error) in [
            (PASSWORD, FtpSignInError::Suspended),
            // Nobody learns more without the password.
            (OTHER_PASSWORD, FtpSignInError::Denied),
        ] {
            let refused = services
                .ftp_accounts
                .sign_in(account, typed, address(), false)
                .await;
            assert_eq!(refused.unwrap_err(), error, "{account} {typed}");
        }
    }
    assert_ne!(texts(&database, versions).await, before, "sessions end");
    let opened = services.one_time_links.open(&link, &origin(), None).await;
    assert_eq!(opened.map(drop), Err(AppError::NotFound));
    let form = SetPasswordForm {
        password: OTHER_PASSWORD.into(),
        repeated: OTHER_PASSWORD.into(),
    };
    let links = &services.one_time_links;
    let set = links.set_password(&link, &form, &origin()).await;
    assert_eq!(set.map(drop), Err(AppError::NotFound));
    let again = services.subscriptions.suspend(&ACTOR, &example).await;
    assert_eq!(again, Err(AppError::AlreadySuspended));

    // Its owner sees since when, and can only look.
    let view = services.subscriptions.view(&marie, &example).await.unwrap();
    assert_eq!(view.suspension.unwrap().by, Actor::ADMINISTRATOR);
    let list = services.subscriptions.list(&marie, PageNumber::FIRST).await;
    assert!(list.unwrap().rows[0].suspension.is_some());
    let resumed = services.subscriptions.resume(&marie, &example).await;
    assert_eq!(resumed, Err(AppError::NotPermitted));

    services
        .subscriptions
        .resume(&ACTOR, &example)
        .await
        .unwrap();
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    let set = links.set_password(&link, &form, &origin()).await;
    assert!(set.is_ok(), "{set:?}");
    let again = services.subscriptions.resume(&ACTOR, &example).await;
    assert_eq!(again, Err(AppError::NotSuspended));
}

#[tokio::test]
async fn the_activity_says_that_a_sign_in_was_refused_for_the_suspension() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    services
        .subscriptions
        .suspend(&ACTOR, &example)
        .await
        .unwrap();
    assert!(!installation.ftp_password_works("example", PASSWORD).await);
    installation.write_activity().await;
    let kinds = installation.events(None, None).await;
    let suspended = FtpEventKind::SignInRefused(FtpRefusal::Suspended);
    assert_eq!(kinds, [suspended]);
}

#[tokio::test]
async fn a_removed_subscription_is_gone_for_all_but_those_who_may_restore_it() {
    let installation = Installation::with_example().await;
    for account in ["paul", "gone-before"] {
        installation.add_account(account, "/photos").await;
    }
    installation.remove("gone-before").await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    services
        .subscriptions
        .suspend(&ACTOR, &example)
        .await
        .unwrap();
    services
        .subscriptions
        .resume(&ACTOR, &example)
        .await
        .unwrap();
    let (_, marie) = installation.sign_in("marie").await;
    let own = services
        .subscriptions
        .remove(&marie, &example, &ExpectedVersion::Any)
        .await;
    assert_eq!(own, Err(AppError::NotPermitted));

    let operation = installation.remove_example().await;
    let receipt = services.receipts.view(&ACTOR, &operation).await;
    let expected = Receipt::SubscriptionRemoved {
        domain: example.clone(),
    };
    assert_eq!(receipt, Ok(expected));
    assert!(!installation.ftp_password_works("example", PASSWORD).await);
    for actor in [&marie, &ACTOR] {
        assert!(installation.domains(actor).await.is_empty());
        let view = services.subscriptions.view(actor, &example).await;
        assert_eq!(view, Err(AppError::NotFound));
        let added = services
            .ftp_accounts
            .add(actor, &example, new_account("fresh", "/"))
            .await;
        assert_eq!(added.map(drop), Err(AppError::NotFound));
        let found = services.ftp_accounts.find(actor, &name("paul")).await;
        assert_eq!(found.map(drop), Err(AppError::NotFound));
    }
    let theirs = installation.removed_domains(&marie).await;
    assert_eq!(theirs, Err(AppError::AdministratorsOnly));
    assert_eq!(
        installation.removed_domains(&ACTOR).await,
        Ok(vec![EXAMPLE.to_owned()])
    );
    // Its names and its folder stay taken, and the errors say why.
    let add = async |new_domain, root: &Path, main_account| {
        let mut new = installation.new_subscription(new_domain, "marie", main_account);
        new.webspace_root = Some(webspace_root(root));
        services.subscriptions.add(&ACTOR, new).await.map(drop)
    };
    let (theirs, free) = (
        installation.webspace(EXAMPLE),
        installation.webspace("free.example"),
    );
    for (added, error) in [
        (
            add(EXAMPLE, &free, "free").await,
            at(Field::Domain, FieldError::TakenBySubscriptionInTrash),
        ),
        (
            add("free.example", &theirs.join("inside"), "free").await,
            at(Field::WebspaceRoot, FieldError::OverlapsWebspaceInTrash),
        ),
        (
            add("free.example", &free, "paul").await,
            at(Field::AccountName, FieldError::Taken),
        ),
    ] {
        assert_eq!(added, Err(error));
    }

    let restored = installation.restore_example().await.unwrap();
    let receipt = services.receipts.view(&ACTOR, &restored).await;
    let expected = Receipt::SubscriptionRestored {
        domain: example.clone(),
    };
    assert_eq!(receipt, Ok(expected));
    for account in ["example", "paul"] {
        assert!(installation.ftp_password_works(account, PASSWORD).await);
    }
    let trash = services.trash.list(&marie, &example, PageNumber::FIRST);
    let trash = trash.await.unwrap().accounts.rows;
    assert_eq!(trash.len(), 1);
    assert_eq!(trash[0].name, name("gone-before"));
    assert_eq!(
        installation.restore_example().await,
        Err(AppError::NotFound),
        "it is there"
    );
}

#[tokio::test]
async fn a_suspended_subscription_is_restored_as_it_was() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    services
        .subscriptions
        .suspend(&ACTOR, &example)
        .await
        .unwrap();
    installation.remove_example().await;
    // What is removed can be neither suspended nor resumed.
    let resumed = services.subscriptions.resume(&ACTOR, &example).await;
    assert_eq!(resumed, Err(AppError::NotFound));
    installation.restore_example().await.unwrap();
    let view = services.subscriptions.view(&ACTOR, &example).await.unwrap();
    assert!(view.suspension.is_some());
}

#[tokio::test]
async fn a_reseller_manages_the_own_customers_subscriptions_and_no_others() {
    let installation = Installation::with_reseller().await;
    installation
        .add_subscription("paul.example", "paul", "paul")
        .await;
    let (_, rita) = installation.sign_in("rita").await;
    let subscriptions = &installation.services.subscriptions;
    let owners = subscriptions.list_owners(&rita).await.unwrap();
    let owners: Vec<_> = owners.iter().map(Login::as_str).collect();
    assert_eq!(owners, ["marie", "rita"]);
    let to_paul = installation.change_example(&rita, 1, (EXAMPLE, "paul"));
    let nobody = Err(at(Field::Owner, FieldError::NoSuchPanelUser));
    assert_eq!(to_paul.await, nobody);
    let to_rita = installation.change_example(&rita, 1, (EXAMPLE, "rita"));
    assert!(to_rita.await.is_ok());

    // In one that she only helps with she manages nothing, removed or not.
    installation
        .execute(
            "INSERT INTO collaborator (subscription_id, panel_user_id, role, added_at) \
             SELECT s.id, u.id, 'manager', 0 FROM subscription AS s, panel_user AS u \
             WHERE s.domain = 'paul.example' AND u.login = 'rita'",
        )
        .await;
    let theirs = domain("paul.example");
    let refused = subscriptions
        .remove(&rita, &theirs, &ExpectedVersion::Any)
        .await;
    assert_eq!(refused, Err(AppError::NotPermitted));
    subscriptions
        .remove(&ACTOR, &theirs, &ExpectedVersion::Any)
        .await
        .unwrap();
    subscriptions
        .remove(&rita, &domain(EXAMPLE), &ExpectedVersion::Any)
        .await
        .unwrap();
    assert_eq!(
        installation.removed_domains(&rita).await,
        Ok(vec![EXAMPLE.to_owned()])
    );
    for refused in [
        subscriptions.restore(&rita, &theirs).await,
        subscriptions.purge(&rita, &theirs, Purge::KeepFiles).await,
    ] {
        assert_eq!(refused, Err(AppError::NotFound));
    }
    assert!(subscriptions.restore(&rita, &domain(EXAMPLE)).await.is_ok());
}

#[tokio::test]
async fn a_reseller_adds_subscriptions_at_the_usual_place() {
    let installation = Installation::with_reseller().await;
    let (_, rita) = installation.sign_in("rita").await;
    let add = async |new_domain: &str, owner| {
        // Where she would have it does not count.
        let new = installation.new_subscription(new_domain, owner, "fresh");
        let subscriptions = &installation.services.subscriptions;
        subscriptions.add(&rita, new).await.map(drop)
    };
    let nobody = Err(at(Field::Owner, FieldError::NoSuchPanelUser));
    assert_eq!(add("new.example", "paul").await, nobody);
    let usual = installation.path("new.example");
    fs::create_dir(&usual).unwrap();
    fs::write(usual.join("file"), "another's").unwrap();
    let in_use = Err(at(Field::WebspaceRoot, FieldError::FolderInUse));
    assert_eq!(add("new.example", "marie").await, in_use);
    fs::remove_file(usual.join("file")).unwrap();
    assert_eq!(add("new.example", "marie").await, Ok(()));
    let view = installation
        .services
        .subscriptions
        .view(&rita, &domain("new.example"))
        .await
        .unwrap();
    assert_eq!(view.webspace_root, webspace_root(&usual));
    installation.add_user("boss", Role::Administrator).await;
    let mut new = installation.new_subscription("else.example", "marie", "else");
    new.webspace_root = None;
    let subscriptions = &installation.services.subscriptions;
    assert!(subscriptions.add(&ACTOR, new).await.is_ok());
    assert!(installation.path("else.example").is_dir());
}

#[tokio::test]
async fn a_subscription_that_was_changed_is_not_removed_by_whoever_has_not_seen_that() {
    let installation = Installation::with_example().await;
    let subscriptions = &installation.services.subscriptions;
    let example = domain(EXAMPLE);
    let seen = subscriptions.view_settings(&ACTOR, &example).await.unwrap();
    let settings = SubscriptionSettings {
        domain: domain("renamed.example"),
        ..seen.settings
    };
    let change = subscriptions.change(&ACTOR, &example, seen.version, settings);
    change.await.unwrap();
    let remove = async |versions: &[i64]| {
        let expected = ExpectedVersion::OneOf(versions.to_vec());
        let renamed = domain("renamed.example");
        let removed = subscriptions.remove(&ACTOR, &renamed, &expected);
        removed.await.map(drop)
    };
    let conflict = AppError::SettingsEditConflict(EditedSettings::General);
    for late in [&[seen.version][..], &[]] {
        assert_eq!(remove(late).await, Err(conflict.clone()));
    }
    remove(&[seen.version, seen.version + 1]).await.unwrap();
}

#[tokio::test]
async fn of_removing_a_subscription_and_adding_an_account_to_it_either_is_whole() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    for round in 0..10 {
        let account = format!("account-{round}");
        let (removed, added) = tokio::join!(
            services
                .subscriptions
                .remove(&ACTOR, &example, &ExpectedVersion::Any),
            services
                .ftp_accounts
                .add(&ACTOR, &example, new_account(&account, "/"))
        );
        removed.unwrap();
        assert!(!installation.ftp_password_works(&account, PASSWORD).await);
        installation.restore_example().await.unwrap();
        let works = installation.ftp_password_works(&account, PASSWORD).await;
        assert_eq!(works, added.is_ok(), "{added:?}");
        assert!(added.is_ok() || added.map(drop) == Err(AppError::NotFound));
    }
}

#[tokio::test]
async fn of_restoring_and_removing_for_good_at_once_one_is_done() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/").await;
    installation.remove_example().await;
    let (restored, purged) = tokio::join!(
        installation.restore_example(),
        installation.purge_example(Purge::KeepFiles)
    );
    assert_ne!(restored.is_ok(), purged.is_ok(), "{restored:?} {purged:?}");
    assert_eq!(
        installation.ftp_password_works("paul", PASSWORD).await,
        restored.is_ok()
    );
}

#[tokio::test]
async fn a_subscription_that_is_removed_for_good_frees_its_names_and_keeps_its_files() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/photos").await;
    let file = installation.webspace(EXAMPLE).join("photos/file");
    fs::write(&file, "kept").unwrap();
    assert_eq!(
        installation.purge_example(Purge::KeepFiles).await,
        Err(AppError::NotFound),
        "only from the trash"
    );
    installation.remove_example().await;
    let operation = installation.purge_example(Purge::KeepFiles).await.unwrap();
    let receipt = installation.services.receipts.view(&ACTOR, &operation);
    let expected = Receipt::SubscriptionPurged {
        domain: domain(EXAMPLE),
        files: PurgedFiles::Kept,
    };
    assert_eq!(receipt.await, Ok(expected));
    assert_eq!(fs::read_to_string(file).unwrap(), "kept");
    let database = installation.database().await;
    let accounts = texts(&database, "SELECT name FROM ftp_account").await;
    assert_eq!(accounts, [""; 0]);
    installation
        .add_subscription(EXAMPLE, "marie", "example")
        .await;
    installation.add_account("paul", "/photos").await;
}

#[tokio::test]
async fn old_removed_subscriptions_are_pruned_with_their_accounts_and_without_their_files() {
    let installation = Installation::with_example().await;
    installation
        .add_subscription("recent.example", "marie", "recent")
        .await;
    let services = &installation.services;
    let recent = domain("recent.example");
    installation.remove_example().await;
    services
        .subscriptions
        .remove(&ACTOR, &recent, &ExpectedVersion::Any)
        .await
        .unwrap();
    for (removed, days) in [(EXAMPLE, TRASH_DAYS), ("recent.example", TRASH_DAYS - 1)] {
        let at = UtcTime::now().0 - i64::from(days) * 86_400;
        let sql = format!("UPDATE subscription SET removed_at = {at} WHERE domain = '{removed}'");
        installation.execute(&sql).await;
    }
    assert_eq!(services.trash.prune().await, Ok(1));
    assert_eq!(
        installation.removed_domains(&ACTOR).await,
        Ok(vec!["recent.example".to_owned()])
    );
    assert!(installation.webspace(EXAMPLE).is_dir());
    let audit = installation.audit_text().await;
    let purged = "subscription.purge (program) example.com";
    assert!(audit.contains(purged), "{audit}");
    assert_eq!(services.trash.prune().await, Ok(0));
}

#[tokio::test]
async fn everything_in_the_webspace_goes_if_that_is_confirmed_and_nothing_else() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace(EXAMPLE);
    let beside = installation.path("webspaces/beside");
    fs::create_dir_all(webspace.join("sites/shop")).unwrap();
    fs::create_dir(&beside).unwrap();
    fs::write(beside.join("file"), "another's").unwrap();
    fs::write(webspace.join("sites/shop/index.html"), "hello").unwrap();
    fs::write(webspace.join(".hidden"), "").unwrap();
    symlink(&beside, webspace.join("beside")).unwrap();
    installation.remove_example().await;
    let not_confirmed = at(Field::Confirmation, FieldError::NotConfirmed);
    for typed in ["", "yes", "example", "example.org"] {
        let purged = installation.purge_example(Purge::WithFiles(typed)).await;
        assert_eq!(purged, Err(not_confirmed.clone()), "{typed}");
    }
    let how = Purge::WithFiles(" Example.COM ");
    let operation = installation.purge_example(how).await.unwrap();
    let receipt = installation.services.receipts.view(&ACTOR, &operation);
    let removed = RemovedFiles {
        files: 3,
        folders: 2,
        bytes: 5,
        ..RemovedFiles::default()
    };
    let expected = Receipt::SubscriptionPurged {
        domain: domain(EXAMPLE),
        files: PurgedFiles::Removed(removed),
    };
    assert_eq!(receipt.await, Ok(expected));
    assert_eq!(fs::read_dir(&webspace).unwrap().count(), 0);
    assert!(beside.join("file").exists());
    assert_eq!(installation.removed_domains(&ACTOR).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_webspace_that_cannot_be_opened_keeps_its_subscription() {
    let installation = Installation::with_example().await;
    let (webspace, away) = (installation.webspace(EXAMPLE), installation.path("away"));
    installation.remove_example().await;
    // As a disk that is not mounted.
    fs::rename(&webspace, &away).unwrap();
    let purged = installation.purge_example(Purge::WithFiles(EXAMPLE)).await;
    assert_eq!(purged, Err(at(Field::Confirmation, FieldError::FilesStay)));
    fs::rename(&away, &webspace).unwrap();
    assert!(installation.restore_example().await.is_ok());
}

/// Has a removal of a webspace's files begun that a crash cut off; returns its operation.
async fn cut_off(installation: &Installation) -> Operation {
    let operation = "00000000000000aa";
    // No bytes, as the two write them.
    let no_folder = match installation.database().await.get_database_backend() {
        DbBackend::Postgres => "''",
        _ => "X''",
    };
    installation
        .execute(&format!(
            "INSERT INTO file_removal \
             (operation, subscription_id, ftp_account_id, account_name, folder, has_begun) \
             SELECT '{operation}', subscription_id, id, name, {no_folder}, TRUE FROM ftp_account"
        ))
        .await;
    installation
        .execute(&format!(
            "INSERT INTO audit_event (at, operation, actor, action, subject_kind, subject_name, before) \
             VALUES (7, '{operation}', 'command line', 'subscription.remove_files', 'subscription', \
             'example.com', '{{\"domain\":\"example.com\",\"webspace_root\":\"/x/y\",\"owner\":\"marie\",\
             \"ftp_accounts\":1}}')"
        ))
        .await;
    Operation::parse(operation).unwrap()
}

#[tokio::test]
async fn a_removal_of_a_webspace_that_a_crash_cut_off_ends_at_the_next_start() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace(EXAMPLE);
    fs::write(webspace.join("file"), "hello").unwrap();
    installation.remove_example().await;
    let operation = cut_off(&installation).await;
    // From the moment on at which it began there is no way back.
    assert_eq!(
        installation.restore_example().await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        installation.purge_example(Purge::KeepFiles).await,
        Err(AppError::NotFound)
    );
    assert_eq!(installation.services.trash.prune().await, Ok(0));
    let files = async || {
        let receipt = installation.services.receipts.view(&ACTOR, &operation);
        match receipt.await {
            Ok(Receipt::SubscriptionPurged { files, .. }) => files,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(files().await, PurgedFiles::Underway);
    let stop = tokio_util::sync::CancellationToken::new();
    installation.services.trash.resume_removals(stop).await;
    let removed = RemovedFiles {
        files: 1,
        bytes: 5,
        was_cut_off: true,
        ..RemovedFiles::default()
    };
    assert_eq!(files().await, PurgedFiles::Removed(removed));
    assert!(webspace.is_dir());
    assert_eq!(installation.removed_domains(&ACTOR).await, Ok(Vec::new()));
    let database = installation.database().await;
    let noted = texts(&database, "SELECT operation FROM file_removal").await;
    assert_eq!(noted, [""; 0]);
}
