//! The page of an FTP account's own: who is signed in there, and which subscriptions have it.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0026_own_page"
    }
}

/// A session is worth nothing once the account has another access version than the one that it
/// began with.
const TABLE: &str = include_str!("m0026_table.sql");

/// The accounts of every subscription have the page until somebody switches it off.
const COLUMN: &str = "ALTER TABLE subscription ADD COLUMN own_page BOOLEAN NOT NULL DEFAULT TRUE";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        let connection = manager.get_connection();
        connection.execute_unprepared(COLUMN).await?;
        connection
            .execute_unprepared(&TABLE.replace("{text}", dialect.text))
            .await
            .map(drop)
    }
}
