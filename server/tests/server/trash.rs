//! « Corbeille »: removed, restored, gone.

use std::fs;
use std::os::unix::fs::symlink;

use model::{
    Actor, AppError, Field, FieldError, FilesStay, FtpAccountChange, FtpAccountListing,
    FtpAccountSettings, Operation, PageNumber, Purge, PurgedFiles, RemovedFiles, TRASH_DAYS,
    TrashList, TrashReceipt, UtcTime,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::support::{Installation, PASSWORD, at, domain, name, new_account, texts};

const ACTOR: Actor = Actor::CommandLine;

impl Installation {
    pub(crate) async fn remove(&self, removed: &str) {
        self.services
            .ftp_accounts
            .remove_anywhere(&ACTOR, &[name(removed)])
            .await
            .unwrap();
    }

    pub(crate) async fn restore(&self, removed: &str) -> Result<Operation, AppError> {
        self.services
            .trash
            .restore(&ACTOR, &domain("example.com"), &[name(removed)])
            .await
    }

    async fn purge(&self, removed: &str, how: Purge<'_>) -> Result<Operation, AppError> {
        self.services
            .trash
            .purge(&ACTOR, &domain("example.com"), &name(removed), how)
            .await
    }

    async fn trash(&self) -> TrashList {
        self.services
            .trash
            .list(&ACTOR, &domain("example.com"), PageNumber::FIRST)
            .await
            .unwrap()
    }

    async fn trash_names(&self) -> Vec<String> {
        let rows = self.trash().await.accounts.rows;
        rows.into_iter().map(|row| row.name.into()).collect()
    }

    async fn files_stay(&self, removed: &str) -> Option<FilesStay> {
        self.services
            .trash
            .view(&ACTOR, &domain("example.com"), &name(removed))
            .await
            .unwrap()
            .files_stay
    }

    async fn was_removed_days_ago(&self, removed: &str, days: u32) {
        let at = UtcTime::now().0 - i64::from(days) * 86_400;
        let sql = format!("UPDATE ftp_account SET removed_at = {at} WHERE name = '{removed}'");
        self.database()
            .await
            .execute_unprepared(&sql)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_removed_account_is_restored_with_everything() {
    let installation = Installation::with_example().await;
    let mut new = new_account("paul", "/photos");
    new.settings = FtpAccountSettings {
        note: "Takes photos".to_owned(),
        max_sessions: Some(3),
        ..FtpAccountSettings::default()
    };
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let example = domain("example.com");
    let added = services.ftp_accounts.add(&marie, &example, new);
    added.await.unwrap();
    let before = installation.view("paul").await;
    let paul = [name("paul")];
    let removed = services.ftp_accounts.remove(&marie, &example, &paul);
    removed.await.unwrap();

    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    let listing = FtpAccountListing::default();
    let list = services.ftp_accounts.list(&marie, &example, &listing);
    assert_eq!(list.await.unwrap().total, 1);
    let trash = installation.trash().await.accounts;
    assert_eq!(trash.total, 1);
    assert_eq!(trash.rows[0].home_directory.as_str(), "/photos");
    assert_eq!(trash.rows[0].removed_by, "marie");
    let days = (trash.rows[0].gone_at().0 - trash.rows[0].removed_at.0) / 86_400;
    assert_eq!(days, i64::from(TRASH_DAYS));

    fs::remove_dir(installation.webspace("example.com").join("photos")).unwrap();
    let restored = services.trash.restore(&marie, &example, &paul);
    let operation = restored.await.unwrap();
    let receipt = services.trash.view_receipt(&marie, &operation).await;
    assert_eq!(receipt, Ok(TrashReceipt::Restored(paul.to_vec())));
    let receipt = services.trash.view_receipt(&ACTOR, &operation).await;
    assert_eq!(receipt, Err(AppError::NotFound), "it was not theirs");
    // The home is made again, and the password is the old one.
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    let after = installation.view("paul").await;
    assert_eq!(after.settings, before.settings);
    assert_eq!(after.home_directory, before.home_directory);
    assert!(after.version > before.version);
    assert!(installation.trash_names().await.is_empty());
    assert_eq!(installation.restore("paul").await, Err(AppError::NotFound));
}

#[tokio::test]
async fn accounts_are_restored_all_or_none() {
    let installation = Installation::with_example().await;
    for name in ["paul", "abel"] {
        installation.add_account(name, "/").await;
        installation.remove(name).await;
    }
    let restore = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|text| name(text)).collect();
        let services = installation.services.clone();
        async move { services.trash.restore_anywhere(&ACTOR, &names).await }
    };
    assert_eq!(
        restore(&["paul", "not-there"]).await,
        Err(AppError::NotFound)
    );
    assert_eq!(restore(&["paul", "example"]).await, Err(AppError::NotFound));
    assert_eq!(restore(&[]).await, Err(AppError::NothingChosen));
    assert_eq!(installation.trash_names().await.len(), 2);
    let operation = restore(&["paul", "abel", "paul"]).await.unwrap();
    let receipt = installation.services.trash.view_receipt(&ACTOR, &operation);
    let names = vec![name("abel"), name("paul")];
    assert_eq!(receipt.await, Ok(TrashReceipt::Restored(names)));
}

#[tokio::test]
async fn the_name_of_a_removed_account_stays_taken_and_its_owner_learns_why() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", model::Role::Customer).await;
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    installation.add_account("photos", "/photos").await;
    installation.remove("photos").await;
    let (_, marie) = installation.sign_in("marie").await;
    let (_, paul) = installation.sign_in("paul").await;
    for (actor, site, error) in [
        (&marie, "example.com", FieldError::TakenInTrash),
        (&ACTOR, "other.org", FieldError::TakenInTrash),
        (&paul, "other.org", FieldError::Taken),
    ] {
        let new = new_account("photos", "/again");
        let site = domain(site);
        let added = installation.services.ftp_accounts.add(actor, &site, new);
        assert_eq!(added.await, Err(at(Field::AccountName, error)));
    }
    let change = FtpAccountChange {
        name: Some(name("photos")),
        ..FtpAccountChange::default()
    };
    let (example, main) = (domain("example.com"), name("example"));
    let change = installation
        .services
        .ftp_accounts
        .change(&marie, &example, &main, change);
    let taken = at(Field::AccountName, FieldError::TakenInTrash);
    assert_eq!(change.await, Err(taken));
}

