//! Removals of files that a crash does not forget.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::dialect;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0016_file_removal"
    }
}

/// A removal that is to be ended, by the next start if need be. One that has ended has no row. The
/// folder is the path below the webspace root, in bytes: a symlink may lead to any name.
const TABLE: &str = "CREATE TABLE file_removal (
    operation {text} NOT NULL PRIMARY KEY,
    subscription_id BIGINT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    ftp_account_id BIGINT NOT NULL,
    account_name {text} NOT NULL,
    folder {bytes} NOT NULL,
    has_begun BOOLEAN NOT NULL DEFAULT FALSE
)";

/// Ends what was cut off before this table was there, in the audit trail: nobody knows where those
/// files are.
const END_CUT_OFF: &str = "INSERT INTO audit_event (at, operation, actor, action, subject_kind, \
         subject_name, subscription_id, domain, ftp_account_id, after) \
     SELECT at, operation, '(program)', action, subject_kind, subject_name, subscription_id, domain, \
         ftp_account_id, '{\"files\":0,\"folders\":0,\"bytes\":0,\"failures\":1,\
         \"left\":[\"/ (interrupted: see .berth-removed-... beside it)\"]}' \
     FROM audit_event AS begun \
     WHERE begun.action = 'ftp_account.remove_files' AND begun.after IS NULL AND NOT EXISTS \
         (SELECT 1 FROM audit_event AS ended WHERE ended.operation = begun.operation \
          AND ended.action = begun.action AND ended.after IS NOT NULL)";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        let table = TABLE
            .replace("{text}", dialect.text)
            .replace("{bytes}", dialect.bytes);
        let connection = manager.get_connection();
        connection.execute_unprepared(&table).await?;
        connection.execute_unprepared(END_CUT_OFF).await.map(drop)
    }
}
