//! Webhooks, and what waits to be told by them.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0030_webhooks"
    }
}

/// A webhook without a subscription is the server's. `event_kinds` are the names of kinds, with commas
/// between. `secret` is what calls are signed with, which takes the secret itself, as codes of apps do.
///
/// What is told of one FTP account is told in order: it has a lane for each webhook, in which the next
/// delivery waits for the one before. `lane` is the account's key, 0 for what is about no account, and
/// -1 for tests. There is a row of `webhook_lane` while something waits in the lane. It is due when its
/// first delivery is to be tried; while somebody is at it, that is when others may take over, and
/// `lease` says who it is. So what is due is found by its webhook and time, however much waits.
const TABLES: &str = include_str!("m0030_tables.sql");

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
        let connection = manager.get_connection();
        connection.execute_unprepared(&tables).await.map(drop)
    }
}
