//! Subscriptions: each use case, both ways.

use model::{Actor, AppError, Field, FieldError, Login, PageNumber, PasswordError, Receipt, Role};

use services::store::Store;
use services::{Services, ServicesConfig};

use crate::support::{Installation, PASSWORD, address, at, domain, name, password, webspace_root};

const ACTOR: Actor = Actor::CommandLine;

#[tokio::test]
async fn an_administrator_adds_a_subscription_with_its_main_account() {
    let installation = Installation::new().await;
    installation.add_user("boss", Role::Administrator).await;
    installation.add_user("marie", Role::Customer).await;
    let (_, boss) = installation.sign_in("boss").await;
    let new = installation.new_subscription("Example.com", "marie", "example");
    let operation = installation
        .services
        .subscriptions
        .add(&boss, new)
        .await
        .unwrap();
    let receipt = installation.services.receipts.view(&boss, &operation).await;
    let added = Receipt::SubscriptionAdded {
        domain: domain("example.com"),
        main_account: name("example"),
    };
    assert_eq!(receipt, Ok(added));
    let account = installation.view("example").await;
    assert!(account.is_main);
    assert_eq!(account.home_directory.as_str(), "/");
    assert!(installation.ftp_password_works("example", PASSWORD).await);
    let (_, marie) = installation.sign_in("marie").await;
    let page = installation
        .services
        .subscriptions
        .list(&marie, PageNumber::FIRST)
        .await
        .unwrap();
    assert_eq!(page.rows[0].domain, domain("example.com"));
    assert_eq!(page.rows[0].owner.as_str(), "marie");
    assert_eq!(page.rows[0].ftp_accounts, 1);
}

#[tokio::test]
async fn a_customer_adds_none_and_sees_no_owners() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let new = installation.new_subscription("other.org", "marie", "other");
    let added = installation.services.subscriptions.add(&marie, new).await;
    assert_eq!(added, Err(AppError::AdministratorsOnly));
    assert_eq!(
        installation
            .services
            .subscriptions
            .list_owners(&marie)
            .await,
        Err(AppError::AdministratorsOnly)
    );
    let owners = installation
        .services
        .subscriptions
        .list_owners(&ACTOR)
        .await
        .unwrap();
    assert_eq!(owners, [Login::parse("marie").unwrap()]);
}

#[tokio::test]
async fn every_error_is_reported_at_once() {
    let installation = Installation::with_example().await;
    let mut new = installation.new_subscription("example.com", "nobody-yet", "example");
    new.password = password("password1234");
    new.webspace_root = Some(webspace_root(&installation.data_dir()));
    let error = installation.services.subscriptions.add(&ACTOR, new).await;
    let Err(AppError::Invalid(errors)) = error else {
        panic!("{error:?}");
    };
    let reported: Vec<_> = errors.iter().map(|one| (one.field, one.error)).collect();
    assert_eq!(
        reported,
        [
            (Field::Domain, FieldError::Taken),
            (Field::WebspaceRoot, FieldError::HoldsPanelData),
            (Field::Owner, FieldError::NoSuchPanelUser),
            (Field::AccountName, FieldError::Taken),
            (
                Field::Password,
                FieldError::Password(PasswordError::Guessable)
            ),
        ]
    );
}

