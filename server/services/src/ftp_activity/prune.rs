//! Pruning old FTP activity.

use std::time::Duration;

use model::{AppError, UtcDay, UtcTime};
use tokio_util::sync::CancellationToken;

use super::FtpActivity;
use crate::transaction::transaction;

/// Rows that are removed in one transaction, so that no other writer waits for long.
const BATCH_SIZE: u64 = 1000;
/// The pause between two such transactions.
const PAUSE: Duration = Duration::from_millis(50);
/// For how many days the sums of each day are kept: more than two years, so that a year can be
/// compared with the one before.
const SUMS_DAYS: i64 = 800;
/// How often old rows are pruned.
const INTERVAL: Duration = Duration::from_secs(60 * 60);

impl FtpActivity {
    /// Prunes what is older than `days`, and sums of older days, now and then every hour, until `stop`.
    pub async fn prune_hourly(&self, days: u16, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            // An error is in the log already, and the next hour retries.
            let pruned = stop.run_until_cancelled(self.prune(days)).await;
            if let Some(Ok(rows @ 1..)) = pruned {
                tracing::info!(rows, days, "old FTP activity pruned");
            }
            // As above.
            let _ = stop.run_until_cancelled(self.prune_sums()).await;
        }
    }

    /// Removes what was done over FTP more than `days` ago; returns how many rows that were.
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
                Ok(transaction.prune_ftp_activity(before, BATCH_SIZE).await?)
            })
            .await?;
            pruned += removed;
            if removed < BATCH_SIZE {
                return Ok(pruned);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Removes the sums of days that were more than 800 days ago; returns how many rows that were.
    ///
    /// For the program itself. A day at a time: a day has no more rows than there are subscriptions.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database fails.
    pub async fn prune_sums(&self) -> Result<u64, AppError> {
        let before = UtcDay::of(UtcTime::now()).plus(-SUMS_DAYS);
        let mut pruned = 0;
        loop {
            let removed = transaction!(self.context.store(), |transaction| {
                Ok(transaction.prune_ftp_activity_day(before).await?)
            })
            .await?;
            if removed == 0 {
                return Ok(pruned);
            }
            pruned += removed;
            tokio::time::sleep(PAUSE).await;
        }
    }
}
