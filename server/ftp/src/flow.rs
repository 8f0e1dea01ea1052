//! How fast a transfer goes, where its files are accessed, and who is told of its progress.

use std::sync::Arc;
use std::time::Duration;

use crate::blocking::FileThreads;
use crate::progress::Progress;
use crate::rate_limit::RateLimiter;

/// Stall timeout, progress, rate limit and threads of one transfer.
pub(crate) struct FlowControl {
    /// How long a transfer may move no byte.
    pub(crate) stall: Duration,
    pub(crate) progress: Progress,
    /// None if the rate is not limited.
    pub(crate) limiter: Option<Arc<RateLimiter>>,
    /// Where files are read and written.
    pub(crate) threads: FileThreads,
}

impl FlowControl {
    /// How many bytes to transfer at once, at most `max`.
    pub(crate) fn chunk_size(&self, max: usize) -> usize {
        self.limiter
            .as_ref()
            .map_or(max, |limiter| limiter.chunk_size(max))
    }

    /// Counts bytes that were transferred without waiting: whatever comes next waits for them.
    pub(crate) fn charge(&self, bytes: usize) {
        self.progress.add(bytes);
        if let Some(limiter) = &self.limiter {
            limiter.charge(bytes);
        }
    }

    /// Waits until so many bytes may be transferred.
    pub(crate) async fn wait(&self, bytes: usize) {
        if let Some(limiter) = &self.limiter {
            limiter.acquire(bytes).await;
        }
    }
}
