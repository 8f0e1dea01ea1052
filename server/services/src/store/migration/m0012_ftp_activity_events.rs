//! How many events a row of the FTP activity stands for that were not recorded one by one.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_ftp_activity_events"
    }
}

/// None for a row that is an event of its own.
const COLUMN: &str = "ALTER TABLE ftp_activity ADD COLUMN events BIGINT";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(COLUMN)
            .await
            .map(drop)
    }
}
