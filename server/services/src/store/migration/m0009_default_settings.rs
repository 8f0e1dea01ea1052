//! What the new FTP accounts of a subscription begin with.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0009_default_settings"
    }
}

/// `settings` is a JSON object of texts, each by its setting's key, so that a setting that comes
/// later needs no column here. A subscription without a row has never chosen any.
const TABLE: &str = include_str!("m0009_table.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(TABLE)
            .await
            .map(drop)
    }
}