#[tokio::test]
async fn what_is_removed_for_good_frees_its_name_and_keeps_its_files() {
    let installation = Installation::with_example().await;
    installation.add_account("photos", "/photos").await;
    let keep = installation.purge("photos", Purge::KeepFiles).await;
    assert_eq!(keep, Err(AppError::NotFound), "it was not removed before");
    installation.remove("photos").await;
    let operation = installation
        .purge("photos", Purge::KeepFiles)
        .await
        .unwrap();
    let receipt = installation.services.trash.view_receipt(&ACTOR, &operation);
    let purged = TrashReceipt::Purged {
        name: name("photos"),
        files: PurgedFiles::Kept,
    };
    assert_eq!(receipt.await, Ok(purged));
    assert_eq!(
        installation.restore("photos").await,
        Err(AppError::NotFound)
    );
    assert!(installation.webspace("example.com").join("photos").is_dir());
    installation.add_account("photos", "/photos").await;

    // By command also without « Corbeille » between; a main account never.
    let purge = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|text| name(text)).collect();
        let services = installation.services.clone();
        async move { services.trash.purge_anywhere(&ACTOR, &names).await }
    };
    assert_eq!(
        purge(&["photos", "example"]).await,
        Err(AppError::MainAccountStays)
    );
    assert_eq!(purge(&["not-there"]).await, Err(AppError::NotFound));
    assert!(purge(&["photos"]).await.is_ok());
    assert!(!installation.ftp_password_works("photos", PASSWORD).await);
}

#[tokio::test]
async fn of_restoring_and_removing_for_good_at_once_one_is_done() {
    let installation = Installation::with_example().await;
    for _ in 0..20 {
        installation.add_account("paul", "/photos").await;
        installation.remove("paul").await;
        let (restored, purged) = tokio::join!(
            installation.restore("paul"),
            installation.purge("paul", Purge::KeepFiles)
        );
        assert_ne!(restored.is_ok(), purged.is_ok(), "{restored:?} {purged:?}");
        assert_eq!(
            installation.ftp_password_works("paul", PASSWORD).await,
            restored.is_ok()
        );
        if restored.is_ok() {
            installation.remove("paul").await;
            installation.purge("paul", Purge::KeepFiles).await.unwrap();
        }
    }
}