#[tokio::test]
async fn webspaces_never_overlap() {
    let installation = Installation::with_example().await;
    let theirs = installation.webspace("example.com");
    let beside = installation.webspace("example.com2");
    let around = theirs.parent().unwrap().to_owned();
    let link = installation.path("link");
    std::os::unix::fs::symlink(&theirs, &link).unwrap();
    for root in [
        theirs.clone(),
        theirs.join("inside"),
        around,
        link.join("x"),
    ] {
        let mut new = installation.new_subscription("other.org", "marie", "other");
        new.webspace_root = Some(webspace_root(&root));
        let refused = installation.services.subscriptions.add(&ACTOR, new).await;
        let overlaps = at(Field::WebspaceRoot, FieldError::OverlapsWebspace);
        assert_eq!(refused, Err(overlaps), "{}", root.display());
    }
    assert!(!theirs.join("inside").exists());
    let mut new = installation.new_subscription("other.org", "marie", "other");
    new.webspace_root = Some(webspace_root(&beside));
    assert!(
        installation
            .services
            .subscriptions
            .add(&ACTOR, new)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_page_has_25_of_them() {
    let installation = Installation::with_example().await;
    let mut tasks = Vec::new();
    for number in 0..26 {
        let account = format!("account-{number}");
        let new = installation.new_subscription(&format!("site-{number}.org"), "marie", &account);
        let services = installation.services.clone();
        tasks.push(tokio::spawn(async move {
            services.subscriptions.add(&ACTOR, new).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let list = |number: u32| {
        installation
            .services
            .subscriptions
            .list(&ACTOR, PageNumber::from(number))
    };
    let (first, second, third) = (list(1).await, list(2).await, list(3).await);
    assert_eq!(first.as_ref().unwrap().rows.len(), 25);
    assert_eq!(first.unwrap().total, 27);
    assert_eq!(second.unwrap().rows.len(), 2);
    assert!(third.unwrap().rows.is_empty());
}

#[tokio::test]
async fn a_domain_in_the_letters_of_a_language_is_one_subscription_under_either_name() {
    let installation = Installation::new().await;
    installation.add_user("marie", Role::Customer).await;
    for (domain, main_account) in [
        ("site10.test", "a"),
        ("exämple.test", "b"),
        ("site9.test", "c"),
        ("fable.test", "d"),
        ("dog.test", "e"),
    ] {
        installation
            .add_subscription(domain, "marie", main_account)
            .await;
    }
    let subscriptions = &installation.services.subscriptions;
    let page = subscriptions.list(&ACTOR, PageNumber::FIRST).await.unwrap();
    let names: Vec<_> = page.rows.iter().map(|row| row.domain.text()).collect();
    let in_order = [
        "dog.test",
        "exämple.test",
        "fable.test",
        "site9.test",
        "site10.test",
    ];
    assert_eq!(names, in_order);
    for typed in ["exämple.test", "EXÄMPLE.test", "xn--exmple-cua.test"] {
        let found = subscriptions.view(&ACTOR, &domain(typed)).await.unwrap();
        assert_eq!(found.domain.as_str(), "xn--exmple-cua.test");
        let again = installation.new_subscription(typed, "marie", "another");
        let added = subscriptions.add(&ACTOR, again).await;
        assert_eq!(added, Err(at(Field::Domain, FieldError::Taken)));
    }
}

#[tokio::test]
async fn a_webspace_is_below_a_base_and_apart_from_what_is_berths_own() {
    let installation = Installation::configured(|config| {
        let folder = config.data_dir.parent().unwrap().to_owned();
        config.webspaces.own_folders = vec![folder.join("site")];
        config.webspaces.own_files = vec![folder.join("keys/key.pem"), folder.join("db/berth.db")];
    })
    .await;
    installation.add_user("marie", Role::Customer).await;
    let add = async |root: std::path::PathBuf| {
        let mut new = installation.new_subscription("other.org", "marie", "other");
        new.webspace_root = Some(webspace_root(&root));
        let added = installation.services.subscriptions.add(&ACTOR, new).await;
        added.map(drop)
    };
    let link = installation.path("link");
    std::os::unix::fs::symlink("/etc", &link).unwrap();
    let outside = || Err(at(Field::WebspaceRoot, FieldError::OutsideBases));
    for root in ["/etc", "/etc/berth-new", "/proc/self", "/usr/bin"] {
        assert_eq!(add(root.into()).await, outside(), "{root}");
    }
    assert_eq!(add(link.join("berth-new")).await, outside());
    let own = || Err(at(Field::WebspaceRoot, FieldError::HoldsPanelData));
    for root in [
        "",
        "data",
        "data/webspaces",
        "site",
        "site/pkg",
        "keys",
        "keys/new",
        "db",
    ] {
        assert_eq!(add(installation.path(root)).await, own(), "{root}");
    }
    assert!(!std::path::Path::new("/etc/berth-new").exists());
    assert!(!installation.path("keys").exists());
    assert_eq!(
        add(installation.path("data/webspaces/other.org")).await,
        Ok(())
    );
}

#[tokio::test]
async fn a_webspace_of_before_stays_in_use_where_no_new_one_may_be() {
    let installation = Installation::with_example().await;
    let narrower = async || {
        let store = Store::open(&installation.storage().database())
            .await
            .unwrap();
        let mut config = ServicesConfig::new(&installation.data_dir());
        config.webspaces.bases = vec![installation.path("elsewhere")];
        Services::new(store, config)
    };
    let works = async |services: &Services| {
        let sign_in = services
            .ftp_accounts
            .sign_in("example", PASSWORD, address(), false);
        sign_in.await.is_ok()
    };
    let after_restart = narrower().await;
    after_restart.webspaces.remember_existing().await;
    assert!(works(&after_restart).await);
    let new = installation.new_subscription("other.org", "marie", "other");
    let refused = after_restart.subscriptions.add(&ACTOR, new).await;
    assert_eq!(
        refused,
        Err(at(Field::WebspaceRoot, FieldError::OutsideBases))
    );
    // One that was added since the start is not of before.
    assert!(!works(&narrower().await).await);
}

#[tokio::test]
async fn only_administrators_learn_where_webspaces_may_be() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let subscriptions = &installation.services.subscriptions;
    assert_eq!(
        subscriptions.webspace_bases(&marie),
        Err(AppError::AdministratorsOnly)
    );
    let bases = subscriptions.webspace_bases(&ACTOR).unwrap();
    assert_eq!(
        bases,
        [installation
            .path("")
            .to_str()
            .unwrap()
            .trim_end_matches('/')]
    );
}
