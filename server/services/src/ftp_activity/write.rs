//! Writing what was done over FTP, many records in one transaction.

use std::collections::BTreeMap;
use std::time::Duration;

use model::{AccountName, AppError, FtpActivityGroup, FtpEventKind, UtcTime};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::FtpActivity;
use super::events::events_of;
use crate::context::Context;
use crate::event::queue_events;
use crate::metrics::{self, ActivityLoss};
use crate::store::{FtpAccountId, NewFtpActivity, SumsByDay};
use crate::transaction::transaction;

/// Records that are written in one transaction.
const MAX_BATCH: usize = 500;
/// How long a batch is gathered, from its first record on.
const BATCH_TIMEOUT: Duration = Duration::from_millis(250);
/// How often a transaction is tried while the database is busy. Each attempt takes as long as
/// writers wait for each other.
const MAX_ATTEMPTS: u32 = 3;
/// How often accounts that do more than is recorded have that recorded.
const SUMMARY_INTERVAL: Duration = Duration::from_secs(60);
/// How often sums are written of what was not recorded.
const SUMS_INTERVAL: Duration = Duration::from_secs(5);
/// How long the last records may take when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

impl FtpActivity {
    /// Writes queued events until `stop`, then what is still queued.
    ///
    /// One task does it, apart from all transfers: a database that is slow, busy or gone costs
    /// records, with a warning, and never blocks an FTP session. The sums of the days are written in
    /// the same transactions, and wait for a database that can be written to.
    pub async fn write_until(&self, stop: CancellationToken) {
        let Some(mut queue) = self.context.activity.take_receiver() else {
            tracing::warn!("activity is being written already");
            return;
        };
        let limits = &self.context.activity.limits;
        let mut summaries = tokio::time::interval(SUMMARY_INTERVAL);
        summaries.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut sums = tokio::time::interval(SUMS_INTERVAL);
        sums.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let batch = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                now = summaries.tick() => limits.take_not_recorded(now.into_std()),
                _ = sums.tick() => Vec::new(),
                first = queue.recv() => match first {
                    Some(first) => fill(&mut queue, first, &stop).await,
                    None => break,
                },
            };
            self.context.write_batch(batch, MAX_ATTEMPTS).await;
        }
        let rest = async {
            let mut batch = Vec::new();
            while let Ok(record) = queue.try_recv() {
                batch.push(record);
                if batch.len() == MAX_BATCH {
                    self.context
                        .write_batch(std::mem::take(&mut batch), 1)
                        .await;
                }
            }
            batch.extend(limits.take_not_recorded(Instant::now().into_std()));
            self.context.write_batch(batch, 1).await;
        };
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, rest).await.is_err() {
            tracing::warn!("the last FTP activity was not written in time");
        }
    }
}

impl Context {
    async fn write_batch(&self, batch: Vec<NewFtpActivity>, attempts: u32) {
        let dropped = self.activity.take_dropped();
        if dropped > 0 {
            tracing::warn!(
                records = dropped,
                "FTP activity was dropped: the queue was full"
            );
        }
        // They may be ahead of the records, some of which wait in the queue or are never recorded.
        let sums = self.activity.sums.take();
        if batch.is_empty() && sums.is_empty() {
            return;
        }
        let records = batch.len();
        let full = self.activity.limits.count(&batch);
        if let Err(error) = self.try_write(&batch, &sums, attempts).await {
            self.activity.sums.put_back(sums);
            metrics::activity_lost(ActivityLoss::NotWritten, records);
            if records > 0 {
                tracing::warn!(
                    records,
                    ?error,
                    "FTP activity was lost: it could not be written"
                );
            }
        }
        for (account, group) in full {
            // What is left for now is removed when as much has been written again.
            if let Err(error) = self.trim_ftp_activity(account, group).await {
                tracing::warn!(?error, "FTP activity was not trimmed");
            }
        }
    }

    async fn try_write(
        &self,
        batch: &[NewFtpActivity],
        sums: &SumsByDay,
        attempts: u32,
    ) -> Result<(), AppError> {
        let mut left = attempts;
        loop {
            left = left.saturating_sub(1);
            let written = transaction!(self.store(), |transaction| {
                let (sign_ins, names) = (last_sign_ins(batch), used_names(batch));
                transaction.record_last_sign_ins(&sign_ins).await?;
                transaction.record_former_name_uses(&names).await?;
                transaction.add_ftp_activity(batch).await?;
                queue_events(transaction, events_of(batch)).await?;
                Ok(transaction.add_ftp_activity_sums(sums).await?)
            });
            match written.await {
                Err(AppError::Busy) if left > 0 => {}
                done => return done,
            }
        }
    }
}

/// Gathers a batch until it is full, its timeout is over, or it is time to stop.
async fn fill(
    queue: &mut mpsc::Receiver<NewFtpActivity>,
    first: NewFtpActivity,
    stop: &CancellationToken,
) -> Vec<NewFtpActivity> {
    let mut batch = vec![first];
    let deadline = Instant::now() + BATCH_TIMEOUT;
    while batch.len() < MAX_BATCH {
        let capacity = MAX_BATCH - batch.len();
        let more = stop.run_until_cancelled(queue.recv_many(&mut batch, capacity));
        match tokio::time::timeout_at(deadline, more).await {
            Ok(Some(count)) if count > 0 => {}
            _ => break,
        }
    }
    batch
}

/// Whether an account signed in, be it once or more often than is recorded.
fn is_sign_in(event: &FtpEventKind) -> bool {
    event.group() == FtpActivityGroup::SignIns
}

/// The accounts that signed in, each with the last time.
fn last_sign_ins(batch: &[NewFtpActivity]) -> BTreeMap<FtpAccountId, UtcTime> {
    batch
        .iter()
        .filter(|record| is_sign_in(&record.event))
        .map(|record| (record.account, record.at))
        .collect()
}

/// The names that were signed in with, each with the last time.
fn used_names(batch: &[NewFtpActivity]) -> BTreeMap<AccountName, UtcTime> {
    batch
        .iter()
        .filter(|record| is_sign_in(&record.event))
        .map(|record| (record.name.clone(), record.at))
        .collect()
}
