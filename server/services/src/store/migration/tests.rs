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
    let to_count = store.homes_to_count(model::UtcTime(0), 10).await;
    assert_eq!(
        to_count.unwrap(),
        [(crate::store::SubscriptionId(1), quota.home)]
    );
}

#[tokio::test]
async fn what_is_there_is_sorted_as_what_comes_later() {
    let (_folder, database, before) = database_at(13).await;
    let rows = [
        "INSERT INTO panel_user (id, login, display_name, password_hash, role, created_at) \
         VALUES (1, 'marie', 'Marie', '', 'customer', 0)",
        "INSERT INTO subscription (id, domain, owner_id, webspace_root, created_at) \
         VALUES (1, 'site10.example', 1, '/srv/10', 0), (2, 'site9.example', 1, '/srv/9', 0)",
        // More than are given their keys at once, a removed one among them.
        "INSERT INTO ftp_account (subscription_id, name, home_directory, password_hash, is_main, \
         version, created_at, changed_at, note, removed_at) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         SELECT 1, 'account' || i, '/Été' || i, '', FALSE, 1, 0, 0, 'N°' || i, nullif(i, 7) \
         FROM n",
    ];
    for row in rows {
        before.execute_unprepared(row).await.unwrap();
    }
    before.close().await.unwrap();

    let store = Store::open(&database).await.unwrap();
    for (table, text, key, rows) in [
        ("subscription", "domain", "domain_key", 2),
        ("ftp_account", "name", "name_key", 1200),
        ("ftp_account", "home_directory", "home_key", 1200),
        ("ftp_account", "note", "note_key", 1200),
    ] {
        let by_key = format!("SELECT {text} FROM {table} ORDER BY {key}");
        let by_key = texts(&store.readers, &by_key).await;
        let keys = format!("SELECT {key} FROM {table} ORDER BY {key}");
        let keys = texts(&store.readers, &keys).await;
        assert_eq!(keys.len(), rows);
        let expected: Vec<String> = by_key.iter().map(|text| model::sort_key(text)).collect();
        assert_eq!(keys, expected, "{key}");
    }
}

#[tokio::test]
async fn the_sums_of_days_begin_with_the_activity_that_is_there() {
    let (_folder, database, before) = database_at(17).await;
    let (day, next) = (20_000 * 86_400, 20_001 * 86_400);
    for (at, subscription, kind, rest) in [
        (day, 1, "sign-ins', 'signed_in", "NULL, NULL, NULL"),
        (day + 86_399, 1, "uploads', 'uploaded", "700, TRUE, NULL"),
        (day, 1, "uploads', 'uploaded", "300, FALSE, NULL"),
        (day, 2, "downloads', 'downloaded", "50, TRUE, NULL"),
        (next, 1, "uploads', 'not_recorded", "NULL, NULL, 40"),
        (next, 2, "refused', 'sign_in_refused", "NULL, NULL, NULL"),
        (next, 2, "refused', 'not_recorded", "NULL, NULL, 5"),
        (
            next + 86_400,
            2,
            "changes', 'folder_made",
            "NULL, NULL, NULL",
        ),
    ] {
        let row = format!(
            "INSERT INTO ftp_activity (at, subscription_id, ftp_account_id, account_name, address, \
             kind_group, kind, bytes, complete, events) \
             VALUES ({at}, {subscription}, 1, 'paul', '', '{kind}', {rest})"
        );
        before.execute_unprepared(&row).await.unwrap();
    }
    before.close().await.unwrap();

    let store = Store::open(&database).await.unwrap();
    let rows = "SELECT concat_ws(' ', subscription_id, day, uploads, upload_bytes, downloads, \
                download_bytes, sign_ins, refusals) FROM ftp_activity_day ORDER BY subscription_id, day";
    let expected = [
        "0 20000 1 1000 1 50 1 0",
        "0 20001 40 0 0 0 0 6",
        "1 20000 1 1000 0 0 1 0",
        "1 20001 40 0 0 0 0 0",
        "2 20000 0 0 1 50 0 0",
        "2 20001 0 0 0 0 0 6",
    ];
    assert_eq!(texts(&store.readers, rows).await, expected);
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

#[tokio::test]
async fn a_removal_of_files_that_was_cut_off_before_is_ended() {
    let (_folder, database, before) = database_at(13).await;
    let rows = [
        "('00000000000000aa', NULL)",
        "('00000000000000bb', NULL)",
        "('00000000000000bb', '{}')",
    ];
    for row in rows {
        let row = row.replace(
            "('",
            "(7, 'admin', 'ftp_account.remove_files', 'ftp_account', 'paul', '",
        );
        let insert = "INSERT INTO audit_event \
                      (at, actor, action, subject_kind, subject_name, operation, after) VALUES";
        before
            .execute_unprepared(&format!("{insert} {row}"))
            .await
            .unwrap();
    }
    before.close().await.unwrap();

    let store = Store::open(&database).await.unwrap();
    let ended = async |operation: &str| {
        let operation = model::Operation::parse(operation).unwrap();
        let events = store.audit_events(&operation, 10).await.unwrap();
        let ended: Vec<String> = events.into_iter().filter_map(|event| event.after).collect();
        ended
    };
    let cut_off = ended("00000000000000aa").await;
    let removed: model::RemovedFiles = serde_json::from_str(&cut_off[0]).unwrap();
    assert_eq!((cut_off.len(), removed.failures), (1, 1));
    assert_eq!(ended("00000000000000bb").await, ["{}"]);
}
