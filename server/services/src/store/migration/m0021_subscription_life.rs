//! Subscriptions that are suspended, and those that wait in « Corbeille ».

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0021_subscription_life"
    }
}

/// A row with `removed_at` is in « Corbeille », with all of its accounts, which stay as they are; its
/// domain name and its webspace root stay taken. `suspended_by` and `removed_by` are names, as in the
/// audit trail. The version grows with each change of the domain name and the owner.
const STATEMENTS: [&str; 6] = [
    "ALTER TABLE subscription ADD COLUMN suspended_at BIGINT",
    "ALTER TABLE subscription ADD COLUMN suspended_by TEXT",
    "ALTER TABLE subscription ADD COLUMN removed_at BIGINT",
    "ALTER TABLE subscription ADD COLUMN removed_by TEXT",
    "ALTER TABLE subscription ADD COLUMN version BIGINT NOT NULL DEFAULT 1",
    "CREATE INDEX subscription_by_removal ON subscription (removed_at) WHERE removed_at IS NOT NULL",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            let connection = manager.get_connection();
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
