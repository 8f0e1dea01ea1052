//! Counting homes: one at a time, away from the async threads.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::model::{Problem, UtcTime};
use ftp::Usage;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::super::{Accounts, folder, internal};
use super::queue::Job;
use crate::store::{FtpAccountId, FtpCountRecord};

/// How often it is looked for homes with a quota that were not counted for long.
const INTERVAL: Duration = Duration::from_secs(5 * 60);
/// How long ago that is.
const LONG_AGO: Duration = Duration::from_secs(60 * 60);
/// How many of them are counted then; the others the next time.
const AT_ONCE: u64 = 100;

impl Accounts {
    /// Counts homes until `stop`: those that are asked for, and those with a quota that were not
    /// counted for an hour, so that files are seen that came and went without FTP. A sign-in asks
    /// for it when the last count is older than `recount_after`.
    pub async fn count_ftp_usage(&self, recount_after: Duration, stop: CancellationToken) {
        let book = &self.inner.usage;
        book.recount_after
            .store(recount_after.as_secs(), Ordering::Relaxed);
        let mut next_look = Instant::now();
        while !stop.is_cancelled() {
            if let Some(job) = book.queue.begin() {
                self.count(job, &stop).await;
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = book.queue.asked() => {}
                () = tokio::time::sleep_until(next_look) => {
                    self.ask_for_old_counts().await;
                    next_look = Instant::now() + INTERVAL;
                }
            }
        }
    }

    async fn ask_for_old_counts(&self) {
        let long_ago = i64::try_from(LONG_AGO.as_secs()).unwrap_or(i64::MAX);
        let before = UtcTime(UtcTime::now().0.saturating_sub(long_ago));
        match self.store().ftp_accounts_to_count(before, AT_ONCE).await {
            Ok(accounts) => {
                for account in accounts {
                    self.inner.usage.queue.ask_leisurely(account);
                }
            }
            Err(error) => tracing::warn!(%error, "it could not be looked for what to count"),
        }
    }

    /// Counts one home and writes down what was found.
    async fn count(&self, job: Job, stop: &CancellationToken) {
        let account = job.account;
        let counted = self.try_count(job, stop).await;
        self.inner.usage.queue.end();
        if let Err(problem) = counted {
            tracing::warn!(account = account.0, ?problem, "a home was not counted");
        }
    }

    async fn try_count(&self, job: Job, stop: &CancellationToken) -> Result<(), Problem> {
        let Some(record) = self.store().ftp_count_record(job.account).await? else {
            return Ok(());
        };
        let counting = Arc::clone(&job.counting);
        let account = job.account;
        let home = record.home_directory.clone();
        let mut found = if record.has_quota {
            let ledger = self
                .ftp_ledger(record.subscription, record.quota_version)
                .await?;
            tokio::task::spawn_blocking(move || ledger.count(account.0, &counting))
        } else {
            tokio::task::spawn_blocking(move || count_once(&record, &counting).map(Some))
        };
        let found = tokio::select! {
            found = &mut found => found,
            () = stop.cancelled() => {
                job.counting.cancel();
                found.await
            }
        };
        match found.map_err(|error| internal(&error))? {
            Ok(used) => {
                let now = self.store().ftp_count_record(account).await?;
                if now.is_some_and(|now| now.home_directory != home) {
                    // Another home meanwhile, of which this says nothing.
                    self.inner.usage.queue.ask_leisurely(account);
                    return Ok(());
                }
                self.note_count(account, used).await
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                self.inner.usage.queue.ask_leisurely(account);
                Ok(())
            }
            Err(error) => {
                tracing::warn!(account = account.0, %error, "a home could not be counted");
                self.note_count(account, None).await
            }
        }
    }

    async fn note_count(&self, account: FtpAccountId, used: Option<Usage>) -> Result<(), Problem> {
        let writing = self.store().write().await?;
        if let Some(Usage { bytes, files }) = used {
            writing
                .note_ftp_usage(&[(account, bytes, files)], false)
                .await?;
        }
        writing.note_ftp_count(account, UtcTime::now()).await?;
        Ok(writing.commit().await?)
    }
}

/// Counts the home of an account without a quota, which nobody follows.
fn count_once(record: &FtpCountRecord, counting: &ftp::CountProgress) -> io::Result<Usage> {
    match folder::open_below(&record.webspace_root, &record.home_directory) {
        Ok(home) => ftp::count(&home, counting),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Usage::default()),
        Err(error) => Err(error),
    }
}
