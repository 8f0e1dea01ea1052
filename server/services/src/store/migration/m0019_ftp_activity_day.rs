//! What was done over FTP on each day, in sums, and indexes for the accounts that an overview lists.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::m0005_lists_at_scale::USAGE;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0019_ftp_activity_day"
    }
}

/// A row for each subscription and UTC day (days since 1970-01-01) on which something was done, and
/// one for all of them together, whose `subscription_id` is 0: no key is 0. So the whole server's
/// year is as many rows as a subscription's.
///
/// As in `ftp_activity` there is no foreign key: a subscription that is gone must never be the reason
/// why the sums of all others are refused. Its rows are read by nobody, since no key is reused, and go
/// when they are old; the server's keep what it did.
const TABLE: &str = include_str!("m0019_table.sql");

/// The sums of the activity that is still there.
const FILL: &str = include_str!("m0019_fill.sql");

/// Lists of one subscription have some of these already; those of the whole server have only the few
/// rows that may be listed.
const INDEXES: &str = include_str!("m0019_indexes.sql");

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let without_rowid = match manager.get_database_backend() {
            DbBackend::Postgres => "",
            // The table is its own index then.
            _ => " WITHOUT ROWID",
        };
        let table = TABLE.replace("{without_rowid}", without_rowid);
        let connection = manager.get_connection();
        connection.execute_unprepared(&table).await?;
        connection.execute_unprepared(FILL).await?;
        let indexes = INDEXES.replace("{usage}", USAGE);
        connection.execute_unprepared(&indexes).await.map(drop)
    }
}
