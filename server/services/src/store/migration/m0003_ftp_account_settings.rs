//! What an FTP account may do and until when.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_ftp_account_settings"
    }
}

/// `access_version` grows with the changes that end an account's open sessions; `version` with
/// all. Each column of its own statement: SQLite adds but one at a time.
const COLUMNS: &str = "
ALTER TABLE ftp_account ADD COLUMN access_version BIGINT NOT NULL DEFAULT 1;
UPDATE ftp_account SET access_version = version;
ALTER TABLE ftp_account ADD COLUMN enabled BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE ftp_account ADD COLUMN permission TEXT NOT NULL DEFAULT 'read-write'
    CHECK (permission IN ('read-write', 'read-only', 'upload-only'));
ALTER TABLE ftp_account ADD COLUMN expires_at BIGINT;
ALTER TABLE ftp_account ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE ftp_account ADD COLUMN max_sessions BIGINT CHECK (max_sessions > 0);
ALTER TABLE ftp_account ADD COLUMN upload_rate BIGINT CHECK (upload_rate > 0);
ALTER TABLE ftp_account ADD COLUMN download_rate BIGINT CHECK (download_rate > 0);
ALTER TABLE ftp_account ADD COLUMN tls_required BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ftp_account ADD COLUMN note TEXT NOT NULL DEFAULT '';
";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(COLUMNS)
            .await
            .map(drop)
    }
}
