//! Resellers, people who are invited to a subscription, and panel users who are kept from signing in.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0020_roles"
    }
}

/// SQLite changes no constraint, but drops one with its column.
const SQLITE_ROLE: &str = "
ALTER TABLE panel_user ADD COLUMN new_role TEXT NOT NULL DEFAULT 'customer'
    CHECK (new_role IN ('administrator', 'reseller', 'customer'));
UPDATE panel_user SET new_role = role;
ALTER TABLE panel_user DROP COLUMN role;
ALTER TABLE panel_user RENAME COLUMN new_role TO role;
";

const POSTGRES_ROLE: &str = "
ALTER TABLE panel_user DROP CONSTRAINT panel_user_role_check;
ALTER TABLE panel_user ADD CONSTRAINT panel_user_role_check
    CHECK (role IN ('administrator', 'reseller', 'customer'));
";

const TABLES: &str = include_str!("m0020_tables.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = manager.get_database_backend();
        let role = match backend {
            DbBackend::Postgres => POSTGRES_ROLE,
            _ => SQLITE_ROLE,
        };
        connection.execute_unprepared(role).await?;
        let tables = TABLES.replace("{text}", dialect(backend)?.text);
        connection.execute_unprepared(&tables).await.map(drop)
    }
}
