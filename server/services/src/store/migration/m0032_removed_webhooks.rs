//! Webhooks that are removed, of which what they told is not cleared yet.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0032_removed_webhooks"
    }
}

/// A webhook with `removed_at` is there for nobody any more, and its name is free. Its row stays until its
/// deliveries, of which there may be many, are gone.
const STATEMENTS: [&str; 4] = [
    "ALTER TABLE webhook ADD COLUMN removed_at BIGINT",
    "DROP INDEX webhook_name_key",
    "CREATE UNIQUE INDEX webhook_name_key ON webhook ((COALESCE(subscription_id, 0)), name_key) \
     WHERE removed_at IS NULL",
    "CREATE INDEX webhook_removed ON webhook (id) WHERE removed_at IS NOT NULL",
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
