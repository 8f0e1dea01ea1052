//! The audit log as a page: who ran the command line, whose customers a row is of, and indexes for
//! each filter.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0025_audit_log"
    }
}

/// `actor_role` is what the acting panel user was then. `reseller_id` is the reseller who was
/// responsible then for the subscription, or without one for the person: rows from before there were
/// resellers have none. Neither has a foreign key: what was done stays known.
///
/// A page is read in the order of (at, id) from the index that begins with what is looked for: a
/// range of it for each action.
const TABLES: &str = include_str!("m0025_tables.sql");

/// The person by whom a row is found: who did it, or whose sign-in was refused to nobody knows whom.
const PERSON: &str =
    "(CASE actor WHEN '(nobody)' THEN COALESCE(subject_name, actor) ELSE actor END)";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(&TABLES.replace("{person}", PERSON))
            .await
            .map(drop)
    }
}
