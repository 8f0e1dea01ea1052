//! Transactions that write.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::error::StoreError;
use super::pool::Store;

/// A transaction that changes something. Dropped without [`Transaction::commit`], it changes nothing.
#[derive(Debug)]
pub struct Transaction {
    pub(super) transaction: DatabaseTransaction,
}

impl Store {
    /// Begins a transaction that writes.
    ///
    /// SQLite's lock for writing is taken at once: a transaction that began by reading could
    /// not wait for it later.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if other writers hold the database for too long.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await?;
        Ok(Transaction { transaction })
    }
}

impl Transaction {
    /// Commits everything that was written.
    ///
    /// # Errors
    /// If the database fails; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    /// Keeps others from adding subscriptions until the end of this transaction, for rules that
    /// concern all of them. SQLite has one writer at a time anyway.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_subscriptions(&self) -> Result<(), StoreError> {
        if self.transaction.get_database_backend() == DbBackend::Postgres {
            self.transaction
                .execute_unprepared("LOCK TABLE subscription IN SHARE ROW EXCLUSIVE MODE")
                .await?;
        }
        Ok(())
    }
}
