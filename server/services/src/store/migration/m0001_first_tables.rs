//! The first tables, and the rules that the database keeps by itself.
//!
//! In SQL rather than in a builder: the rules are CHECKs, partial indexes and triggers, which
//! read best as what they are. Where the two databases differ, `Dialect` says how.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_first_tables"
    }
}

/// Tables and indexes. `{id}` is a key that is never given out twice, `{text}` a text that is
/// compared byte by byte.
const TABLES: &str = "
CREATE TABLE panel_user (
    id {id},
    login {text} NOT NULL CONSTRAINT panel_user_login_key UNIQUE CHECK (login = lower(login)),
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'customer')),
    locale TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE subscription (
    id {id},
    domain {text} NOT NULL CONSTRAINT subscription_domain_key UNIQUE CHECK (domain = lower(domain)),
    owner_id BIGINT NOT NULL REFERENCES panel_user (id),
    webspace_root {text} NOT NULL CONSTRAINT subscription_webspace_root_key UNIQUE
        CHECK (webspace_root LIKE '/_%'),
    created_at BIGINT NOT NULL
);
CREATE INDEX subscription_of_owner ON subscription (owner_id, domain);

CREATE TABLE ftp_account (
    id {id},
    subscription_id BIGINT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    name {text} NOT NULL CONSTRAINT ftp_account_name_key UNIQUE CHECK (name = lower(name)),
    home_directory {text} NOT NULL CHECK (home_directory LIKE '/%'),
    password_hash TEXT NOT NULL,
    is_main BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (NOT is_main OR home_directory = '/')
);
CREATE UNIQUE INDEX ftp_account_one_main ON ftp_account (subscription_id) WHERE is_main;
CREATE INDEX ftp_account_in_order ON ftp_account (subscription_id, is_main DESC, name);

CREATE TABLE session (
    token_hash {text} NOT NULL PRIMARY KEY,
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX session_of_panel_user ON session (panel_user_id);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE audit_event (
    id {id},
    at BIGINT NOT NULL,
    operation {text} NOT NULL,
    actor TEXT NOT NULL,
    panel_user_id BIGINT,
    address TEXT,
    deed TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_name TEXT,
    subscription_id BIGINT,
    domain TEXT,
    before TEXT,
    after TEXT
);
CREATE INDEX audit_event_of_operation ON audit_event (operation);
";

/// SQLite removes the parent's row before its children's, so a main account may go when its
/// subscription is gone.
const SQLITE_TRIGGERS: &str = "
CREATE TRIGGER ftp_account_main_stays BEFORE DELETE ON ftp_account
WHEN OLD.is_main AND EXISTS (SELECT 1 FROM subscription WHERE id = OLD.subscription_id)
BEGIN SELECT RAISE(ABORT, 'main_account_stays'); END;

CREATE TRIGGER ftp_account_fixed BEFORE UPDATE ON ftp_account
WHEN NEW.is_main <> OLD.is_main OR NEW.subscription_id <> OLD.subscription_id
BEGIN SELECT RAISE(ABORT, 'account_is_fixed'); END;

CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;

CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;
";

const POSTGRES_TRIGGERS: &str = "
CREATE FUNCTION berth_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE FUNCTION berth_main_account_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM subscription WHERE id = OLD.subscription_id) THEN
        RAISE EXCEPTION 'main_account_stays';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER ftp_account_main_stays BEFORE DELETE ON ftp_account
FOR EACH ROW WHEN (OLD.is_main) EXECUTE FUNCTION berth_main_account_stays();

CREATE TRIGGER ftp_account_fixed BEFORE UPDATE ON ftp_account
FOR EACH ROW WHEN (NEW.is_main <> OLD.is_main OR NEW.subscription_id <> OLD.subscription_id)
EXECUTE FUNCTION berth_refuse('account_is_fixed');

CREATE TRIGGER audit_event_fixed BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION berth_refuse('audit_event_append_only');

CREATE TRIGGER audit_event_kept BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION berth_refuse('audit_event_append_only');
";

struct Dialect {
    id: &'static str,
    text: &'static str,
    triggers: &'static str,
}

fn dialect(backend: DbBackend) -> Result<Dialect, DbErr> {
    match backend {
        DbBackend::Sqlite => Ok(Dialect {
            id: "INTEGER PRIMARY KEY AUTOINCREMENT",
            text: "TEXT",
            triggers: SQLITE_TRIGGERS,
        }),
        DbBackend::Postgres => Ok(Dialect {
            id: "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
            text: "TEXT COLLATE \"C\"",
            triggers: POSTGRES_TRIGGERS,
        }),
        other => Err(DbErr::BackendNotSupported {
            db: other.as_str(),
            ctx: "Berth's tables",
        }),
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect(manager.get_database_backend())?;
        let tables = TABLES
            .replace("{id}", dialect.id)
            .replace("{text}", dialect.text);
        let connection = manager.get_connection();
        connection.execute_unprepared(&tables).await?;
        connection.execute_unprepared(dialect.triggers).await?;
        Ok(())
    }
}
