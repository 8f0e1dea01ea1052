//! Opening the database: how each connection is set up, which version it has.

use std::io;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Executor};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, QueryOrder,
    QuerySelect, TransactionTrait,
};
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

use super::database::{Database, OpenError};
use super::database_file::{folder_of, make_private_file};
use super::migration::{Migrator, is_known_migration};
use super::pool::Store;
use super::postgres_tls::verify_remote;
use crate::folder_lock::FolderLock;
use crate::metrics::{DatabaseRole as Role, statement_durations};

/// How URLs of databases begin.
const SCHEMES: [&str; 3] = ["sqlite:", "postgres://", "postgresql://"];
/// PostgreSQL's number of the lock under which migrations are applied: "berth" in ASCII.
const MIGRATION_LOCK: i64 = 0x62_65_72_74_68;
/// How long a query waits for a connection, and a writer for another one.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that read. SQLite has one thread for each. With twice as many, two cores render a
/// tenth fewer pages a second.
const MAX_READERS: u32 = 4;
/// Connections that write to PostgreSQL. SQLite has one writer at a time, and so one such connection:
/// whoever waits for it stands in a queue, where whoever waits for a lock of the file does not.
const MAX_POSTGRES_WRITERS: u32 = 4;
/// Bytes of a SQLite file that are memory-mapped: a search reads far more than fits into the cache of
/// a connection, which is invalidated by other connections' writes, too.
const MAX_MAPPED_BYTES: u32 = 1 << 30;

impl Store {
    /// Opens the database and applies the migrations that it lacks.
    ///
    /// # Errors
    /// See [`OpenError`]. A database that is newer than the program is left untouched.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        let _lock = lock(database).await?;
        let writer = connect(database, Role::Writer).await?;
        migrate(&writer).await.map_err(|error| match error {
            OpenError::Migrate(error) => unreadable(database, error),
            error => error,
        })?;
        let readers = match database.is_in_memory() {
            // Another pool would have another database.
            true => writer.clone(),
            false => connect(database, Role::Reader).await?,
        };
        Ok(Self::new(readers, writer))
    }
}

/// Keeps other processes from opening the database that a file is, until it is open here and up to
/// date: two that make it at once would be in each other's way.
async fn lock(database: &Database) -> Result<Option<FolderLock>, OpenError> {
    let Some(path) = database.file() else {
        return Ok(None);
    };
    let database = database.clone();
    let locked = tokio::task::spawn_blocking(move || {
        make_private_file(&database, &path)?;
        let folder = folder_of(&path);
        FolderLock::wait(folder).map_err(|source| match source.kind() {
            io::ErrorKind::TimedOut => OpenError::Locked,
            _ => OpenError::NotWritable {
                path: folder.to_owned(),
                source,
            },
        })
    });
    match locked.await {
        Ok(locked) => locked.map(Some),
        Err(error) => Err(OpenError::Connect(DbErr::Custom(error.to_string()))),
    }
}

/// Applies the migrations that are missing. Of processes that begin at once one does, and the others
/// wait for it: by [`lock`] for a file, by a lock of PostgreSQL's there.
async fn migrate(connection: &DatabaseConnection) -> Result<(), OpenError> {
    if missing(connection).await? == 0 {
        return Ok(());
    }
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(Migrator::up(connection, None).await?);
    }
    let lock = connection.begin().await?;
    // Migrating a large database takes longer than a query, or a transaction that waits for nothing,
    // may take. Each setting holds from the next statement on.
    for setting in [
        "SET LOCAL lock_timeout = 0",
        "SET LOCAL statement_timeout = 0",
        "SET LOCAL idle_in_transaction_session_timeout = 0",
    ] {
        lock.execute_unprepared(setting).await?;
    }
    lock.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        .await?;
    // Whoever was waited for may have been a newer program.
    if missing(connection).await? > 0 {
        Migrator::up(connection, None).await?;
    }
    Ok(lock.commit().await?)
}

