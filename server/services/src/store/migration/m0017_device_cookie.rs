//! Cookies by which browsers show that a person has signed in there before.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0017_device_cookie"
    }
}

/// A browser has one cookie, whoever has signed in there: a row for each of them.
const TABLE: &str = include_str!("m0017_table.sql");

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
