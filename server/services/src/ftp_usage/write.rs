//! Storing what homes hold, now and then.

use std::time::Duration;

use ftp::Usage;
use model::AppError;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::FtpUsageTracking;
use crate::context::Context;
use crate::store::FtpAccountId;
use crate::transaction::transaction;

/// How often changed usage is stored: once for however many uploads.
const INTERVAL: Duration = Duration::from_secs(2);

/// Usage of some homes: account, bytes, files.
type Rows = Vec<(FtpAccountId, u64, u64)>;

impl FtpUsageTracking {
    /// Stores what homes hold, as sessions change it, until `stop`.
    pub async fn write_until(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let mut changed = Rows::new();
            for open in self.context.usage.open_ledgers().values() {
                changed.extend(open.ledger.take_changes().into_iter().map(row));
            }
            if let Err(error) = self.context.write_usage(&changed, false).await {
                // The next change, or the stop of the server, writes them.
                tracing::warn!(?error, "usage was not stored");
            }
        }
    }

    /// Stores what all homes hold, for the next start to resume from: the server stops, and no
    /// session is open any more. A session that does not end keeps its subscription unsettled.
    pub async fn settle(&self) {
        let mut all = Rows::new();
        for open in self.context.usage.open_ledgers().values() {
            if !open.is_in_use() {
                all.extend(open.ledger.usages().into_iter().map(row));
            }
        }
        if let Err(error) = self.context.write_usage(&all, true).await {
            tracing::warn!(?error, "homes will be counted at the next start");
        }
    }
}

impl Context {
    async fn write_usage(&self, rows: &Rows, is_settled: bool) -> Result<(), AppError> {
        if rows.is_empty() {
            return Ok(());
        }
        transaction!(self.store(), |transaction| {
            Ok(transaction.record_ftp_usage(rows, is_settled).await?)
        })
        .await
    }
}

fn row((account, Usage { bytes, files }): (i64, Usage)) -> (FtpAccountId, u64, u64) {
    (FtpAccountId(account), bytes, files)
}
