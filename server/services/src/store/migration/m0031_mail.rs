//! Mail: where it goes, what waits to be sent, and what accounts and certificates were told of already.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;
use super::m0005_lists_at_scale::USAGE;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0031_mail"
    }
}

/// `expiry_reminder` has how far the accounts, in the order in which they expire, were told of so many
/// days before: from now on, so that nobody is mailed about what expired long ago.
const TABLES: &str = include_str!("m0031_tables.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let dialect = dialect(backend)?;
        let now = match backend {
            DbBackend::Postgres => "CAST(extract(epoch FROM now()) AS BIGINT)",
            _ => "unixepoch()",
        };
        let tables = (TABLES.replace("{text}", dialect.text))
            .replace("{id}", dialect.id)
            .replace("{now}", now)
            .replace("{usage}", USAGE);
        let connection = manager.get_connection();
        connection.execute_unprepared(&tables).await.map(drop)
    }
}
