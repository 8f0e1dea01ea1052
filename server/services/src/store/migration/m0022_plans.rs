//! Limits of subscriptions, and plans: named sets of them.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0022_plans"
    }
}

/// A plan without a maker is the server's. A subscription always has its limits in its own row; where
/// it has a plan, they are the plan's, and change with it; they stay when the plan's maker is removed,
/// and the plan with them. None is no limit. `locked_settings` are the
/// keys of the account settings that the owner may not change, with commas between. `used_bytes` and
/// the columns after it are about the webspace as a whole, as those of `ftp_account` are about a home.
const TABLES: &str = include_str!("m0022_tables.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        let tables = TABLES
            .replace("{id}", dialect.id)
            .replace("{text}", dialect.text);
        manager
            .get_connection()
            .execute_unprepared(&tables)
            .await
            .map(drop)
    }
}
