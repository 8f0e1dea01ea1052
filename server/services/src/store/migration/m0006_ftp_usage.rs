//! What homes with a quota hold: when that was counted, and which subscriptions have other quotas
//! than a moment ago.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_ftp_usage"
    }
}

/// `usage_settled` tells that nothing was done since `used_bytes` and `used_files` were written:
/// the server was stopped in order. `quota_version` grows with each change of a quota in the
/// subscription, and of a home with one.
const COLUMNS: &str = include_str!("m0006_columns.sql");

const SQLITE_TRIGGERS: &str = include_str!("m0006_triggers_sqlite.sql");

const POSTGRES_TRIGGERS: &str = include_str!("m0006_triggers_postgres.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(COLUMNS).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_TRIGGERS,
            _ => SQLITE_TRIGGERS,
        };
        connection.execute_unprepared(triggers).await.map(drop)
    }
}
