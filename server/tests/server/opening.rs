//! Opening the database.

use std::os::unix::fs::PermissionsExt;

use model::{Actor, PageNumber, PasswordUse};
use sea_orm::ConnectionTrait;
use server::application::open_services;
use server::config::{StorageConfig, WebspaceBases};
use services::store::{Database, OpenError, Store};
use services::{AllowedSystemUsers, FormerTokens, WebspacePlaces};

use crate::support::{Installation, PASSWORD};

#[tokio::test]
async fn files_are_for_their_owner_alone() {
    let installation = Installation::with_example().await;
    if let Database::Url(_) = installation.storage().database() {
        return;
    }
    let mode = |name: &str| {
        let path = installation.data_dir().join(name);
        path.metadata().unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode("."), 0o700);
    assert_eq!(mode("berth.sqlite"), 0o600);
    assert_eq!(mode("berth.sqlite-wal"), 0o600);
}

#[tokio::test]
async fn what_was_stored_is_there_at_the_next_start() {
    let installation = Installation::with_example().await;
    installation.services.close().await;
    let storage = installation.storage();
    let services = open_services(&storage, WebspacePlaces::new(&storage.data_dir))
        .await
        .unwrap();
    let page = services
        .subscriptions
        .list(&Actor::CommandLine, PageNumber::FIRST)
        .await
        .unwrap();
    assert_eq!(page.total, 1);
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let installation = Installation::new().await;
    installation
        .database()
        .await
        .execute_unprepared("INSERT INTO seaql_migrations VALUES ('m9999_from_the_future', 0)")
        .await
        .unwrap();
    let database = installation.storage().database();
    let error = Store::open(&database).await.unwrap_err();
    assert!(
        matches!(&error, OpenError::Newer { migration } if migration == "m9999_from_the_future")
    );
    assert!(!error.to_string().contains('\n'));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_database_can_be_opened_by_many_at_once() {
    let folder = tempfile::tempdir().unwrap();
    crate::support::drop_tables(folder.path()).await;
    let database = crate::support::storage(folder.path()).database();
    let open = || {
        let database = database.clone();
        tokio::spawn(async move { Store::open(&database).await })
    };
    let opened: Vec<_> = (0..8).map(|_| open()).collect();
    for store in opened {
        let store = store.await.unwrap().unwrap();
        assert!(!store.has_panel_users().await.unwrap());
        store.close().await;
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let installation = Installation::new().await;
    let file = installation.path("a file");
    std::fs::write(&file, "").unwrap();
    let storage = StorageConfig {
        data_dir: file.join("data"),
        database_url: None,
        webspace_bases: WebspaceBases::default(),
        system_users: AllowedSystemUsers::default(),
    };
    let error = open_services(&storage, WebspacePlaces::new(&storage.data_dir))
        .await
        .err()
        .unwrap();
    assert!(matches!(error, OpenError::NotWritable { .. }), "{error}");
}

#[tokio::test]
async fn a_url_that_leads_nowhere_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let storage = StorageConfig {
        data_dir: folder.path().to_owned(),
        database_url: Some("mysql://berth:s3cret-word@db.example.com/berth".to_owned()),
        webspace_bases: WebspaceBases::default(),
        system_users: AllowedSystemUsers::default(),
    };
    let places = WebspacePlaces::new(&storage.data_dir);
    let error = open_services(&storage, places).await.err().unwrap();
    let error = error.to_string();
    assert!(!error.contains("s3cret-word"), "{error}");
    assert!(error.contains("BERTH_DATABASE_URL"), "{error}");
}

#[tokio::test]
async fn the_first_start_makes_an_administrator_once() {
    let installation = Installation::new().await;
    let services = &installation.services;
    let first = services
        .first_start(PasswordUse::Temporary)
        .await
        .unwrap()
        .unwrap();
    assert!(
        services
            .first_start(PasswordUse::Temporary)
            .await
            .unwrap()
            .is_none()
    );
    let origin = crate::support::origin();
    let former = FormerTokens::default();
    let token = services
        .sessions
        .sign_in("admin", first.password.expose(), &origin, &former)
        .await
        .unwrap()
        .complete()
        .unwrap()
        .session;
    let viewer = services
        .sessions
        .resume(&token)
        .await
        .unwrap()
        .unwrap()
        .viewer;
    assert_eq!(viewer.role, model::Role::Administrator);
    assert!(
        services
            .sessions
            .sign_in("admin", PASSWORD, &origin, &former)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_demonstration_is_made_once_and_can_be_used() {
    let installation = Installation::new().await;
    let services = &installation.services;
    assert!(services.demo().await.unwrap().is_none(), "nobody to own it");
    services.first_start(PasswordUse::Temporary).await.unwrap();
    let demo = services.demo().await.unwrap().unwrap();
    assert!(services.demo().await.unwrap().is_none());
    assert!(
        installation
            .ftp_password_works("example", demo.password.expose())
            .await
    );
    // In the first of the folders where webspaces may be.
    let index = "example.com/httpdocs/index.html";
    assert!(installation.path(index).is_file());
}
