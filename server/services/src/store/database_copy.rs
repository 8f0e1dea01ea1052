//! A SQLite database as a file: copied while it is in use, checked, and brought to rest.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use thiserror::Error;

use super::connect::BUSY_TIMEOUT;
use super::migration::is_known_migration;

/// Why a database is not copied, or a copy is not used.
#[derive(Debug, Error)]
pub enum CopyError {
    /// Another process has the database open.
    #[error("another process uses the database")]
    InUse,
    /// The file is no SQLite database, or its pages contradict each other; what SQLite says of it.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A newer Berth has used it.
    #[error("the database is newer than this program (it knows {migration})")]
    Newer {
        /// The first migration that this program does not know.
        migration: String,
    },
    /// It has none of Berth's tables.
    #[error("the database is not Berth's")]
    Foreign,
    /// The database could not be read or written.
    #[error("{0}")]
    Failed(sqlx::Error),
}

/// SQLite's codes for a database that others use, their extended ones included.
const IN_USE: [i32; 2] = [5, 6];
/// SQLite's codes for a file that is no database, or a broken one.
const DAMAGED: [i32; 2] = [11, 26];

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code());
        // The low byte of an extended code is the code that it extends.
        let code = code.and_then(|code| code.parse::<i32>().ok());
        match code.map(|code| code & 0xff) {
            Some(code) if IN_USE.contains(&code) => Self::InUse,
            Some(code) if DAMAGED.contains(&code) => Self::Damaged(error.to_string()),
            _ => Self::Failed(error),
        }
    }
}

/// Copies a database, as it is at one moment, into a file that is missing or empty. Whoever uses the
/// database in the meantime, reads and writes on.
///
/// # Errors
/// [`CopyError::Damaged`], or [`CopyError::Failed`] if there is no database, or no room.
pub async fn copy_database(from: &Path, to: &Path) -> Result<(), CopyError> {
    let Some(name) = to.to_str() else {
        let error = std::io::Error::from(std::io::ErrorKind::InvalidFilename);
        return Err(CopyError::Failed(error.into()));
    };
    let options = SqliteConnectOptions::new().filename(from);
    let mut connection = options.busy_timeout(BUSY_TIMEOUT).connect().await?;
    let copied = sqlx::query("VACUUM INTO ?").bind(name);
    copied.execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Checks a database that nobody uses: its pages, indexes and references, and that it is Berth's, of
/// this version or a former one. Gives its newest migration.
///
/// # Errors
/// [`CopyError::Damaged`], [`CopyError::Foreign`], [`CopyError::Newer`]; [`CopyError::Failed`] if it
/// cannot be read.
pub async fn check_database(path: &Path) -> Result<String, CopyError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .immutable(true)
        .read_only(true)
        // No function is called that its schema names: it comes from elsewhere.
        .pragma("trusted_schema", "OFF");
    let mut connection = options.connect().await?;
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_all(&mut connection)
        .await?;
    if found != ["ok"] {
        return Err(CopyError::Damaged(found.concat()));
    }
    let references = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await?;
    if !references.is_empty() {
        return Err(CopyError::Damaged("a reference leads nowhere".to_owned()));
    }
    let newest = newest_migration_of(&mut connection).await;
    connection.close().await?;
    newest
}

async fn newest_migration_of(connection: &mut SqliteConnection) -> Result<String, CopyError> {
    let tables: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('seaql_migrations', 'panel_user')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if tables != 2 {
        return Err(CopyError::Foreign);
    }
    let applied: Vec<String> =
        sqlx::query_scalar("SELECT version FROM seaql_migrations ORDER BY version")
            .fetch_all(connection)
            .await?;
    match applied.iter().find(|name| !is_known_migration(name)) {
        Some(newer) => Err(CopyError::Newer {
            migration: newer.clone(),
        }),
        None => applied.into_iter().next_back().ok_or(CopyError::Foreign),
    }
}

/// Writes the log that SQLite keeps beside a database into its file, which then is all there is of it.
///
/// # Errors
/// [`CopyError::InUse`] if any process has the database open; [`CopyError::Damaged`].
pub async fn settle_database(path: &Path) -> Result<(), CopyError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::ZERO);
    let mut connection = options.connect().await?;
    // SQLite leaves this mode for nobody else's connections alone.
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode = DELETE")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    if mode == "delete" {
        Ok(())
    } else {
        Err(CopyError::InUse)
    }
}
