//! The steps that bring a database up to date, oldest first.
//!
//! A step that has been released is never changed again: a later one corrects it.

use sea_orm::{DatabaseConnection, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod dialect;
mod m0001_first_tables;
mod m0002_ftp_activity;
mod m0003_ftp_account_settings;
mod m0004_removal_and_quota;
mod m0005_lists_at_scale;
mod m0006_ftp_usage;
mod m0007_undo_and_history;
mod m0008_one_time_link;
mod m0009_default_settings;
mod m0010_audit_action;
mod m0011_panel_user_time_zone;
mod m0012_ftp_activity_events;
mod m0013_folders_count;
mod m0014_audit_repeats;
mod m0015_sort_keys;
mod m0016_file_removal;
mod m0017_device_cookie;
mod m0018_system_user;
mod m0019_ftp_activity_day;
mod m0020_roles;
mod m0021_subscription_life;
mod m0022_plans;
mod m0023_second_factor;
mod m0024_session_limits;
mod m0025_audit_log;
mod m0026_own_page;
mod m0027_managed_panel_users;
mod m0028_many_at_once;
mod m0029_api_tokens;
mod m0030_webhooks;
mod m0031_mail;
mod m0032_removed_webhooks;
#[cfg(test)]
mod tests;

/// Every step.
pub(super) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first_tables::Migration),
            Box::new(m0002_ftp_activity::Migration),
            Box::new(m0003_ftp_account_settings::Migration),
            Box::new(m0004_removal_and_quota::Migration),
            Box::new(m0005_lists_at_scale::Migration),
            Box::new(m0006_ftp_usage::Migration),
            Box::new(m0007_undo_and_history::Migration),
            Box::new(m0008_one_time_link::Migration),
            Box::new(m0009_default_settings::Migration),
            Box::new(m0010_audit_action::Migration),
            Box::new(m0011_panel_user_time_zone::Migration),
            Box::new(m0012_ftp_activity_events::Migration),
            Box::new(m0013_folders_count::Migration),
            Box::new(m0014_audit_repeats::Migration),
            Box::new(m0015_sort_keys::Migration),
            Box::new(m0016_file_removal::Migration),
            Box::new(m0017_device_cookie::Migration),
            Box::new(m0018_system_user::Migration),
            Box::new(m0019_ftp_activity_day::Migration),
            Box::new(m0020_roles::Migration),
            Box::new(m0021_subscription_life::Migration),
            Box::new(m0022_plans::Migration),
            Box::new(m0023_second_factor::Migration),
            Box::new(m0024_session_limits::Migration),
            Box::new(m0025_audit_log::Migration),
            Box::new(m0026_own_page::Migration),
            Box::new(m0027_managed_panel_users::Migration),
            Box::new(m0028_many_at_once::Migration),
            Box::new(m0029_api_tokens::Migration),
            Box::new(m0030_webhooks::Migration),
            Box::new(m0031_mail::Migration),
            Box::new(m0032_removed_webhooks::Migration),
        ]
    }
}

/// Whether this program knows a migration.
pub fn is_known_migration(name: &str) -> bool {
    (Migrator::migrations().iter()).any(|migration| migration.name() == name)
}

/// The names of this program's migrations, oldest first.
pub fn migration_names() -> Vec<String> {
    let migrations = Migrator::migrations();
    let names = migrations.iter().map(|one| one.name().to_owned());
    names.collect()
}

/// Applies the first `migrations` of the migrations, as a program did that knew no more: for tests of
/// upgrades from its data.
///
/// # Errors
/// If the database fails.
pub async fn migrate_to(connection: &DatabaseConnection, migrations: u32) -> Result<(), DbErr> {
    let applied = Migrator::get_applied_migrations(connection).await?.len();
    let applied = u32::try_from(applied).unwrap_or(u32::MAX);
    match migrations.saturating_sub(applied) {
        0 => Ok(()),
        missing => Migrator::up(connection, Some(missing)).await,
    }
}
