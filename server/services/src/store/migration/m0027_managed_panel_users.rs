//! Panel users are managed: links by which they set their passwords, limits of resellers, what lists
//! are searched and sorted by, and that the last administrator stays.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::super::sort_keys;
use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0027_managed_panel_users"
    }
}

/// A person never has two links. One that was used or revoked has no row.
const COLUMNS: &str = include_str!("m0027_columns.sql");

const SQLITE_TRIGGERS: &str = include_str!("m0027_triggers_sqlite.sql");

const POSTGRES_TRIGGERS: &str = include_str!("m0027_triggers_postgres.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let columns = COLUMNS.replace("{text}", dialect(backend)?.text);
        let connection = manager.get_connection();
        connection.execute_unprepared(&columns).await?;
        sort_keys::fill_panel_users(connection).await?;
        let triggers = match backend {
            DbBackend::Postgres => POSTGRES_TRIGGERS,
            _ => SQLITE_TRIGGERS,
        };
        connection.execute_unprepared(triggers).await.map(drop)
    }
}
