//! The audit trail as a part of the program: refusals and repeats are written, old rows are pruned.

use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{AppError, UtcTime};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::Audit;
use crate::context::Context;
use crate::transaction::transaction;

/// How often refusals and repeats are written.
const INTERVAL: Duration = Duration::from_secs(1);
/// How often old rows are pruned.
const PRUNE_INTERVAL: Duration = Duration::from_secs(60 * 60);
/// Rows that are removed in one transaction, so that no other writer waits for long.
const BATCH_SIZE: u64 = 1000;
/// The pause between two such transactions.
const PAUSE: Duration = Duration::from_millis(50);

impl Audit {
    /// Writes refusals and repeats until `stop`, then what is left of them.
    pub async fn write_until(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let now = Instant::now();
            let mut rows = self.context.refusals.take(now);
            rows.extend(self.context.sign_ins.take(now));
            self.write(rows).await;
        }
        self.flush().await;
    }

    /// Writes every refusal and repeat now.
    pub async fn flush(&self) {
        let mut rows = self.context.refusals.take_all();
        rows.extend(self.context.sign_ins.take_all());
        self.write(rows).await;
    }

    async fn write(&self, rows: Vec<crate::store::NewAuditEvent>) {
        if rows.is_empty() {
            return;
        }
        let written = transaction!(self.context.store(), |transaction| {
            for row in &rows {
                transaction.add_audit_event(row.clone()).await?;
            }
            Ok(())
        });
        if let Err(error) = written.await {
            tracing::warn!(
                rows = rows.len(),
                ?error,
                "refusals and repeats were not recorded"
            );
        }
    }

    /// Prunes what is older than `days`, now and then every hour, until `stop`. For 0 days
    /// everything is kept.
    pub async fn prune_hourly(&self, days: u16, stop: CancellationToken) {
        self.context.keep_audit_days(days);
        if days == 0 {
            return;
        }
        let mut ticks = tokio::time::interval(PRUNE_INTERVAL);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            // An error is in the log already, and the next hour retries.
            let pruned = stop.run_until_cancelled(self.prune(days)).await;
            if let Some(Ok(rows @ 1..)) = pruned {
                tracing::info!(rows, days, "old audit rows pruned");
            }
        }
    }

    /// Removes the audit rows of more than `days` ago; returns how many that were.
    ///
    /// For the program itself.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database fails.
    pub async fn prune(&self, days: u16) -> Result<u64, AppError> {
        let before = UtcTime(UtcTime::now().0 - i64::from(days) * 24 * 60 * 60);
        let mut pruned = 0;
        loop {
            let removed = transaction!(self.context.store(), |transaction| {
                Ok(transaction.prune_audit_events(before, BATCH_SIZE).await?)
            })
            .await?;
            pruned += removed;
            if removed < BATCH_SIZE {
                return Ok(pruned);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Context {
    /// Remembers for how many days audit rows are kept.
    fn keep_audit_days(&self, days: u16) {
        *self.lock_audit_days() = Some(days);
    }

    /// For how many days audit rows are kept; 0 for ever. None in a process that prunes none.
    pub(super) fn audit_days(&self) -> Option<u16> {
        *self.lock_audit_days()
    }

    fn lock_audit_days(&self) -> MutexGuard<'_, Option<u16>> {
        // Nothing panics while it holds the lock.
        self.audit_days
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
