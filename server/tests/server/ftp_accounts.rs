//! FTP accounts: each use case, both ways.

use std::net::IpAddr;
use std::os::unix::fs::symlink;
use std::sync::{Arc, Mutex};

use model::{
    Actor, AppError, Change, Field, FieldError, FolderTrouble, FtpAccountChange, FtpAccountListing,
    FtpAccountSelection, FtpAccountSettings, FtpAccountsChange, FtpEventKind, FtpRefusal,
    FtpSessionId, KeptDays, Operation, PageNumber, PasswordError, Receipt, Role,
};
use sea_orm::ConnectionTrait;
use services::store::FtpAccountId;
use services::{FtpSessionRegistry, FtpSessionStatus, FtpSignInError, OutdatedBy};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, at, domain, home, name, new_account, password,
};

const ACTOR: Actor = Actor::CommandLine;

fn renamed(to: &str) -> FtpAccountChange {
    FtpAccountChange {
        name: Some(name(to)),
        ..FtpAccountChange::default()
    }
}

/// Adds so many accounts called `paul` at once, each with a home of its own: `/home-0` and so on.
async fn add_at_once(installation: &Installation, count: u32) -> Vec<Result<Operation, AppError>> {
    let adding: Vec<_> = (0..count)
        .map(|number| {
            let services = installation.services.clone();
            let new = new_account("paul", &format!("/home-{number}"));
            tokio::spawn(async move {
                services
                    .ftp_accounts
                    .add(&ACTOR, &domain("example.com"), new)
                    .await
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for adding in adding {
        outcomes.push(adding.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn an_added_account_is_listed_has_a_folder_and_signs_in() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let operation = installation
        .services
        .ftp_accounts
        .add(&marie, &domain("example.com"), new_account("Paul", "/a/b"))
        .await
        .unwrap();
    let receipt = installation
        .services
        .receipts
        .view(&marie, &operation)
        .await;
    let added = Receipt::AccountAdded {
        name: name("paul"),
        home_directory: home("/a/b"),
    };
    assert_eq!(receipt, Ok(added));
    assert!(installation.webspace("example.com").join("a/b").is_dir());
    assert!(installation.ftp_password_works("PAUL", PASSWORD).await);
    assert!(
        !installation
            .ftp_password_works("paul", OTHER_PASSWORD)
            .await
    );
    installation.add_account("abel", "/abel").await;
    let page = installation
        .services
        .ftp_accounts
        .list(
            &marie,
            &domain("example.com"),
            &FtpAccountListing::default(),
        )
        .await
        .unwrap();
    let names: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["example", "abel", "paul"]);
    assert_eq!(page.total, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_accounts_of_one_name_added_at_once_there_is_one() {
    let installation = Installation::with_example().await;
    let mut winners = Vec::new();
    for (number, added) in add_at_once(&installation, 200)
        .await
        .into_iter()
        .enumerate()
    {
        match added {
            Ok(_) => winners.push(number),
            // Those that came while too many passwords waited for their hash get an error.
            Err(error) => assert!(
                error == at(Field::AccountName, FieldError::Taken) || error == AppError::Busy,
                "{error:?}"
            ),
        }
    }
    let [winner] = winners[..] else {
        panic!("{winners:?} have won");
    };
    let won = home(&format!("/home-{winner}"));
    assert_eq!(installation.view("paul").await.home_directory, won);
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    let folders: Vec<String> = installation
        .webspace("example.com")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(folders, [format!("home-{winner}")]);
}

#[tokio::test]
async fn every_error_is_reported_at_once_and_nothing_is_left() {
    let installation = Installation::with_example().await;
    let mut new = new_account("example", "/made/in/vain");
    new.password = password("password1234");
    let error = installation
        .services
        .ftp_accounts
        .add(&ACTOR, &domain("example.com"), new)
        .await
        .unwrap_err();
    let AppError::Invalid(errors) = error else {
        panic!("{error:?}");
    };
    let reported: Vec<_> = errors.iter().map(|one| (one.field, one.error)).collect();
    let guessable = FieldError::Password(PasswordError::Guessable);
    assert_eq!(
        reported,
        [
            (Field::AccountName, FieldError::Taken),
            (Field::Password, guessable)
        ]
    );
    assert!(!installation.webspace("example.com").join("made").exists());
}

#[tokio::test]
async fn a_home_that_leaves_the_webspace_is_refused_at_save_and_at_sign_in() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace("example.com");
    symlink("/etc", webspace.join("out")).unwrap();
    let add = |path: &str| {
        let new = new_account("paul", path);
        let services = installation.services.clone();
        async move {
            services
                .ftp_accounts
                .add(&ACTOR, &domain("example.com"), new)
                .await
        }
    };
    let leaves = at(Field::HomeDirectory, FieldError::LeavesWebspace);
    assert_eq!(add("/out").await, Err(leaves.clone()));
    assert_eq!(add("/out/new").await, Err(leaves));
    std::fs::write(webspace.join("file"), "").unwrap();
    let not_a_folder = at(Field::HomeDirectory, FolderTrouble::NotAFolder);
    assert_eq!(add("/file").await, Err(not_a_folder));
    assert!(add("/in").await.is_ok());
    std::fs::remove_dir(webspace.join("in")).unwrap();
    symlink("/etc", webspace.join("in")).unwrap();
    let signed_in = installation
        .services
        .ftp_accounts
        .sign_in("paul", PASSWORD, address(), false);
    assert_eq!(signed_in.await.err(), Some(FtpSignInError::HomeUnavailable));
}

#[tokio::test]
async fn of_twenty_who_want_a_name_one_gets_it() {
    let installation = Installation::with_example().await;
    let mut added = 0;
    for outcome in add_at_once(&installation, 20).await {
        match outcome {
            Ok(_) => added += 1,
            Err(error) => assert_eq!(error, at(Field::AccountName, FieldError::Taken)),
        }
    }
    assert_eq!(added, 1);
    let folders = std::fs::read_dir(installation.webspace("example.com")).unwrap();
    assert_eq!(folders.count(), 1, "the others' folders are gone again");
}

#[tokio::test]
async fn a_receipt_shows_old_beside_new() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let (_, marie) = installation.sign_in("marie").await;
    let change = FtpAccountChange {
        name: Some(name("pauline")),
        keep_old_name: KeptDays::default(),
        home_directory: Some(home("/pauline")),
        password: Some(password(OTHER_PASSWORD)),
        settings: None,
        version: Some(1),
    };
    let operation = installation
        .services
        .ftp_accounts
        .change(&marie, &domain("example.com"), &name("paul"), change)
        .await
        .unwrap();
    let receipt = installation
        .services
        .receipts
        .view(&marie, &operation)
        .await;
    let changes = vec![
        Change::Name {
            before: name("paul"),
            after: name("pauline"),
        },
        Change::HomeDirectory {
            before: home("/paul"),
            after: home("/pauline"),
        },
        Change::Password,
    ];
    let changed = Receipt::AccountChanged {
        name: name("pauline"),
        changes,
    };
    assert_eq!(receipt, Ok(changed));
    assert_eq!(installation.view("pauline").await.version, 2);
    assert!(
        installation
            .ftp_password_works("pauline", OTHER_PASSWORD)
            .await
    );
    assert!(!installation.ftp_password_works("pauline", PASSWORD).await);
    assert!(
        !installation
            .ftp_password_works("paul", OTHER_PASSWORD)
            .await
    );
    let text = installation.audit_text().await;
    for secret in [PASSWORD, OTHER_PASSWORD, "argon2"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains(r#""password_changed":true"#), "{text}");
}

#[tokio::test]
async fn what_is_left_as_it_was_is_no_change() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let folder = installation.webspace("example.com").join("paul");
    std::fs::remove_dir(&folder).unwrap();
    let change = FtpAccountChange {
        name: Some(name("paul")),
        home_directory: Some(home("/paul")),
        keep_old_name: KeptDays::default(),
        password: None,
        settings: Some(FtpAccountSettings::default()),
        version: Some(1),
    };
    let operation = installation
        .services
        .ftp_accounts
        .change(&ACTOR, &domain("example.com"), &name("paul"), change)
        .await
        .unwrap();
    let receipt = installation
        .services
        .receipts
        .view(&ACTOR, &operation)
        .await;
    let unchanged = Receipt::AccountChanged {
        name: name("paul"),
        changes: vec![],
    };
    assert_eq!(receipt, Ok(unchanged));
    assert_eq!(installation.view("paul").await.version, 1);
    assert!(folder.is_dir(), "saving makes a missing folder");
}

#[tokio::test]
async fn an_edit_conflict_has_the_current_account() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let change = |version, to: &str| {
        let change = FtpAccountChange {
            home_directory: Some(home(to)),
            version,
            ..FtpAccountChange::default()
        };
        let services = installation.services.clone();
        async move {
            services
                .ftp_accounts
                .change(&ACTOR, &domain("example.com"), &name("paul"), change)
                .await
        }
    };
    change(Some(1), "/mine").await.unwrap();
    let error = change(Some(1), "/yours").await.unwrap_err();
    let now = installation.view("paul").await;
    assert_eq!(error, AppError::EditConflict(Box::new(now)));
    assert!(!installation.webspace("example.com").join("yours").exists());
    change(None, "/whatever").await.unwrap();
    installation
        .services
        .ftp_accounts
        .remove(&ACTOR, &domain("example.com"), &[name("paul")])
        .await
        .unwrap();
    assert_eq!(
        change(Some(3), "/x").await,
        Err(AppError::RemovedDuringEdit)
    );
    assert_eq!(change(None, "/x").await, Err(AppError::NotFound));
}

#[tokio::test]
async fn a_changed_name_must_be_free_and_a_main_account_keeps_its_home() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let change = |of: &str, change: FtpAccountChange| {
        let (services, of) = (installation.services.clone(), name(of));
        async move {
            services
                .ftp_accounts
                .change(&ACTOR, &domain("example.com"), &of, change)
                .await
        }
    };
    let taken = at(Field::AccountName, FieldError::Taken);
    assert_eq!(change("paul", renamed("example")).await, Err(taken));
    let elsewhere = FtpAccountChange {
        home_directory: Some(home("/httpdocs")),
        ..FtpAccountChange::default()
    };
    let stays = at(Field::HomeDirectory, FieldError::MainAccountHome);
    assert_eq!(change("example", elsewhere).await, Err(stays));
    assert!(change("example", renamed("boss")).await.is_ok());
    assert!(installation.view("boss").await.is_main);
}

#[tokio::test]
async fn accounts_are_removed_all_or_none_and_files_stay() {
    let installation = Installation::with_example().await;
    for account in ["paul", "abel"] {
        installation
            .add_account(account, &format!("/{account}"))
            .await;
    }
    let remove = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|text| name(text)).collect();
        let services = installation.services.clone();
        async move {
            services
                .ftp_accounts
                .remove(&ACTOR, &domain("example.com"), &names)
                .await
        }
    };
    assert_eq!(
        remove(&["paul", "example"]).await,
        Err(AppError::MainAccountStays)
    );
    assert_eq!(remove(&["paul", "gone"]).await, Err(AppError::NotFound));
    assert_eq!(remove(&[]).await, Err(AppError::NothingChosen));
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    let operation = remove(&["paul", "abel", "paul"]).await.unwrap();
    let receipt = installation
        .services
        .receipts
        .view(&ACTOR, &operation)
        .await;
    let names = vec![name("abel"), name("paul")];
    assert_eq!(receipt, Ok(Receipt::AccountsRemoved { names }));
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    assert!(installation.webspace("example.com").join("paul").is_dir());
}

#[tokio::test]
async fn another_customers_subscription_is_not_found() {
    let installation = Installation::with_example().await;
    installation.add_account("photos", "/photos").await;
    installation.add_user("paul", Role::Customer).await;
    let (_, paul) = installation.sign_in("paul").await;
    let services = &installation.services;
    let theirs = domain("example.com");
    let not_found = Some(AppError::NotFound);
    let photos = name("photos");
    let listing = FtpAccountListing::default();
    let list = services.ftp_accounts.list(&paul, &theirs, &listing);
    assert_eq!(list.await.err(), not_found);
    let all = services.ftp_accounts.list_all(&paul, &theirs);
    assert_eq!(all.await.err(), not_found);
    let export = services.ftp_accounts.export(&paul, &theirs, &listing);
    assert_eq!(export.await.err(), not_found);
    let remove = services.ftp_accounts.remove_found(&paul, &theirs, &listing);
    assert_eq!(remove.await.err(), not_found);
    let found = FtpAccountSelection::Found(listing);
    let disable = FtpAccountsChange::State(false);
    let change = services
        .ftp_accounts
        .change_many(&paul, &theirs, &found, disable);
    assert_eq!(change.await.err(), not_found);
    let view = services.ftp_accounts.view(&paul, &theirs, &photos);
    assert_eq!(view.await.err(), not_found);
    let find = services.ftp_accounts.find(&paul, &photos);
    assert_eq!(find.await.err(), not_found);
    let add = services
        .ftp_accounts
        .add(&paul, &theirs, new_account("mine", "/"));
    assert_eq!(add.await.err(), not_found);
    let change = services
        .ftp_accounts
        .change(&paul, &theirs, &photos, renamed("mine"));
    assert_eq!(change.await.err(), not_found);
    let names = [photos.clone()];
    let remove = services.ftp_accounts.remove(&paul, &theirs, &names);
    assert_eq!(remove.await.err(), not_found);
    let remove = services.ftp_accounts.remove_anywhere(&paul, &names);
    assert_eq!(remove.await.err(), not_found);
    assert_eq!(
        services.subscriptions.view(&paul, &theirs).await.err(),
        not_found
    );
    let own = services.subscriptions.list(&paul, PageNumber::FIRST).await;
    assert_eq!(own.unwrap().total, 0);
    // What marie did is hers to know.
    let (_, marie) = installation.sign_in("marie").await;
    let change = services
        .ftp_accounts
        .change(&marie, &theirs, &photos, renamed("films"));
    let operation = change.await.unwrap();
    let receipt = services.receipts.view(&paul, &operation).await;
    assert_eq!(receipt.err(), not_found);
}

/// Of which account; by what and before which version, if it is not gone.
type End = (FtpAccountId, Option<(i64, OutdatedBy)>);

#[derive(Default)]
struct Ended(Mutex<Vec<End>>);

impl FtpSessionRegistry for Ended {
    fn end_outdated(&self, account: FtpAccountId, version: i64, by: OutdatedBy) {
        self.0.lock().unwrap().push((account, Some((version, by))));
    }

    fn end_removed(&self, account: FtpAccountId) {
        self.0.lock().unwrap().push((account, None));
    }

    fn list(&self) -> Vec<FtpSessionStatus> {
        Vec::new()
    }

    fn end(&self, _: FtpSessionId) -> bool {
        false
    }
}

#[tokio::test]
async fn sessions_end_with_a_change_and_with_a_removal() {
    let ended = Arc::new(Ended::default());
    let installation = Installation::with_ftp_sessions(ended.clone()).await;
    installation.add_account("paul", "/paul").await;
    let services = &installation.services;
    let example = domain("example.com");
    let (paul, pauline) = (name("paul"), [name("pauline")]);
    let same = services
        .ftp_accounts
        .change(&ACTOR, &example, &paul, renamed("paul"));
    same.await.unwrap();
    assert!(ended.0.lock().unwrap().is_empty());
    let change = services
        .ftp_accounts
        .change(&ACTOR, &example, &paul, renamed("pauline"));
    change.await.unwrap();
    let remove = services.ftp_accounts.remove_anywhere(&ACTOR, &pauline);
    remove.await.unwrap();
    let ended = ended.0.lock().unwrap();
    assert_eq!(ended.len(), 2);
    assert_eq!(ended[0].1, Some((2, OutdatedBy::Change)));
    assert_eq!(ended[1], (ended[0].0, None));
}

#[tokio::test]
async fn sessions_that_end_with_a_suspension_learn_of_it_and_not_that_theirs_is_disabled() {
    let ended = Arc::new(Ended::default());
    let installation = Installation::with_ftp_sessions(ended.clone()).await;
    let services = &installation.services;
    let (accounts, subscriptions) = (&services.ftp_accounts, &services.subscriptions);
    let example = domain("example.com");
    let signed_in = accounts.sign_in("example", PASSWORD, address(), false);
    let signed_in = signed_in.await.unwrap();
    subscriptions.suspend(&ACTOR, &example).await.unwrap();
    let account = signed_in.account;
    let suspended = (signed_in.version + 1, OutdatedBy::Suspension);
    assert_eq!(*ended.0.lock().unwrap(), [(account, Some(suspended))]);
    // As another process finds it.
    let found = async || accounts.versions(&[account]).await.unwrap()[&account];
    assert_eq!(found().await, suspended);
    let database = installation.database().await;
    let disable = "UPDATE ftp_account SET enabled = FALSE";
    database.execute_unprepared(disable).await.unwrap();
    assert_eq!(found().await, suspended);
    subscriptions.resume(&ACTOR, &example).await.unwrap();
    assert_eq!(found().await, (suspended.0, OutdatedBy::Disabling));
}

#[tokio::test]
async fn who_knows_a_name_keeps_nobody_out_of_where_it_signed_in() {
    let installation = Installation::with_example().await;
    let sign_in = async |address: [u8; 4], password: &str| {
        installation
            .services
            .ftp_accounts
            .sign_in("example", password, IpAddr::from(address), false)
            .await
            .map(|_| ())
    };
    let office = [192, 0, 2, 7];
    sign_in(office, PASSWORD).await.unwrap();
    let mut checked = 0;
    for number in 0..60 {
        let stranger = [198, 51, 100, number];
        let guess = sign_in(stranger, &format!("guess-{number}")).await;
        let is_checked = guess == Err(FtpSignInError::Denied);
        checked += u32::from(is_checked);
        if is_checked && checked > 5 {
            // A lock has just begun: elsewhere not even the right password is looked at.
            let elsewhere = sign_in([203, 0, 113, number], PASSWORD).await;
            assert!(matches!(elsewhere, Err(FtpSignInError::Throttled(_))));
        }
        assert_eq!(sign_in(office, PASSWORD).await, Ok(()));
    }
    // Guessing is as slow as ever: five at once, then one after each lock.
    assert!((6..=12).contains(&checked), "{checked}");
}

#[tokio::test]
async fn a_device_with_an_old_password_locks_nobody_out() {
    let installation = Installation::with_example().await;
    let sign_in = async |password: &str| {
        installation
            .services
            .ftp_accounts
            .sign_in("example", password, address(), false)
            .await
            .map(|_| ())
    };
    for _ in 0..60 {
        assert_eq!(sign_in("the-old-one").await, Err(FtpSignInError::Denied));
    }
    assert_eq!(sign_in(PASSWORD).await, Ok(()));
    // It is right as soon as it is the account's.
    assert_eq!(sign_in(OTHER_PASSWORD).await, Err(FtpSignInError::Denied));
    let example = name("example");
    let change = FtpAccountChange {
        password: Some(password(OTHER_PASSWORD)),
        ..FtpAccountChange::default()
    };
    let changed = installation
        .services
        .ftp_accounts
        .change(
            &Actor::CommandLine,
            &domain("example.com"),
            &example,
            change,
        )
        .await;
    changed.unwrap();
    assert_eq!(sign_in(OTHER_PASSWORD).await, Ok(()));
    assert_eq!(sign_in(PASSWORD).await, Err(FtpSignInError::Denied));
    // The owner sees it in the activity, but not each time.
    installation.write_activity().await;
    let wrong = FtpEventKind::SignInRefused(FtpRefusal::WrongPassword);
    let events = installation.events(None, None).await;
    let count = events.iter().filter(|event| **event == wrong).count();
    assert!((3..=5).contains(&count), "{count}");
}

#[tokio::test]
async fn ftp_sign_in_is_throttled_the_same_for_right_and_wrong() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    for number in 0..6 {
        let wrong = format!("wrong-{number}");
        let refused = services
            .ftp_accounts
            .sign_in("example", &wrong, address(), false)
            .await;
        assert_eq!(refused.err(), Some(FtpSignInError::Denied));
    }
    for attempt in ["wrong", PASSWORD] {
        let refused = services
            .ftp_accounts
            .sign_in("example", attempt, address(), false)
            .await;
        assert!(matches!(refused, Err(FtpSignInError::Throttled(_))));
    }
}
