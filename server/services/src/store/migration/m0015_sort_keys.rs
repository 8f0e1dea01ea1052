//! Lists are sorted as people expect it: without regard to case and accents, numbers as numbers.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::super::sort_keys;
use super::dialect::dialect;
use super::m0005_lists_at_scale::USAGE;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0015_sort_keys"
    }
}

/// A key for each text that lists are sorted by. The indexes go before the keys are filled in.
const COLUMNS: &str = include_str!("m0015_columns.sql");

/// The indexes of every order. Where accounts are equal in it, their names' keys decide.
const INDEXES: &str = include_str!("m0015_indexes.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = dialect(manager.get_database_backend())?.text;
        let connection = manager.get_connection();
        let columns = COLUMNS.replace("{text}", text);
        connection.execute_unprepared(&columns).await?;
        sort_keys::fill(connection).await?;
        let indexes = INDEXES.replace("{usage}", USAGE);
        connection.execute_unprepared(&indexes).await.map(drop)
    }
}
