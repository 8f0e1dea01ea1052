//! How fast a transfer goes, where its files are accessed, and who is told of its progress.

use std::time::Duration;

use crate::blocking::FileThreads;
use crate::progress::Progress;
use crate::rate_limit::RateLimits;

/// Stall timeout, progress, rate limit and threads of one transfer.
pub(crate) struct FlowControl {
    /// How long a transfer may move no byte.
    pub(crate) stall: Duration,
    pub(crate) progress: Progress,
    /// The rates that it is held to.
    pub(crate) rates: RateLimits,
    /// Where files are read and written.
    pub(crate) threads: FileThreads,
}

impl FlowControl {
    /// How many bytes to transfer at once, at most `max`.
    pub(crate) fn chunk_size(&self, max: usize) -> usize {
        self.rates.chunk_size(max)
    }

    /// Counts bytes that were transferred without waiting: whatever comes next waits for them.
    pub(crate) fn charge(&self, bytes: usize) {
        self.progress.add(bytes);
        self.rates.charge(bytes);
    }

    /// Waits until so many bytes may be transferred.
    pub(crate) async fn wait(&self, bytes: usize) {
        self.rates.acquire(bytes).await;
    }
}
