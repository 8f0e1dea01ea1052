//! Links by which whoever receives an FTP account sets its password.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_one_time_link"
    }
}

/// An account never has two links. One that was used or revoked has no row.
const TABLE: &str = include_str!("m0008_table.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        manager
            .get_connection()
            .execute_unprepared(&TABLE.replace("{text}", dialect.text))
            .await
            .map(drop)
    }
}
