//! Storing what homes hold, now and then.

use std::time::Duration;

use ftp::{QuotaHolder, Usage};
use model::AppError;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::FtpUsageTracking;
use super::ledgers::counted_home;
use crate::context::Context;
use crate::store::{CountedHome, SubscriptionId};
use crate::transaction::transaction;

/// How often changed usage is stored: once for however many uploads.
const INTERVAL: Duration = Duration::from_secs(2);

/// Usage of some homes: whose, bytes, files.
type Rows = Vec<(CountedHome, u64, u64)>;

impl FtpUsageTracking {
    /// Stores what homes hold, as sessions change it, until `stop`.
    pub async fn write_until(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let mut changed = Rows::new();
            for (subscription, open) in self.context.usage.open_ledgers().iter() {
                changed.extend(rows(*subscription, open.ledger.take_changes()));
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
        for (subscription, open) in self.context.usage.open_ledgers().iter() {
            if !open.is_in_use() {
                all.extend(rows(*subscription, open.ledger.usages()));
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

fn rows(subscription: SubscriptionId, usages: Vec<(QuotaHolder, Usage)>) -> Rows {
    let usages = usages.into_iter();
    usages
        .map(|(holder, Usage { bytes, files })| (counted_home(subscription, holder), bytes, files))
        .collect()
}
