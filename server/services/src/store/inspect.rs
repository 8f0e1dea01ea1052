//! Looking at a database without changing anything, whichever version it has.

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqlxSqliteConnector, Statement,
};
use sea_orm_migration::MigratorTrait;

use model::{HostingSettings, UtcTime};

use super::connect::{applied, connect};
use super::database::{Database, OpenError};
use super::hosting::hosting;
use super::migration::{Migrator, is_known_migration};
use crate::metrics::DatabaseRole;

/// Since when webspaces may have a system user.
const HOSTING_MIGRATION: &str = "m0018_system_user";

/// Webspaces that are looked at.
const MAX_WEBSPACES: u32 = 10_000;

/// What a database is like.
#[derive(Debug, Default)]
pub struct DatabaseInspection {
    /// Its newest migration; none if it has no tables yet.
    pub version: Option<String>,
    /// How many migrations of this program are missing.
    pub missing_migrations: usize,
    /// A migration that this program does not know: a newer one made it.
    pub newer: Option<String>,
    /// What SQLite finds wrong with its pages.
    pub damage: Option<String>,
    /// When something was last noted in the audit trail.
    pub last_event: Option<UtcTime>,
    /// The subscriptions' webspaces.
    pub webspaces: Vec<InspectedWebspace>,
}

/// A webspace as the database has it.
#[derive(Clone, Debug)]
pub struct InspectedWebspace {
    /// Its subscription's domain name.
    pub domain: String,
    /// Its folder.
    pub root: String,
    /// Whom its files belong to.
    pub hosting: HostingSettings,
}

/// Looks at a database: by queries alone, without migrating it.
///
/// # Errors
/// [`OpenError::Connect`] or [`OpenError::Migrate`] if it cannot be read.
pub async fn inspect_database(database: &Database) -> Result<DatabaseInspection, OpenError> {
    let connection = connect_unchanged(database).await?;
    let inspected = inspect(&connection).await;
    let _ = connection.close().await;
    inspected
}

async fn inspect(connection: &DatabaseConnection) -> Result<DatabaseInspection, OpenError> {
    let applied = applied(connection).await?;
    let newer = applied.iter().find(|name| !is_known_migration(name));
    let known = applied.iter().filter(|name| is_known_migration(name));
    let mut inspection = DatabaseInspection {
        missing_migrations: Migrator::migrations().len().saturating_sub(known.count()),
        newer: newer.cloned(),
        damage: check_pages(connection).await?,
        ..DatabaseInspection::default()
    };
    if applied.is_empty() {
        return Ok(inspection);
    }
    // Else the columns are there since the first version.
    let has_hosting = applied.iter().any(|name| name == HOSTING_MIGRATION);
    inspection.version = applied.into_iter().next_back();
    for row in rows(connection, "SELECT max(at) FROM audit_event").await? {
        let at: Option<i64> = row.try_get_by_index(0)?;
        inspection.last_event = at.map(UtcTime);
    }
    let columns = match has_hosting {
        true => "domain, webspace_root, system_user, umask",
        false => "domain, webspace_root",
    };
    let webspaces =
        format!("SELECT {columns} FROM subscription ORDER BY domain LIMIT {MAX_WEBSPACES}");
    for row in rows(connection, &webspaces).await? {
        inspection.webspaces.push(InspectedWebspace {
            domain: row.try_get_by_index(0)?,
            root: row.try_get_by_index(1)?,
            hosting: match has_hosting {
                true => {
                    let system_user: Option<String> = row.try_get_by_index(2)?;
                    let settings = hosting(system_user.as_deref(), row.try_get_by_index(3)?);
                    settings.map_err(|error| DbErr::Custom(error.to_string()))?
                }
                false => HostingSettings::default(),
            },
        });
    }
    Ok(inspection)
}

/// What SQLite finds wrong; nothing for PostgreSQL, which checks its pages as it reads them.
async fn check_pages(connection: &DatabaseConnection) -> Result<Option<String>, DbErr> {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    for row in rows(connection, "PRAGMA quick_check(1)").await? {
        let found: String = row.try_get_by_index(0)?;
        if found != "ok" {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn rows(
    connection: &DatabaseConnection,
    query: &str,
) -> Result<Vec<sea_orm::QueryResult>, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), query);
    connection.query_all_raw(statement).await
}

/// A connection by which nothing is written, not even what SQLite writes by itself when a database is
/// opened.
async fn connect_unchanged(database: &Database) -> Result<DatabaseConnection, OpenError> {
    let Some(file) = database.file() else {
        return connect(database, DatabaseRole::Reader).await;
    };
    let mut log = file.clone().into_os_string();
    log.push("-wal");
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .read_only(true)
        // Nobody has it open who would write: then there is a log beside it.
        .immutable(!std::path::Path::new(&log).exists());
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await;
    let pool = pool.map_err(|error| OpenError::Connect(DbErr::Custom(error.to_string())))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}
