//! What keeps long lists of FTP accounts fast: an index for each order and for the filters, the
//! words that accounts are found by, and how many accounts each subscription has.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::super::ftp_account_words;
use super::dialect::dialect;
use model::words_of_account;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_lists_at_scale"
    }
}

/// How much of its quota an account uses, in ten-thousandths; -1 without one.
pub(super) const USAGE: &str = "(CASE WHEN quota_bytes IS NULL AND quota_files IS NULL THEN -1 \
    WHEN used_bytes / coalesce(quota_bytes, 9223372036854775807) >= 100 \
    OR used_files / coalesce(quota_files, 9223372036854775807) >= 100 THEN 1000000 \
    WHEN used_bytes * 1.0 / coalesce(quota_bytes, 9223372036854775807) \
    >= used_files * 1.0 / coalesce(quota_files, 9223372036854775807) \
    THEN CAST(used_bytes * 10000.0 / coalesce(quota_bytes, 9223372036854775807) AS BIGINT) \
    ELSE CAST(used_files * 10000.0 / coalesce(quota_files, 9223372036854775807) AS BIGINT) END)";

/// Accounts in « Corbeille » are in none of the indexes, since they are in none of the lists.
const INDEXES: &str = include_str!("m0005_indexes.sql");

/// The words of all accounts, of those in « Corbeille » too.
const WORDS: &str = include_str!("m0005_words.sql");

const COUNT: &str = include_str!("m0005_count.sql");

/// The database counts by itself, so that no change can be forgotten.
const SQLITE_TRIGGERS: &str = include_str!("m0005_triggers_sqlite.sql");

const POSTGRES_TRIGGERS: &str = include_str!("m0005_triggers_postgres.sql");

/// Accounts that are read at once to find their words.
const BATCH_SIZE: i64 = 1_000;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let (without_rowid, triggers) = match backend {
            DbBackend::Postgres => ("", POSTGRES_TRIGGERS),
            // The table is its own index then.
            _ => (" WITHOUT ROWID", SQLITE_TRIGGERS),
        };
        let words = WORDS
            .replace("{text}", dialect(backend)?.text)
            .replace("{without_rowid}", without_rowid);
        let connection = manager.get_connection();
        let indexes = INDEXES.replace("{usage}", USAGE);
        connection.execute_unprepared(&indexes).await?;
        connection.execute_unprepared(&words).await?;
        connection.execute_unprepared(COUNT).await?;
        connection.execute_unprepared(triggers).await?;
        fill_words(connection).await
    }
}

/// Finds the words of the accounts that there are.
async fn fill_words(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let mut last = 0_i64;
    loop {
        let accounts = format!(
            "SELECT id, subscription_id, name, home_directory, note FROM ftp_account \
             WHERE id > {last} ORDER BY id LIMIT {BATCH_SIZE}"
        );
        let accounts = Statement::from_string(connection.get_database_backend(), accounts);
        let rows = connection.query_all_raw(accounts).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut words = Vec::new();
        for row in rows {
            let (subscription, name): (i64, String) =
                (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let (home, note): (String, String) =
                (row.try_get_by_index(3)?, row.try_get_by_index(4)?);
            last = row.try_get_by_index(0)?;
            let of_account = words_of_account(&name, &home, &note).into_iter();
            words.extend(of_account.map(|word| (subscription, word, last)));
        }
        ftp_account_words::add(connection, &words).await?;
    }
}
