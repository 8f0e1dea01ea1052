//! Migrating a database that has rows.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use model::Operation;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use super::Migrator;
use crate::store::{AuditAction, Database, Store};

/// A SQLite database after so many migrations.
async fn database_at(migrations: u32) -> (tempfile::TempDir, Database, DatabaseConnection) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("berth.sqlite");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let connection = sea_orm::Database::connect(url).await.unwrap();
    Migrator::up(&connection, Some(migrations)).await.unwrap();
    (folder, Database::File(file), connection)
}

async fn texts(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
    texts.collect()
}

#[tokio::test]
async fn the_audit_trail_keeps_its_rows_and_rules_when_its_column_is_renamed() {
    let (_folder, database, before) = database_at(9).await;
    let row = "INSERT INTO audit_event (at, operation, actor, deed, subject_kind, subject_name) \
               VALUES (7, '00000000000000aa', 'admin', 'ftp_account.remove', 'ftp_account', 'paul')";
    before.execute_unprepared(row).await.unwrap();
    let user = "INSERT INTO panel_user (login, display_name, password_hash, role, created_at) \
                VALUES ('marie', 'Marie', '', 'customer', 0)";
    before.execute_unprepared(user).await.unwrap();
    before.close().await.unwrap();

    let store = Store::open(&database).await.unwrap();
    let operation = Operation::parse("00000000000000aa").unwrap();
    let events = store.audit_events(&operation, 10).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].action, AuditAction::FtpAccountRemoved);
    let counted = store.count_audit_events(&operation, AuditAction::FtpAccountRemoved);
    assert_eq!(counted.await.unwrap(), 1);

    let connection = &store.writer;
    for change in [
        "UPDATE audit_event SET action = 'another'",
        "DELETE FROM audit_event",
    ] {
        let error = connection.execute_unprepared(change).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("audit_event_append_only"), "{change}: {text}");
    }
    let schema = texts(
        connection,
        "SELECT coalesce(sql, '') FROM sqlite_master WHERE tbl_name = 'audit_event'",
    );
    let schema = schema.await.join("\n");
    assert!(!schema.contains("deed"), "{schema}");
    assert!(schema.contains("action TEXT NOT NULL"), "{schema}");
    let without_zone = "SELECT login FROM panel_user WHERE time_zone IS NULL";
    assert_eq!(texts(connection, without_zone).await, ["marie"]);
}

#[tokio::test]
async fn what_was_counted_without_folders_is_counted_again() {
    let (_folder, database, before) = database_at(11).await;
    let rows = [
        "INSERT INTO panel_user (id, login, display_name, password_hash, role, created_at) \
         VALUES (1, 'marie', 'Marie', '', 'customer', 0)",
        "INSERT INTO subscription (id, domain, owner_id, webspace_root, created_at) \
         VALUES (1, 'example.com', 1, '/srv/example.com', 0)",
        "INSERT INTO ftp_account (subscription_id, name, home_directory, password_hash, is_main, \
         version, created_at, changed_at, quota_files, used_bytes, used_files, counted_at, \
         usage_settled) \
         VALUES (1, 'paul', '/', '', TRUE, 1, 0, 0, 10, 50, 5, 7, TRUE)",
    ];
    for row in rows {
        before.execute_unprepared(row).await.unwrap();
    }
    before.close().await.unwrap();

    let store = Store::open(&database).await.unwrap();
    let quotas = store.ftp_quotas(crate::store::SubscriptionId(1)).await;
    let quota = &quotas.unwrap().unwrap().quotas[0];
    assert!(!quota.is_settled && !quota.usage.is_incomplete);
    assert_eq!((quota.usage.bytes, quota.usage.counted_at), (50, None));
    let to_count = store.ftp_accounts_to_count(model::UtcTime(0), 10).await;
    assert_eq!(to_count.unwrap(), [quota.id]);
}

#[tokio::test]
async fn every_migration_can_be_the_last_one_of_a_release() {
    let known = u32::try_from(Migrator::migrations().len()).unwrap();
    for migrations in 1..known {
        let (_folder, database, before) = database_at(migrations).await;
        before.close().await.unwrap();
        let store = Store::open(&database).await.unwrap();
        assert!(!store.has_panel_users().await.unwrap(), "{migrations}");
        store.close().await;
    }
}
