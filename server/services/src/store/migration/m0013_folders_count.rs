//! Folders count as files do, and a count may be incomplete.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0013_folders_count"
    }
}

/// `usage_incomplete` tells that not all of the home could be read when it was last counted.
const COLUMN: &str =
    "ALTER TABLE ftp_account ADD COLUMN usage_incomplete BOOLEAN NOT NULL DEFAULT FALSE";

/// What was counted until now is without folders. It remains as the least that a home holds, but
/// each is counted again, those with a quota before anything is uploaded to them.
const COUNT_AGAIN: &str = "UPDATE ftp_account SET usage_settled = FALSE, counted_at = NULL \
                           WHERE usage_settled OR counted_at IS NOT NULL";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(COLUMN).await?;
        connection.execute_unprepared(COUNT_AGAIN).await.map(drop)
    }
}