#[tokio::test]
async fn old_removed_accounts_are_pruned() {
    let installation = Installation::with_example().await;
    for account in ["old", "recent", "living"] {
        installation.add_account(account, "/").await;
    }
    installation.remove("old").await;
    installation.remove("recent").await;
    installation.was_removed_days_ago("old", TRASH_DAYS).await;
    installation
        .was_removed_days_ago("recent", TRASH_DAYS - 1)
        .await;
    assert_eq!(installation.services.trash.prune().await, Ok(1));
    assert_eq!(installation.trash_names().await, ["recent"]);
    assert!(installation.ftp_password_works("living", PASSWORD).await);
    let audit = installation.audit_text().await;
    assert!(audit.contains("ftp_account.purge (program) old"), "{audit}");
    assert_eq!(installation.services.trash.prune().await, Ok(0));
}

#[tokio::test]
async fn files_go_too_if_that_is_confirmed() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace("example.com");
    installation.add_account("shop", "/sites/shop").await;
    installation.add_account("blog", "/sites/blog").await;
    fs::write(webspace.join("sites/shop/index.html"), "hello").unwrap();
    fs::write(webspace.join("sites/blog/index.html"), "hello").unwrap();
    symlink("../blog", webspace.join("sites/shop/blog")).unwrap();
    installation.remove("shop").await;
    assert_eq!(installation.files_stay("shop").await, None);
    let not_confirmed = at(Field::Confirmation, FieldError::NotConfirmed);
    for typed in ["", "yes", "blog", "/sites", "sites/shop"] {
        let purged = installation.purge("shop", Purge::WithFiles(typed)).await;
        assert_eq!(purged, Err(not_confirmed.clone()), "{typed}");
    }
    assert!(webspace.join("sites/shop/index.html").exists());
    let operation = installation
        .purge("shop", Purge::WithFiles(" /sites/shop/ "))
        .await
        .unwrap();
    let receipt = installation.services.trash.view_receipt(&ACTOR, &operation);
    let removed = RemovedFiles {
        files: 2,
        folders: 1,
        bytes: 5,
        ..RemovedFiles::default()
    };
    let purged = TrashReceipt::Purged {
        name: name("shop"),
        files: PurgedFiles::Removed(removed),
    };
    assert_eq!(receipt.await, Ok(purged));
    let left: Vec<_> = fs::read_dir(webspace.join("sites"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["blog"]);
    assert!(webspace.join("sites/blog/index.html").exists());
    let audit = installation.audit_text().await;
    let counts = r#"{"files":2,"folders":1,"bytes":5,"failures":0}"#;
    assert!(audit.contains(counts), "{audit}");
}

#[tokio::test]
async fn files_that_others_have_to_do_with_never_go() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace("example.com");
    for (account, home) in [
        ("all", "/"),
        ("shop", "/shop"),
        ("photos", "/shop/photos"),
        ("same", "/same"),
        ("same-too", "/same"),
        ("linked", "/linked"),
        ("alone", "/alone"),
        ("gone", "/gone"),
    ] {
        installation.add_account(account, home).await;
    }
    symlink("alone", webspace.join("way")).unwrap();
    fs::remove_dir(webspace.join("linked")).unwrap();
    symlink("same", webspace.join("linked")).unwrap();
    fs::remove_dir(webspace.join("gone")).unwrap();
    let all = [
        "all", "shop", "photos", "same", "same-too", "linked", "alone", "gone",
    ];
    for account in all {
        installation.remove(account).await;
    }
    let shared = |with: &str| Some(FilesStay::SharedWith(name(with)));
    // Those in « Corbeille » count like the others: they may be restored.
    for account in ["shop", "photos", "same", "linked", "alone"] {
        assert_eq!(installation.files_stay(account).await, shared("all"));
    }
    let stay = installation.files_stay("all").await;
    assert_eq!(stay, Some(FilesStay::WebspaceRoot));
    assert!(installation.purge("all", Purge::KeepFiles).await.is_ok());
    for (account, reason) in [
        ("shop", shared("photos")),
        ("photos", shared("shop")),
        ("same", shared("linked")),
        ("linked", shared("same")),
        ("gone", Some(FilesStay::Missing)),
        ("alone", None),
    ] {
        assert_eq!(installation.files_stay(account).await, reason, "{account}");
    }
    let stays = at(Field::Confirmation, FieldError::FilesStay);
    let purged = installation.purge("shop", Purge::WithFiles("shop")).await;
    assert_eq!(purged, Err(stays.clone()));
    // One that lives counts too, by way of a symlink.
    installation.add_account("deep", "/way/deep").await;
    assert_eq!(installation.files_stay("alone").await, shared("deep"));
    let purged = installation.purge("alone", Purge::WithFiles("alone")).await;
    assert_eq!(purged, Err(stays));
    assert!(webspace.join("alone/deep").is_dir());
    assert!(webspace.join("shop/photos").is_dir());
}

