//! Links by which whoever receives an FTP account sets its password.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_one_time_link"
    }
}

/// An account never has two links. One that was used or revoked has no row.
const TABLE: &str = "
CREATE TABLE one_time_link (
    ftp_account_id BIGINT NOT NULL PRIMARY KEY REFERENCES ftp_account (id) ON DELETE CASCADE,
    token_hash {text} NOT NULL CONSTRAINT one_time_link_token_key UNIQUE,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_link_by_end ON one_time_link (expires_at);
";

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
