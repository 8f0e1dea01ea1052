//! The time zone in which each panel user sees times.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0011_panel_user_time_zone"
    }
}

/// None until the person's browser has reported one.
const COLUMN: &str = "ALTER TABLE panel_user ADD COLUMN time_zone TEXT";

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