#[tokio::test]
async fn what_cannot_be_removed_is_reported() {
    // Whoever is root may remove everything.
    if is_root() {
        return;
    }
    use std::os::unix::fs::PermissionsExt;
    let installation = Installation::with_example().await;
    let webspace = installation.webspace("example.com");
    installation.add_account("shop", "/shop").await;
    let locked = webspace.join("shop/locked");
    fs::create_dir(&locked).unwrap();
    fs::write(locked.join("file"), "").unwrap();
    fs::write(webspace.join("shop/other"), "").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    installation.remove("shop").await;
    let operation = installation
        .purge("shop", Purge::WithFiles("shop"))
        .await
        .unwrap();
    let receipt = installation.services.trash.view_receipt(&ACTOR, &operation);
    let Ok(TrashReceipt::Purged { files, .. }) = receipt.await else {
        panic!("no receipt");
    };
    let PurgedFiles::Removed(removed) = files else {
        panic!("{files:?}");
    };
    assert_eq!((removed.files, removed.failures), (1, 1));
    assert!(removed.left[0].starts_with("/locked/file ("), "{removed:?}");
    assert!(locked.join("file").exists(), "it is where it was");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

#[tokio::test]
async fn a_page_of_the_trash_and_the_prune_are_read_by_an_index() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    for (sql, index) in [
        (
            "SELECT * FROM ftp_account WHERE subscription_id = 1 AND removed_at IS NOT NULL \
             ORDER BY removed_at DESC, id DESC LIMIT 25",
            "ftp_account_in_trash",
        ),
        (
            "SELECT * FROM ftp_account WHERE removed_at <= 1 ORDER BY removed_at LIMIT 200",
            "ftp_account_by_removal",
        ),
    ] {
        let Some(plan) = plan(&database, sql).await else {
            return;
        };
        assert_eq!(plan.len(), 1, "{plan:?}");
        assert!(plan[0].contains(index), "{plan:?}");
    }
}

