//! What was done over FTP, and when each account last signed in.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_ftp_activity"
    }
}

/// No foreign keys: what was done stays known after the account is gone, and a row must never
/// be the reason why a whole batch of them is refused. Neither key is ever given out twice.
const TABLE: &str = "
CREATE TABLE ftp_activity (
    id {id},
    at BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    ftp_account_id BIGINT NOT NULL,
    account_name {text} NOT NULL,
    kind_group {text} NOT NULL,
    kind {text} NOT NULL,
    path TEXT,
    other_path TEXT,
    bytes BIGINT,
    took_ms BIGINT,
    complete BOOLEAN,
    reason TEXT,
    address TEXT NOT NULL,
    protocol TEXT
);
CREATE INDEX ftp_activity_of_subscription ON ftp_activity (subscription_id, id DESC);
CREATE INDEX ftp_activity_of_group ON ftp_activity (subscription_id, kind_group, id DESC);
CREATE INDEX ftp_activity_of_account ON ftp_activity (ftp_account_id, id DESC);
CREATE INDEX ftp_activity_of_name ON ftp_activity (subscription_id, account_name, id DESC);
CREATE INDEX ftp_activity_by_age ON ftp_activity (at);

ALTER TABLE ftp_account ADD COLUMN last_sign_in_at BIGINT;
";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        let table = TABLE
            .replace("{id}", dialect.id)
            .replace("{text}", dialect.text);
        manager
            .get_connection()
            .execute_unprepared(&table)
            .await
            .map(drop)
    }
}
