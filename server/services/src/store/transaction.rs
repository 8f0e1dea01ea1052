//! Transactions that write.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{Notify, SemaphorePermit};

use super::error::StoreError;
use super::pool::Store;
use crate::metrics::{self, TransactionEnd};
use crate::random;

/// How often the work of a transaction is begun that others are in the way of.
const MAX_ATTEMPTS: u32 = 6;
/// How long the first of these waits for the second, at most; each further one twice as long.
const RETRY_PAUSE: Duration = Duration::from_millis(20);

/// A transaction that changes something.
pub struct Transaction {
    pub(super) transaction: DatabaseTransaction,
    /// Told when deliveries of webhooks were queued.
    pub(super) deliveries_queued: Arc<Notify>,
    begun: Instant,
    after_commit: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
}

/// The attempts at one transaction: of work that another transaction is in the way of, there is
/// another one.
///
/// The only way to write, by the macro `transaction!`.
pub struct Attempts<'a> {
    store: &'a Store,
    _place: SemaphorePermit<'a>,
    begun: u32,
}

impl Store {
    /// Takes a place in the queue of those who write.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if there is none.
    pub fn attempts(&self) -> Result<Attempts<'_>, StoreError> {
        let place = self.queue.try_acquire();
        Ok(Attempts {
            store: self,
            _place: place.map_err(|_| StoreError::Busy)?,
            begun: 0,
        })
    }
}

impl Attempts<'_> {
    /// Begins a transaction, when it is its turn. SQLite has one at a time, PostgreSQL some.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if others hold the database for too long.
    pub async fn begin(&mut self) -> Result<Transaction, StoreError> {
        self.begun += 1;
        let asked = Instant::now();
        let options = TransactionOptions {
            // SQLite's lock for writing is taken at once: a transaction that began by reading could
            // not wait for it later.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.store.writer.begin_with_options(options).await?;
        metrics::transaction_begun(asked.elapsed());
        Ok(Transaction {
            transaction,
            deliveries_queued: Arc::clone(&self.store.deliveries_queued),
            begun: Instant::now(),
            after_commit: Mutex::default(),
        })
    }

    /// Ends a transaction: commits what was done, or else leaves nothing of it. None if another one
    /// was in the way, and it is to be begun again; after some attempts that is the answer.
    pub async fn end<Output, Error: From<StoreError>>(
        &self,
        transaction: Transaction,
        done: Result<Output, Error>,
        is_conflict: impl Fn(&Error) -> bool,
    ) -> Option<Result<Output, Error>> {
        let begun = transaction.begun;
        let done = match done {
            Ok(output) => transaction.commit().await.map(|()| output),
            Err(error) => {
                transaction.roll_back().await;
                Err(error)
            }
        };
        let retries = done.as_ref().is_err_and(is_conflict) && self.begun < MAX_ATTEMPTS;
        let end = match &done {
            Ok(_) => TransactionEnd::Committed,
            Err(_) if retries => TransactionEnd::Retried,
            Err(_) => TransactionEnd::RolledBack,
        };
        metrics::transaction_ended(end, begun.elapsed());
        if retries {
            tokio::time::sleep(pause_after(self.begun)).await;
            return None;
        }
        Some(done)
    }
}

/// How long to wait after an attempt that others were in the way of: longer each time, and not as
/// long as they do.
fn pause_after(attempt: u32) -> Duration {
    let longest = RETRY_PAUSE * 2_u32.saturating_pow(attempt - 1);
    let [random] = random::bytes().unwrap_or([u8::MAX]);
    longest * (u32::from(random) + 1) / 256
}

impl Transaction {
    /// Has something done once the transaction is committed, and only then.
    pub fn after_commit(&self, effect: impl FnOnce() + Send + 'static) {
        // Nothing panics while it holds the lock.
        let mut effects = self
            .after_commit
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        effects.push(Box::new(effect));
    }

    async fn commit<Error: From<StoreError>>(self) -> Result<(), Error> {
        self.transaction.commit().await.map_err(StoreError::from)?;
        let effects = self.after_commit.into_inner();
        for effect in effects.unwrap_or_else(PoisonError::into_inner) {
            effect();
        }
        Ok(())
    }

    async fn roll_back(self) {
        // The connection's end is the transaction's, too.
        if let Err(error) = self.transaction.rollback().await {
            tracing::debug!(%error, "a transaction was not rolled back in order");
        }
    }
}
