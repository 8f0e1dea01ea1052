//! The system user that the files of a subscription belong to.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0018_system_user"
    }
}

/// None is Berth's own user, as for all subscriptions until now; 18 is the umask 022. The version
/// grows with each change of the two.
const COLUMNS: [&str; 3] = [
    "ALTER TABLE subscription ADD COLUMN system_user TEXT",
    "ALTER TABLE subscription ADD COLUMN umask BIGINT NOT NULL DEFAULT 18",
    "ALTER TABLE subscription ADD COLUMN hosting_version BIGINT NOT NULL DEFAULT 0",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.get_connection().execute_unprepared(column).await?;
        }
        Ok(())
    }
}
