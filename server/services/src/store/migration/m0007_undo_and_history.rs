//! « Corbeille », former names that still work, and the history of each account.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DatabaseBackend, DbBackend, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use serde::Deserialize;

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_undo_and_history"
    }
}

/// `removed_by` is who put the account into « Corbeille », by name. An audit row's account has no
/// foreign key: what was done stays known after the account is gone.
const TABLES: &str = include_str!("m0007_tables.sql");

/// No name is ever an account's and a former one at once.
const SQLITE_NAMES: &str = include_str!("m0007_names_sqlite.sql");

/// Two transactions do not see what each is about to write: a lock for each name makes one wait
/// for the other.
const POSTGRES_NAMES: &str = include_str!("m0007_names_postgres.sql");

/// The audit trail is only ever added to; this once its rows are given their account's key.
const SQLITE_UNLOCK: &str = "DROP TRIGGER audit_event_no_update;";
const SQLITE_LOCK: &str = "
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;
";
const POSTGRES_UNLOCK: &str = "ALTER TABLE audit_event DISABLE TRIGGER audit_event_fixed;";
const POSTGRES_LOCK: &str = "ALTER TABLE audit_event ENABLE TRIGGER audit_event_fixed;";

/// Rows that are read, and keys that are written, in one statement.
const BATCH_SIZE: usize = 500;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = manager.get_database_backend();
        let tables = TABLES.replace("{text}", dialect(backend)?.text);
        connection.execute_unprepared(&tables).await?;
        let (names, unlock, lock) = match backend {
            DbBackend::Postgres => (POSTGRES_NAMES, POSTGRES_UNLOCK, POSTGRES_LOCK),
            _ => (SQLITE_NAMES, SQLITE_UNLOCK, SQLITE_LOCK),
        };
        connection.execute_unprepared(names).await?;
        connection.execute_unprepared(unlock).await?;
        fill_accounts(connection, backend).await?;
        connection.execute_unprepared(lock).await.map(drop)
    }
}

/// Gives each audit row of an account that is still there the account's key: names are followed
/// from row to row, through renames, to the name that the account has now.
async fn fill_accounts(
    connection: &impl ConnectionTrait,
    backend: DatabaseBackend,
) -> Result<(), DbErr> {
    let mut lives = Lives::default();
    let mut after = 0;
    loop {
        let rows = connection
            .query_all_raw(Statement::from_string(
                backend,
                format!(
                    "SELECT id, deed, subject_name, before, after FROM audit_event \
                     WHERE id > {after} AND subject_kind IN ('ftp_account', 'subscription') \
                     ORDER BY id LIMIT {BATCH_SIZE}"
                ),
            ))
            .await?;
        for row in &rows {
            after = row.try_get("", "id")?;
            lives.follow(&Event {
                id: after,
                deed: row.try_get("", "deed")?,
                subject: row.try_get("", "subject_name")?,
                before: row.try_get("", "before")?,
                after: row.try_get("", "after")?,
            });
        }
        if rows.len() < BATCH_SIZE {
            break;
        }
    }
    for (name, events) in lives.living() {
        for batch in events.chunks(BATCH_SIZE) {
            let ids: Vec<String> = batch.iter().map(ToString::to_string).collect();
            // Names are of a few plain characters; one that is not is no account's.
            let name = name.replace('\'', "''");
            let fill = format!(
                "UPDATE audit_event SET ftp_account_id = \
                 (SELECT id FROM ftp_account WHERE name = '{name}') WHERE id IN ({})",
                ids.join(", ")
            );
            connection.execute_unprepared(&fill).await?;
        }
    }
    Ok(())
}

struct Event {
    id: i64,
    deed: String,
    subject: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

/// What of an audit row's JSON says which account is meant.
#[derive(Deserialize)]
struct Named {
    name: Option<String>,
    main_account: Option<String>,
}

fn named(json: Option<&str>) -> Option<Named> {
    serde_json::from_str(json?).ok()
}

/// The rows of each account, while they are read in their order.
#[derive(Default)]
struct Lives {
    events: Vec<Vec<i64>>,
    by_name: HashMap<String, usize>,
}

impl Lives {
    fn follow(&mut self, event: &Event) {
        let after = named(event.after.as_deref());
        match event.deed.as_str() {
            "subscription.add" => self.begin(event.id, after.and_then(|new| new.main_account)),
            "ftp_account.add" => self.begin(event.id, after.and_then(|new| new.name)),
            "ftp_account.change" => {
                let before = named(event.before.as_deref()).and_then(|old| old.name);
                let life = before.and_then(|name| self.by_name.remove(&name));
                if let (Some(life), Some(name)) = (life, after.and_then(|new| new.name)) {
                    self.events[life].push(event.id);
                    self.by_name.insert(name, life);
                }
            }
            "ftp_account.remove" => {
                if let Some(name) = &event.subject {
                    self.by_name.remove(name);
                }
            }
            _ => {
                let life = event
                    .subject
                    .as_ref()
                    .and_then(|name| self.by_name.get(name));
                if let Some(life) = life {
                    self.events[*life].push(event.id);
                }
            }
        }
    }

    fn begin(&mut self, event: i64, name: Option<String>) {
        if let Some(name) = name {
            self.by_name.insert(name, self.events.len());
            self.events.push(vec![event]);
        }
    }

    /// Each name that is an account's at the end, with its rows.
    fn living(self) -> impl Iterator<Item = (String, Vec<i64>)> {
        let Self {
            mut events,
            by_name,
        } = self;
        by_name
            .into_iter()
            .map(move |(name, life)| (name, std::mem::take(&mut events[life])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: i64, deed: &str, subject: &str, before: &str, after: &str) -> Event {
        let named = |name: &str| (!name.is_empty()).then(|| format!(r#"{{"name":"{name}"}}"#));
        Event {
            id,
            deed: deed.to_owned(),
            subject: Some(subject.to_owned()),
            before: named(before),
            after: named(after),
        }
    }

    #[test]
    fn names_are_followed_through_renames_and_removals() {
        let mut lives = Lives::default();
        for event in [
            event(1, "ftp_account.add", "paul", "", "paul"),
            event(2, "ftp_account.change", "pauline", "paul", "pauline"),
            event(3, "ftp_account.add", "paul", "", "paul"),
            event(4, "ftp_session.end", "paul", "", ""),
            event(5, "ftp_account.remove", "paul", "paul", ""),
            event(6, "ftp_account.add", "paul", "", "paul"),
            event(7, "ftp_account.change", "pauline", "pauline", "pauline"),
            event(8, "ftp_session.end", "nobody", "", ""),
        ] {
            lives.follow(&event);
        }
        let mut living: Vec<_> = lives.living().collect();
        living.sort();
        let expected = [("paul", vec![6]), ("pauline", vec![1, 2, 7])];
        assert_eq!(living, expected.map(|(name, ids)| (name.to_owned(), ids)));
    }
}
