//! Transaction down what was done over FTP, many records at a time.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use model::{AccountName, FtpEventKind, UtcTime};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::FtpActivity;
use super::lock;
use crate::context::Context;
use crate::store::{FtpAccountId, NewFtpActivity, StoreError, Transaction};

/// Records that are written in one transaction.
const BATCH: usize = 500;
/// How long a batch is gathered, from its first record on.
const GATHER: Duration = Duration::from_millis(250);
/// How often a busy database is asked. Each time takes as long as writers wait for each other.
const TRIES: u32 = 3;
/// How long the last records may take when the server stops.
const LAST_WORDS: Duration = Duration::from_secs(5);

impl FtpActivity {
    /// Writes what was done over FTP until `stop`, then what is still waiting.
    ///
    /// One task does it, beside all transfers: a database that is slow, busy or gone costs
    /// records, with a warning, and never holds an FTP session up.
    pub async fn write_until(&self, stop: CancellationToken) {
        let Some(mut waiting) = lock(&self.context.activity.receiver).take() else {
            tracing::warn!("activity is being written already");
            return;
        };
        while let Some(Some(first)) = stop.run_until_cancelled(waiting.recv()).await {
            let mut batch = vec![first];
            gather(&mut waiting, &mut batch, &stop).await;
            self.context.write_batch(batch, TRIES).await;
        }
        let rest = async {
            let mut batch = Vec::new();
            while let Ok(record) = waiting.try_recv() {
                batch.push(record);
                if batch.len() == BATCH {
                    self.context
                        .write_batch(std::mem::take(&mut batch), 1)
                        .await;
                }
            }
            self.context.write_batch(batch, 1).await;
        };
        if tokio::time::timeout(LAST_WORDS, rest).await.is_err() {
            tracing::warn!("the last FTP activity was not written in time");
        }
    }
}

impl Context {
    async fn write_batch(&self, batch: Vec<NewFtpActivity>, tries: u32) {
        let lost = self.activity.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(
                records = lost,
                "FTP activity was lost: too much of it waited"
            );
        }
        if batch.is_empty() {
            return;
        }
        let records = batch.len();
        if let Err(error) = self.try_write(batch, tries).await {
            tracing::warn!(records, %error, "FTP activity was lost: it could not be written");
        }
    }

    async fn try_write(&self, batch: Vec<NewFtpActivity>, tries: u32) -> Result<(), StoreError> {
        let transaction = self.begin_patiently(tries).await?;
        transaction
            .note_last_sign_ins(&last_sign_ins(&batch))
            .await?;
        transaction
            .note_former_name_uses(&used_names(&batch))
            .await?;
        transaction.add_ftp_activity(batch).await?;
        transaction.commit().await
    }

    async fn begin_patiently(&self, tries: u32) -> Result<Transaction, StoreError> {
        let mut left = tries;
        loop {
            left = left.saturating_sub(1);
            match self.store().write().await {
                Err(StoreError::Busy) if left > 0 => {}
                begun => return begun,
            }
        }
    }
}

/// Adds what comes until the batch is full, its time is over, or it is time to stop.
async fn gather(
    waiting: &mut mpsc::Receiver<NewFtpActivity>,
    batch: &mut Vec<NewFtpActivity>,
    stop: &CancellationToken,
) {
    let end = Instant::now() + GATHER;
    while batch.len() < BATCH {
        let room = BATCH - batch.len();
        let more = stop.run_until_cancelled(waiting.recv_many(batch, room));
        match tokio::time::timeout_at(end, more).await {
            Ok(Some(count)) if count > 0 => {}
            _ => return,
        }
    }
}

/// The accounts that signed in, each with the last time.
fn last_sign_ins(batch: &[NewFtpActivity]) -> BTreeMap<FtpAccountId, UtcTime> {
    batch
        .iter()
        .filter(|record| record.event == FtpEventKind::SignedIn)
        .map(|record| (record.account, record.at))
        .collect()
}

/// The names that were signed in with, each with the last time.
fn used_names(batch: &[NewFtpActivity]) -> BTreeMap<AccountName, UtcTime> {
    batch
        .iter()
        .filter(|record| record.event == FtpEventKind::SignedIn)
        .map(|record| (record.name.clone(), record.at))
        .collect()
}
