//! What a session of the panel is told from others by, when it was last seen and when its person last
//! proved who they are; and whom a password was given by another.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0024_session_limits"
    }
}

/// The sessions that there are keep going: last seen, and proved, when they began. Nobody who has a
/// password already is asked for another.
const COLUMNS: &str = include_str!("m0024_columns.sql");

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
