//! Counts homes: one at a time, away from the async threads.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use ftp::{Counted, Usage};
use model::{AppError, UtcTime};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::FtpUsageTracking;
use super::ledgers::quota_holder;
use super::queue::Job;
use crate::blocking::until_it_hangs;
use crate::context::Context;
use crate::error::InternalError;
use crate::folder::{self, Webspace};
use crate::store::{CountedHome, FtpCountRecord};
use crate::transaction::transaction;

/// How often homes with a quota are queued whose last count is old.
const INTERVAL: Duration = Duration::from_secs(5 * 60);
/// From which age on a count is old.
const MAX_COUNT_AGE: Duration = Duration::from_secs(60 * 60);
/// How many of them are queued at a time; the others follow at the next interval.
const MAX_OLD_COUNTS: u64 = 100;

impl FtpUsageTracking {
    /// Counts homes until `stop`: those that are queued, and those with a quota that were not
    /// counted for an hour, so that changes outside of FTP are noticed. A sign-in queues its
    /// account when the last count is older than [`Self::set_recount_after`] says.
    pub async fn count_until(&self, stop: CancellationToken) {
        let tracker = &self.context.usage;
        let mut next_check = Instant::now();
        while !stop.is_cancelled() {
            if let Some(job) = tracker.queue.begin() {
                self.context.count(job, &stop).await;
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tracker.queue.queued() => {}
                () = tokio::time::sleep_until(next_check) => {
                    self.context.queue_old_counts().await;
                    next_check = Instant::now() + INTERVAL;
                }
            }
        }
    }
}

impl FtpUsageTracking {
    /// Counts a home again at a sign-in once its count is that old, from now on.
    pub fn set_recount_after(&self, after: Duration) {
        self.context.usage.set_recount_after(after);
    }
}

impl Context {
    async fn queue_old_counts(&self) {
        let max_age = i64::try_from(MAX_COUNT_AGE.as_secs()).unwrap_or(i64::MAX);
        let before = UtcTime(UtcTime::now().0.saturating_sub(max_age));
        match self.store().homes_to_count(before, MAX_OLD_COUNTS).await {
            Ok(homes) => {
                for (subscription, home) in homes {
                    self.usage.queue.push_low_priority(subscription, home);
                }
            }
            Err(error) => tracing::warn!(%error, "homes with an old count were not looked up"),
        }
    }

    /// Counts one home and stores the result.
    async fn count(&self, job: Job, stop: &CancellationToken) {
        let counted_home = job.home;
        let counted = self.try_count(job, stop).await;
        self.usage.queue.end();
        if let Err(error) = counted {
            tracing::warn!(home = ?counted_home, ?error, "a home was not counted");
        }
    }

    async fn try_count(&self, job: Job, stop: &CancellationToken) -> Result<(), AppError> {
        let Some(record) = self.store().ftp_count_record(job.home).await? else {
            return Ok(());
        };
        let counting = Arc::clone(&job.counting);
        let (subscription, counted_home) = (job.subscription, job.home);
        let home = record.home_directory.clone();
        let webspace = match self.webspace(&record.webspace).await {
            Ok(webspace) => webspace,
            // The log says why. It is not tried again at once.
            Err(AppError::SystemUserUnavailable) => {
                return self.record_count(counted_home, None).await;
            }
            Err(error) => return Err(error),
        };
        let threads = self.webspace_threads(record.subscription, &webspace);
        let ledger = if record.has_quota {
            let ledger = self.ftp_ledger(record.subscription, record.quota_version);
            Some(ledger.await?)
        } else {
            None
        };
        let count = move || match ledger {
            Some(ledger) => ledger.count(quota_holder(counted_home), &counting),
            None => count_once(&webspace, &record, &counting).map(Some),
        };
        let found = async move { threads.start(count).await.await };
        let found = tokio::select! {
            found = found => found,
            () = until_it_hangs(&job.counting) => {
                // It may go on for ever; those that wait for their turn do not.
                job.counting.cancel();
                tracing::warn!(home = ?counted_home, "a home was not counted: its storage hangs");
                return Ok(());
            }
            () = stop.cancelled() => {
                job.counting.cancel();
                return Ok(());
            }
        };
        let found = found.map_err(InternalError::from)?;
        match found.unwrap_or_else(|error| Err(io::Error::other(error))) {
            Ok(counted) => {
                let current = self.store().ftp_count_record(counted_home).await?;
                if current.is_some_and(|current| current.home_directory != home) {
                    // The home was changed concurrently: the count is of another folder.
                    self.usage
                        .queue
                        .push_low_priority(subscription, counted_home);
                    return Ok(());
                }
                self.record_count(counted_home, counted).await
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                self.usage
                    .queue
                    .push_low_priority(subscription, counted_home);
                Ok(())
            }
            Err(error) => {
                tracing::warn!(home = ?counted_home, %error, "a home could not be counted");
                self.record_count(counted_home, None).await
            }
        }
    }

    async fn record_count(
        &self,
        home: CountedHome,
        counted: Option<Counted>,
    ) -> Result<(), AppError> {
        // Of a home that could not be read at all, nothing new is known either.
        let is_complete = counted.is_some_and(|counted| counted.is_complete);
        transaction!(self.store(), |transaction| {
            if let Some(Usage { bytes, files }) = counted.map(|counted| counted.usage) {
                transaction
                    .record_ftp_usage(&[(home, bytes, files)], false)
                    .await?;
            }
            let now = UtcTime::now();
            let recorded = transaction.record_ftp_count(home, now, is_complete);
            Ok(recorded.await?)
        })
        .await
    }
}

/// Counts a home without a quota, which no ledger follows.
///
/// As in a ledger, an incomplete count never lowers what is known.
fn count_once(
    webspace: &Webspace,
    record: &FtpCountRecord,
    counting: &ftp::CountProgress,
) -> io::Result<Counted> {
    let mut counted = match folder::try_open_home(webspace, &record.home_directory) {
        Ok(home) => ftp::count(&home, counting)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Counted {
            usage: Usage::default(),
            is_complete: true,
        },
        Err(error) => return Err(error),
    };
    if !counted.is_complete {
        let (found, known) = (&mut counted.usage, record.usage);
        found.bytes = found.bytes.max(known.bytes);
        found.files = found.files.max(known.files);
    }
    Ok(counted)
}