/// How many migrations of this program were not applied yet.
async fn missing(connection: &DatabaseConnection) -> Result<usize, OpenError> {
    let applied = applied(connection).await?;
    match applied.iter().find(|name| !is_known_migration(name)) {
        Some(newer) => Err(OpenError::Newer {
            migration: newer.clone(),
        }),
        None => Ok(Migrator::migrations().len().saturating_sub(applied.len())),
    }
}

/// The names of the migrations that were applied. Only reads.
pub(super) async fn applied(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    if !SchemaManager::new(connection)
        .has_table("seaql_migrations")
        .await?
    {
        return Ok(Vec::new());
    }
    seaql_migrations::Entity::find()
        .select_only()
        .column(seaql_migrations::Column::Version)
        .order_by_asc(seaql_migrations::Column::Version)
        .into_tuple()
        .all(connection)
        .await
}

/// A failure at the first statements: for a file, nearly always one that may not be written.
fn unreadable(database: &Database, error: DbErr) -> OpenError {
    match database {
        Database::File(path) if error.to_string().contains("readonly database") => {
            OpenError::NotWritable {
                path: path.clone(),
                source: io::ErrorKind::ReadOnlyFilesystem.into(),
            }
        }
        _ => OpenError::Migrate(error),
    }
}

pub(super) async fn connect(
    database: &Database,
    role: Role,
) -> Result<DatabaseConnection, OpenError> {
    let (url, file) = match database {
        Database::File(path) => ("sqlite:berth.sqlite".to_owned(), Some(path.clone())),
        Database::Url(url) if !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) => {
            return Err(OpenError::UnknownScheme);
        }
        Database::Url(url) => (url.clone(), None),
    };
    let is_postgres = !url.starts_with("sqlite:");
    let in_memory = database.is_in_memory();
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(match role {
            Role::Reader => MAX_READERS,
            Role::Writer if in_memory => MAX_READERS,
            Role::Writer if is_postgres => MAX_POSTGRES_WRITERS,
            Role::Writer => 1,
        })
        .min_connections(1)
        .acquire_timeout(BUSY_TIMEOUT)
        // A connection that PostgreSQL dropped is found before it is used; to test it at every query
        // would cost a round trip each.
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(verify_remote)
        .map_sqlx_sqlite_opts(move |sqlite: SqliteConnectOptions| {
            let sqlite = match &file {
                Some(path) => sqlite.filename(path),
                None => sqlite,
            };
            let sqlite = sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("mmap_size", MAX_MAPPED_BYTES.to_string());
            match role {
                Role::Reader => sqlite.pragma("query_only", "ON"),
                Role::Writer => sqlite,
            }
        })
        .map_sqlx_postgres_pool_opts(move |pool| {
            pool.after_connect(move |connection, _| {
                Box::pin(async move {
                    let setting = match role {
                        Role::Reader => "SET default_transaction_read_only = on".to_owned(),
                        Role::Writer => format!("SET lock_timeout = {}", BUSY_TIMEOUT.as_millis()),
                    };
                    connection
                        .execute(sqlx::AssertSqlSafe(setting))
                        .await
                        .map(drop)
                })
            })
        });
    if in_memory {
        options.idle_timeout(None).max_lifetime(None);
    }
    let mut connection = sea_orm::Database::connect(options)
        .await
        .map_err(OpenError::Connect)?;
    let durations = statement_durations(role);
    connection.set_metric_callback(move |statement| durations.record(statement.elapsed));
    Ok(connection)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use sea_orm::ConnectionTrait;

    use super::*;

    #[tokio::test]
    async fn nothing_is_written_by_what_reads() {
        let folder = tempfile::tempdir().unwrap();
        let file = Database::File(folder.path().join("berth.sqlite"));
        let store = Store::open(&file).await.unwrap();
        let change = "DELETE FROM session";
        let refused = store.readers.execute_unprepared(change).await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
        store.writer.execute_unprepared(change).await.unwrap();
    }
}
