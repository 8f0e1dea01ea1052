//! Second factors of panel users, and sign-ins that wait for one.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0023_second_factor"
    }
}

/// A secret of codes counts once it has `confirmed_at`; no code of `last_step` or before is taken
/// again. A recovery code that was used has no row. `roles` are those that must have a second factor,
/// with commas between; without a row none must.
const TABLES: &str = include_str!("m0023_tables.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        manager
            .get_connection()
            .execute_unprepared(&TABLES.replace("{text}", dialect.text))
            .await
            .map(drop)
    }
}
