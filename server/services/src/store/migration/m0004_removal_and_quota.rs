//! FTP accounts that wait in « Corbeille », and how much each may keep.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_removal_and_quota"
    }
}

/// A row with `removed_at` is in « Corbeille »; its name stays taken. `used_bytes` and
/// `used_files` are what was last counted below the account's home directory.
const COLUMNS: &str = include_str!("m0004_columns.sql");

const SQLITE_TRIGGER: &str = "
CREATE TRIGGER ftp_account_main_never_removed BEFORE UPDATE ON ftp_account
WHEN NEW.is_main AND NEW.removed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'main_account_stays'); END;
";

const POSTGRES_TRIGGER: &str = "
CREATE TRIGGER ftp_account_main_never_removed BEFORE UPDATE ON ftp_account
FOR EACH ROW WHEN (NEW.is_main AND NEW.removed_at IS NOT NULL)
EXECUTE FUNCTION berth_refuse('main_account_stays');
";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(COLUMNS).await?;
        let trigger = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_TRIGGER,
            _ => SQLITE_TRIGGER,
        };
        connection.execute_unprepared(trigger).await.map(drop)
    }
}
