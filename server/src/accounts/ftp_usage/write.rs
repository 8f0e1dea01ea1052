//! Writing down what homes hold, now and then.

use std::time::Duration;

use app::model::Problem;
use ftp::Usage;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::super::Accounts;
use super::ledgers::is_in_use;
use crate::store::FtpAccountId;

/// How often what has changed is written down: once for however many uploads.
const INTERVAL: Duration = Duration::from_secs(2);

/// What some homes hold.
type Used = Vec<(FtpAccountId, u64, u64)>;

impl Accounts {
    /// Writes down what homes hold, as sessions change it, until `stop`.
    pub async fn write_ftp_usage(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let mut news = Used::new();
            for opened in self.inner.usage.opened().values() {
                news.extend(opened.ledger.take_changes().into_iter().map(used));
            }
            if let Err(problem) = self.write_used(&news, false).await {
                // The next change of theirs, or the stop, writes them.
                tracing::warn!(?problem, "what homes hold was not written");
            }
        }
    }

    /// Writes down what all homes hold, for the next start to go on from: the server stops, and no
    /// session is open any more. One that does not end keeps its subscription from being settled.
    pub async fn settle_ftp_usage(&self) {
        let mut all = Used::new();
        for opened in self.inner.usage.opened().values() {
            if !is_in_use(opened) {
                all.extend(opened.ledger.usages().into_iter().map(used));
            }
        }
        if let Err(problem) = self.write_used(&all, true).await {
            tracing::warn!(?problem, "homes will be counted at the next start");
        }
    }

    async fn write_used(&self, used: &Used, is_settled: bool) -> Result<(), Problem> {
        if used.is_empty() {
            return Ok(());
        }
        // By key, as others do: on PostgreSQL two orders could wait for one another for ever.
        let mut used = used.clone();
        used.sort_unstable_by_key(|(account, ..)| *account);
        let writing = self.store().write().await?;
        writing.note_ftp_usage(&used, is_settled).await?;
        Ok(writing.commit().await?)
    }
}

fn used((account, Usage { bytes, files }): (i64, Usage)) -> (FtpAccountId, u64, u64) {
    (FtpAccountId(account), bytes, files)
}
