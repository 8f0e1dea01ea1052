//! The transfer log: a line for each transfer, for analysers.
//!
//! The activity in the database is for people: it is limited for each account, and not kept for ever.
//! This log has every transfer. What comes faster than the disk takes it, up to [`MAX_QUEUED`] lines,
//! waits; what is beyond them is lost, counted, and said in Berth's own log. No transfer waits.

mod entry;
mod format;
mod output;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::config::{TransferLogConfig, TransferLogFormat};
use crate::metrics;
use crate::reload::Reload;
use entry::Entry;
use output::Output;
use writer::{Message, Writer};

pub use output::TransferLogError;

/// Lines that may wait to be written. Each has a path of a few dozen bytes, or of 4 KiB at most.
const MAX_QUEUED: usize = 4096;

/// How long the last lines may take when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// The transfer log. Clones share it; it ends with the last one.
#[derive(Clone, Debug)]
pub struct TransferLog {
    queue: mpsc::Sender<Message>,
    /// Lines that found no place in the queue and were not spoken of yet.
    lost: Arc<AtomicU64>,
}

/// The end of a transfer log.
#[derive(Debug)]
pub struct TransferLogEnd(oneshot::Receiver<()>);

impl TransferLog {
    /// Opens the log of the settings, if they have one.
    ///
    /// # Errors
    /// If it cannot be written to.
    pub fn open(
        config: &TransferLogConfig,
    ) -> Result<Option<(Self, TransferLogEnd)>, TransferLogError> {
        let output = match config.file() {
            Some(path) => Output::open(path)?,
            None if config.ftp_transfer_log.is_some() => Output::standard_output()?,
            None => return Ok(None),
        };
        Self::start(output, config.ftp_transfer_log_format).map(Some)
    }

    fn start(
        output: Output,
        format: TransferLogFormat,
    ) -> Result<(Self, TransferLogEnd), TransferLogError> {
        let (queue, messages) = mpsc::channel(MAX_QUEUED);
        let (ended, end) = oneshot::channel();
        let lost = Arc::new(AtomicU64::new(0));
        let writer = Writer::new(output, format, messages, Arc::clone(&lost));
        // A thread of its own: a pipe that nobody reads from holds up this log and nothing else, not
        // even the end of the program.
        std::thread::Builder::new()
            .name("transfer-log".to_owned())
            .spawn(move || {
                writer.run();
                let _ = ended.send(());
            })
            .map_err(TransferLogError::Thread)?;
        Ok((Self { queue, lost }, TransferLogEnd(end)))
    }

    /// Takes an event of the engine, if it is one for this log. Never waits.
    pub fn record(&self, event: &ftp::Event) {
        if let Some(entry) = Entry::of(event) {
            self.push(entry);
        }
    }

    fn push(&self, entry: Entry) {
        if self.queue.try_send(Message::Entry(entry)).is_err() {
            metrics::transfer_log_lost(1);
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many lines wait to be written.
    pub fn queued(&self) -> usize {
        self.queue
            .max_capacity()
            .saturating_sub(self.queue.capacity())
    }

    /// Opens the file anew at each reload, which is how it is rotated: who renames it sends `SIGHUP`
    /// then. Until `stop`.
    pub async fn reopen_at(self, mut reload: Reload, stop: CancellationToken) {
        while stop.run_until_cancelled(reload.next()).await.is_some() {
            // Behind the lines that wait: they belong to the file of before.
            let reopened = stop.run_until_cancelled(self.queue.send(Message::Reopen));
            let _ = reopened.await;
        }
    }
}

impl TransferLogEnd {
    /// Waits until all lines are written, once the last [`TransferLog`] is dropped.
    pub async fn wait(self) {
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, self.0)
            .await
            .is_err()
        {
            tracing::warn!("the last lines of the transfer log were not written in time");
        }
    }
}

#[cfg(test)]
mod tests;
