//! The open database.

use sea_orm::DatabaseConnection;

use super::sql::Sql;

/// The database, open and with all migrations applied. Clones share one pool.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) connection: DatabaseConnection,
}

impl Store {
    /// Closes every connection, so that SQLite folds its log into the file.
    pub async fn close(&self) {
        if let Err(error) = self.connection.clone().close().await {
            tracing::warn!(%error, "the database was not closed cleanly");
        }
    }

    /// An empty statement for this database.
    pub(super) fn sql(&self) -> Sql {
        Sql::new(self.connection.get_database_backend())
    }
}
