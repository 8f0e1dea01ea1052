//! The open database: connections that read, beside those that write.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tokio::sync::{Notify, Semaphore};

use super::error::StoreError;
use super::sql::Sql;
use crate::metrics::DatabaseRole;

/// Transactions that write or wait for their turn at once. Whoever comes then is told that the
/// database is busy, rather than to wait for what would take too long anyway.
pub(super) const MAX_QUEUED_WRITERS: usize = 200;

/// The database, open and with all migrations applied. Clones share its connections.
///
/// However many wait to write, reading waits for none of them.
#[derive(Clone, Debug)]
pub struct Store {
    /// Queries only: the database refuses to write by them.
    pub(super) readers: DatabaseConnection,
    /// For transactions alone; see [`Store::attempts`](Self::attempts).
    pub(super) writer: DatabaseConnection,
    /// Places in the queue of those who write.
    pub(super) queue: Arc<Semaphore>,
    /// Told when this process queued deliveries of webhooks.
    pub(super) deliveries_queued: Arc<Notify>,
}

impl Store {
    pub(super) fn new(readers: DatabaseConnection, writer: DatabaseConnection) -> Self {
        Self {
            readers,
            writer,
            queue: Arc::new(Semaphore::new(MAX_QUEUED_WRITERS)),
            deliveries_queued: Arc::default(),
        }
    }

    /// Closes every connection, so that SQLite folds its log into the file.
    pub async fn close(&self) {
        // The last one folds it, and must be one that may write.
        for connection in [&self.readers, &self.writer] {
            if let Err(error) = connection.clone().close().await {
                tracing::warn!(%error, "the database was not closed cleanly");
            }
        }
    }

    /// Asks the database for an answer.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        let backend = self.readers.get_database_backend();
        let question = Statement::from_string(backend, "SELECT 1");
        self.readers.query_one_raw(question).await?;
        Ok(())
    }

    /// Waits until this process has queued deliveries of webhooks since the last call ended. For one
    /// waiter at a time.
    pub async fn deliveries_queued(&self) {
        self.deliveries_queued.notified().await;
    }

    /// Transactions that write, or wait for their turn.
    pub(crate) fn writers(&self) -> usize {
        MAX_QUEUED_WRITERS.saturating_sub(self.queue.available_permits())
    }

    /// How many connections are in use, and how many are not.
    pub(crate) fn connections(&self, role: DatabaseRole) -> (usize, usize) {
        let connections = match role {
            DatabaseRole::Reader => &self.readers,
            DatabaseRole::Writer => &self.writer,
        };
        let (all, idle) = match connections.get_database_backend() {
            DbBackend::Postgres => {
                let pool = connections.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
            DbBackend::Sqlite => {
                let pool = connections.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
            // The store opens none of another kind.
            _ => (0, 0),
        };
        let all = usize::try_from(all).unwrap_or(usize::MAX);
        (all.saturating_sub(idle), idle)
    }

    /// An empty statement for this database.
    pub(super) fn sql(&self) -> Sql {
        Sql::new(self.readers.get_database_backend())
    }
}
