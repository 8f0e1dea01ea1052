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
const COLUMNS: &str = "
ALTER TABLE ftp_account ADD COLUMN counted_at BIGINT;
ALTER TABLE ftp_account ADD COLUMN usage_settled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE subscription ADD COLUMN quota_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ftp_account_quota ON ftp_account (subscription_id)
    WHERE removed_at IS NULL AND (quota_bytes IS NOT NULL OR quota_files IS NOT NULL);
CREATE INDEX ftp_account_counted ON ftp_account (counted_at)
    WHERE removed_at IS NULL AND (quota_bytes IS NOT NULL OR quota_files IS NOT NULL);
";

const SQLITE_TRIGGERS: &str = "
CREATE TRIGGER ftp_account_quota_added AFTER INSERT ON ftp_account
WHEN NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL
BEGIN
    UPDATE subscription SET quota_version = quota_version + 1 WHERE id = NEW.subscription_id;
END;
CREATE TRIGGER ftp_account_quota_changed
AFTER UPDATE OF quota_bytes, quota_files, home_directory, removed_at ON ftp_account
WHEN (NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL
      OR OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL)
    AND (NEW.quota_bytes IS NOT OLD.quota_bytes OR NEW.quota_files IS NOT OLD.quota_files
      OR NEW.home_directory <> OLD.home_directory OR NEW.removed_at IS NOT OLD.removed_at)
BEGIN
    UPDATE subscription SET quota_version = quota_version + 1 WHERE id = NEW.subscription_id;
END;
CREATE TRIGGER ftp_account_quota_removed AFTER DELETE ON ftp_account
WHEN OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL
BEGIN
    UPDATE subscription SET quota_version = quota_version + 1 WHERE id = OLD.subscription_id;
END;
";

const POSTGRES_TRIGGERS: &str = "
CREATE FUNCTION berth_quota_changed() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE subscription SET quota_version = quota_version + 1 WHERE id = OLD.subscription_id;
    ELSE
        UPDATE subscription SET quota_version = quota_version + 1 WHERE id = NEW.subscription_id;
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER ftp_account_quota_added AFTER INSERT ON ftp_account
FOR EACH ROW WHEN (NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL)
EXECUTE FUNCTION berth_quota_changed();
CREATE TRIGGER ftp_account_quota_changed
AFTER UPDATE OF quota_bytes, quota_files, home_directory, removed_at ON ftp_account
FOR EACH ROW WHEN (
    (NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL
      OR OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL)
    AND (NEW.quota_bytes IS DISTINCT FROM OLD.quota_bytes
      OR NEW.quota_files IS DISTINCT FROM OLD.quota_files
      OR NEW.home_directory <> OLD.home_directory
      OR NEW.removed_at IS DISTINCT FROM OLD.removed_at))
EXECUTE FUNCTION berth_quota_changed();
CREATE TRIGGER ftp_account_quota_removed AFTER DELETE ON ftp_account
FOR EACH ROW WHEN (OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL)
EXECUTE FUNCTION berth_quota_changed();
";

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
