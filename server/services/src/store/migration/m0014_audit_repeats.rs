//! Audit rows that stand for several refusals, and rows that are so old that they may go.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0014_audit_repeats"
    }
}

/// `repeats` is how many times the same was refused, the first time not counted that has a row of
/// its own; 1 for everything else. Rows from before `kept_since` may be removed, and no others.
const TABLES: &str = "
ALTER TABLE audit_event ADD COLUMN repeats BIGINT NOT NULL DEFAULT 1;
CREATE INDEX audit_event_by_time ON audit_event (at);
CREATE TABLE audit_retention (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    kept_since BIGINT NOT NULL
);
INSERT INTO audit_retention (id, kept_since) VALUES (1, 0);
";

const SQLITE_TRIGGERS: &str = "
DROP TRIGGER audit_event_no_delete;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
WHEN OLD.at >= COALESCE((SELECT kept_since FROM audit_retention), 0)
BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;
";

const POSTGRES_TRIGGERS: &str = "
CREATE FUNCTION berth_audit_event_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.at >= COALESCE((SELECT kept_since FROM audit_retention), 0) THEN
        RAISE EXCEPTION 'audit_event_append_only';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER audit_event_fixed ON audit_event;
CREATE TRIGGER audit_event_fixed BEFORE UPDATE ON audit_event
FOR EACH ROW EXECUTE FUNCTION berth_refuse('audit_event_append_only');
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION berth_audit_event_kept();
";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(TABLES).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_TRIGGERS,
            _ => SQLITE_TRIGGERS,
        };
        connection.execute_unprepared(triggers).await.map(drop)
    }
}