/// The steps in which SQLite answers a query; none where PostgreSQL does, which chooses them by
/// what is in its tables.
pub(crate) async fn plan(database: &DatabaseConnection, sql: &str) -> Option<Vec<String>> {
    let backend = database.get_database_backend();
    if backend != DbBackend::Sqlite {
        return None;
    }
    let statement = Statement::from_string(backend, format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = database.query_all_raw(statement).await.unwrap();
    let steps = rows.iter().map(|row| row.try_get("", "detail").unwrap());
    Some(steps.collect())
}

#[tokio::test]
async fn nobody_but_its_owner_sees_a_trash() {
    let installation = Installation::with_example().await;
    installation.add_account("photos", "/photos").await;
    installation.remove("photos").await;
    installation.add_user("paul", model::Role::Customer).await;
    let (_, paul) = installation.sign_in("paul").await;
    let (services, example) = (&installation.services, domain("example.com"));
    let (photos, not_found) = (name("photos"), Some(AppError::NotFound));
    let list = services.trash.list(&paul, &example, PageNumber::FIRST);
    assert_eq!(list.await.err(), not_found);
    let view = services.trash.view(&paul, &example, &photos);
    assert_eq!(view.await.err(), not_found);
    let names = [photos.clone()];
    let restore = services.trash.restore(&paul, &example, &names);
    assert_eq!(restore.await.err(), not_found);
    let restore = services.trash.restore_anywhere(&paul, &names);
    assert_eq!(restore.await.err(), not_found);
    let purge = services
        .trash
        .purge(&paul, &example, &photos, Purge::WithFiles("photos"));
    assert_eq!(purge.await.err(), not_found);
    let purge = services.trash.purge_anywhere(&paul, &names);
    assert_eq!(purge.await.err(), not_found);
    let database = installation.database().await;
    let names = texts(&database, "SELECT name FROM ftp_account ORDER BY id").await;
    assert_eq!(names, ["example", "photos"]);
}

/// Notes a removal of the files in `/sites/<account>` as a process that was killed leaves it, and puts
/// the folder into quarantine.
async fn cut_off(installation: &Installation, account: &str, operation: &str, has_begun: bool) {
    let database = installation.database().await;
    let folder = match database.get_database_backend() {
        DbBackend::Postgres => format!("convert_to('sites/{account}', 'UTF8')"),
        _ => format!("CAST('sites/{account}' AS BLOB)"),
    };
    let removal = format!(
        "INSERT INTO file_removal \
         (operation, subscription_id, ftp_account_id, account_name, folder, has_begun) \
         SELECT '{operation}', id, 99, '{account}', {folder}, {has_begun} FROM subscription"
    );
    database.execute_unprepared(&removal).await.unwrap();
    if has_begun {
        let begun = format!(
            "INSERT INTO audit_event (at, operation, actor, action, subject_kind, subject_name, before) \
             VALUES (7, '{operation}', 'command line', 'ftp_account.remove_files', 'ftp_account', \
             '{account}', '{{\"home_directory\":\"/sites/{account}\"}}')"
        );
        database.execute_unprepared(&begun).await.unwrap();
    }
    let sites = installation.webspace("example.com").join("sites");
    let quarantined = sites.join(format!(".berth-removed-{operation}"));
    fs::rename(sites.join(account), quarantined).unwrap();
}

#[tokio::test]
async fn what_a_crash_cut_off_ends_at_the_next_start() {
    let installation = Installation::with_example().await;
    let sites = installation.webspace("example.com").join("sites");
    for account in ["shop", "gone", "kept"] {
        installation
            .add_account(account, &format!("/sites/{account}"))
            .await;
        fs::write(sites.join(account).join("file"), "hello").unwrap();
        installation.remove(account).await;
    }
    // Of one some files are left, of one none; of one the account was not removed yet.
    let shop = installation.purge("shop", Purge::KeepFiles).await.unwrap();
    cut_off(&installation, "shop", shop.as_str(), true).await;
    let gone = installation.purge("gone", Purge::KeepFiles).await.unwrap();
    cut_off(&installation, "gone", gone.as_str(), true).await;
    fs::remove_dir_all(sites.join(format!(".berth-removed-{}", gone.as_str()))).unwrap();
    cut_off(&installation, "kept", "00000000000000aa", false).await;
    let files = async |operation: &Operation| {
        let receipt = installation.services.trash.view_receipt(&ACTOR, operation);
        match receipt.await {
            Ok(TrashReceipt::Purged { files, .. }) => files,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(files(&shop).await, PurgedFiles::Underway);

    let stop = tokio_util::sync::CancellationToken::new();
    installation.services.trash.resume_removals(stop).await;
    let cut_off = RemovedFiles {
        was_cut_off: true,
        ..RemovedFiles::default()
    };
    let rest = RemovedFiles {
        files: 1,
        folders: 1,
        bytes: 5,
        ..cut_off.clone()
    };
    assert_eq!(files(&shop).await, PurgedFiles::Removed(rest));
    assert_eq!(files(&gone).await, PurgedFiles::Removed(cut_off));
    let left: Vec<_> = sites
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["kept"]);
    assert_eq!(
        fs::read_to_string(sites.join("kept/file")).unwrap(),
        "hello"
    );
    assert!(installation.restore("kept").await.is_ok());
    let database = installation.database().await;
    let noted = texts(&database, "SELECT operation FROM file_removal").await;
    assert_eq!(noted, [""; 0]);
    let audit = installation.audit_text().await;
    assert!(
        audit.contains("ftp_account.remove_files (program) shop"),
        "{audit}"
    );
}

#[tokio::test]
async fn a_removal_of_files_that_ends_is_noted_no_longer() {
    let installation = Installation::with_example().await;
    installation.add_account("shop", "/sites/shop").await;
    installation.remove("shop").await;
    let purged = installation.purge("shop", Purge::WithFiles("shop")).await;
    assert!(purged.is_ok(), "{purged:?}");
    let database = installation.database().await;
    let noted = texts(&database, "SELECT operation FROM file_removal").await;
    assert_eq!(noted, [""; 0]);
}
