//! What was done over FTP, and when each account last signed in.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_ftp_activity"
    }
}

/// No foreign keys: what was done stays known after the account is gone, and a row must never
/// be the reason why a whole batch of them is refused. Neither key is ever reused.
const TABLE: &str = include_str!("m0002_table.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        let table = TABLE
            .replace("{id}", dialect.id)
            .replace("{text}", dialect.text);
        manager
            .get_connection()
            .execute_unprepared(&table)
            .await
            .map(drop)
    }
}
