//! What keeps long lists of FTP accounts quick: an index for each order and for the filters, the
//! words that accounts are found by, and how many accounts each subscription has.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::super::ftp_account_words;
use super::dialect::dialect;
use model::words_of_account;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_lists_at_scale"
    }
}

/// How much of its quota an account uses, in ten-thousandths; -1 without one.
const USAGE: &str = "(CASE WHEN quota_bytes IS NULL AND quota_files IS NULL THEN -1 \
    WHEN used_bytes / coalesce(quota_bytes, 9223372036854775807) >= 100 \
    OR used_files / coalesce(quota_files, 9223372036854775807) >= 100 THEN 1000000 \
    WHEN used_bytes * 1.0 / coalesce(quota_bytes, 9223372036854775807) \
    >= used_files * 1.0 / coalesce(quota_files, 9223372036854775807) \
    THEN CAST(used_bytes * 10000.0 / coalesce(quota_bytes, 9223372036854775807) AS BIGINT) \
    ELSE CAST(used_files * 10000.0 / coalesce(quota_files, 9223372036854775807) AS BIGINT) END)";

/// Services in « Corbeille » are in none of the indexes, since they are in none of the lists.
const INDEXES: &str = "
DROP INDEX ftp_account_in_order;
CREATE INDEX ftp_account_by_name
    ON ftp_account (subscription_id, (NOT is_main), name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_name_down
    ON ftp_account (subscription_id, is_main, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_home
    ON ftp_account (subscription_id, home_directory, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_state
    ON ftp_account (subscription_id, enabled, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_permission
    ON ftp_account (subscription_id, permission, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_usage
    ON ftp_account (subscription_id, {usage}, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_last_sign_in
    ON ftp_account (subscription_id, (coalesce(last_sign_in_at, 0)), name)
    WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_expiry
    ON ftp_account (subscription_id, (coalesce(expires_at, 9223372036854775807)), name)
    WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_note
    ON ftp_account (subscription_id, (substr(note, 1, 60)), name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_change
    ON ftp_account (subscription_id, changed_at, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_to_filter
    ON ftp_account (subscription_id, enabled, permission, (last_sign_in_at IS NULL),
        ({usage} >= 9000), (coalesce(expires_at, 9223372036854775807)))
    WHERE removed_at IS NULL;
";

/// The words of all accounts, of those in « Corbeille » too.
const WORDS: &str = "
CREATE TABLE ftp_account_word (
    subscription_id BIGINT NOT NULL,
    word {text} NOT NULL,
    ftp_account_id BIGINT NOT NULL REFERENCES ftp_account (id) ON DELETE CASCADE,
    PRIMARY KEY (subscription_id, word, ftp_account_id)
){without_rowid};
CREATE INDEX ftp_account_word_of_account ON ftp_account_word (ftp_account_id, word);
";

const COUNT: &str = "
ALTER TABLE subscription ADD COLUMN ftp_accounts BIGINT NOT NULL DEFAULT 0;
UPDATE subscription SET ftp_accounts = (
    SELECT count(*) FROM ftp_account
    WHERE subscription_id = subscription.id AND removed_at IS NULL
);
";

/// The database counts by itself, so that no change can be forgotten.
const SQLITE_TRIGGERS: &str = "
CREATE TRIGGER ftp_account_counted AFTER INSERT ON ftp_account WHEN NEW.removed_at IS NULL
BEGIN
    UPDATE subscription SET ftp_accounts = ftp_accounts + 1 WHERE id = NEW.subscription_id;
END;

CREATE TRIGGER ftp_account_counted_out AFTER DELETE ON ftp_account WHEN OLD.removed_at IS NULL
BEGIN
    UPDATE subscription SET ftp_accounts = ftp_accounts - 1 WHERE id = OLD.subscription_id;
END;

CREATE TRIGGER ftp_account_counted_anew AFTER UPDATE OF removed_at ON ftp_account
WHEN (NEW.removed_at IS NULL) <> (OLD.removed_at IS NULL)
BEGIN
    UPDATE subscription
    SET ftp_accounts = ftp_accounts + CASE WHEN NEW.removed_at IS NULL THEN 1 ELSE -1 END
    WHERE id = NEW.subscription_id;
END;
";

const POSTGRES_TRIGGERS: &str = "
CREATE FUNCTION berth_count_ftp_accounts() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    was INTEGER := 0;
    is_now INTEGER := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.removed_at IS NULL THEN was := 1; END IF;
    IF TG_OP <> 'DELETE' AND NEW.removed_at IS NULL THEN is_now := 1; END IF;
    IF was <> is_now THEN
        UPDATE subscription SET ftp_accounts = ftp_accounts + is_now - was
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.subscription_id ELSE NEW.subscription_id END;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ftp_account_counted AFTER INSERT OR DELETE OR UPDATE OF removed_at ON ftp_account
FOR EACH ROW EXECUTE FUNCTION berth_count_ftp_accounts();
";

/// Services that are read at once to find their words.
const ACCOUNTS_AT_ONCE: i64 = 1_000;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let (without_rowid, triggers) = match backend {
            DbBackend::Postgres => ("", POSTGRES_TRIGGERS),
            // The table is its own index then.
            _ => (" WITHOUT ROWID", SQLITE_TRIGGERS),
        };
        let words = WORDS
            .replace("{text}", dialect(backend)?.text)
            .replace("{without_rowid}", without_rowid);
        let connection = manager.get_connection();
        let indexes = INDEXES.replace("{usage}", USAGE);
        connection.execute_unprepared(&indexes).await?;
        connection.execute_unprepared(&words).await?;
        connection.execute_unprepared(COUNT).await?;
        connection.execute_unprepared(triggers).await?;
        fill_words(connection).await
    }
}

/// Finds the words of the accounts that there are.
async fn fill_words(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let mut last = 0_i64;
    loop {
        let accounts = format!(
            "SELECT id, subscription_id, name, home_directory, note FROM ftp_account \
             WHERE id > {last} ORDER BY id LIMIT {ACCOUNTS_AT_ONCE}"
        );
        let accounts = Statement::from_string(connection.get_database_backend(), accounts);
        let rows = connection.query_all_raw(accounts).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut words = Vec::new();
        for row in rows {
            let (subscription, name): (i64, String) =
                (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let (home, note): (String, String) =
                (row.try_get_by_index(3)?, row.try_get_by_index(4)?);
            last = row.try_get_by_index(0)?;
            let of_account = words_of_account(&name, &home, &note).into_iter();
            words.extend(of_account.map(|word| (subscription, word, last)));
        }
        ftp_account_words::add(connection, &words).await?;
    }
}
