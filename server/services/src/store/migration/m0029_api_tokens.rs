//! API tokens, what was answered to requests that may be repeated, and by which token something was
//! done.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0029_api_tokens"
    }
}

/// A token that is `limited` is for the subscriptions of its rows alone: for none, if there is no row
/// (any more). The status of an idempotency key is NULL while its request is being answered; an
/// answer that held a secret has no body.
const TABLES: &str = include_str!("m0029_tables.sql");

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
