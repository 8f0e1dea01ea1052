//! What the database itself refuses, whatever the program does.

use model::Role;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::support::{Installation, texts};

/// Why it was refused; the kinds of constraints in the same letters, whichever database it is.
async fn refused(database: &DatabaseConnection, sql: &str) -> String {
    let error = database.execute_unprepared(sql).await.unwrap_err();
    error.to_string().to_lowercase().replace('-', " ")
}

fn insert(name: &str, subscription_id: &str, is_main: bool, home: &str) -> String {
    format!(
        "INSERT INTO ftp_account (subscription_id, name, home_directory, password_hash, is_main, \
         version, created_at, changed_at) \
         VALUES ({subscription_id}, '{name}', '{home}', 'x', {is_main}, 1, 0, 0)"
    )
}

#[tokio::test]
async fn accounts_that_must_never_be_are_refused() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let database = installation.database().await;
    for (sql, reason) in [
        (insert("paul", "1", false, "/"), "unique constraint"),
        (insert("Paul", "1", false, "/"), "check constraint"),
        (insert("second-main", "1", true, "/"), "unique constraint"),
        (insert("orphan", "99", false, "/"), "foreign key constraint"),
        (insert("orphan", "NULL", false, "/"), "not null constraint"),
        (insert("relative", "1", false, "home"), "check constraint"),
    ] {
        let error = refused(&database, &sql).await;
        assert!(error.contains(reason), "{sql}: {error}");
    }
}

#[tokio::test]
async fn a_main_account_goes_with_its_subscription_only() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    let delete = "DELETE FROM ftp_account WHERE name = 'example'";
    assert!(
        refused(&database, delete)
            .await
            .contains("main_account_stays")
    );
    let demote = "UPDATE ftp_account SET is_main = false WHERE name = 'example'";
    assert!(
        refused(&database, demote)
            .await
            .contains("account_is_fixed")
    );
    database
        .execute_unprepared("DELETE FROM subscription")
        .await
        .unwrap();
    assert!(
        texts(&database, "SELECT name FROM ftp_account")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn an_account_stays_with_its_subscription() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    installation.add_account("photos", "/photos").await;
    let database = installation.database().await;
    let steal = "UPDATE ftp_account SET subscription_id = 2 WHERE name = 'photos'";
    assert!(refused(&database, steal).await.contains("account_is_fixed"));
}

#[tokio::test]
async fn the_audit_trail_is_only_ever_added_to() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    for sql in [
        "DELETE FROM audit_event",
        "UPDATE audit_event SET actor = 'nobody'",
    ] {
        let error = refused(&database, sql).await;
        assert!(error.contains("audit_event_append_only"), "{error}");
    }
}

#[tokio::test]
async fn a_name_is_never_an_account_s_and_a_former_one_at_once() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let database = installation.database().await;
    let former = |name: &str| {
        format!(
            "INSERT INTO ftp_account_alias (name, ftp_account_id, valid_until) \
             VALUES ('{name}', 1, 4000000000)"
        )
    };
    let error = refused(&database, &former("paul")).await;
    assert!(error.contains("ftp_account_name_key"), "{error}");
    database
        .execute_unprepared(&former("old-name"))
        .await
        .unwrap();
    for sql in [
        insert("old-name", "1", false, "/"),
        "UPDATE ftp_account SET name = 'old-name' WHERE name = 'paul'".to_owned(),
        "UPDATE ftp_account_alias SET name = 'paul'".to_owned(),
    ] {
        let error = refused(&database, &sql).await;
        assert!(error.contains("ftp_account_name_key"), "{sql}: {error}");
    }
    let error = refused(&database, &former("old-name")).await;
    assert!(error.contains("unique constraint"), "{error}");
}

#[tokio::test]
async fn a_main_account_is_never_put_aside() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    let remove = "UPDATE ftp_account SET removed_at = 1 WHERE name = 'example'";
    let error = refused(&database, remove).await;
    assert!(error.contains("main_account_stays"), "{error}");
}

#[tokio::test]
async fn a_key_is_never_given_to_another_account() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    let ids = "SELECT CAST(max(id) AS TEXT) FROM ftp_account";
    installation.add_account("first", "/").await;
    let first = texts(&database, ids).await;
    database
        .execute_unprepared("DELETE FROM ftp_account WHERE name = 'first'")
        .await
        .unwrap();
    installation.add_account("second", "/").await;
    assert_ne!(texts(&database, ids).await, first);
}
