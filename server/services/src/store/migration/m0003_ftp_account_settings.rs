//! What an FTP account may do and until when.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_ftp_account_settings"
    }
}

/// `access_version` grows with the changes that end an account's open sessions; `version` with
/// all. Each column of its own statement: SQLite adds but one at a time.
const COLUMNS: &str = include_str!("m0003_columns.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(COLUMNS)
            .await
            .map(drop)
    }
}
