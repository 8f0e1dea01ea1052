//! The activity of a session and the progress of its transfer: written by the session, read by
//! the registry.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::direction::Direction;
use crate::metrics::DirectionMetrics;
use crate::path::VirtualPath;

/// A transfer in progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferStatus {
    /// Its direction.
    pub direction: Direction,
    /// The file or folder, from the session's `/`. What is not UTF-8 or not printable is replaced,
    /// and of more than 500 bytes the middle is left out.
    pub path: String,
    /// Bytes transferred so far.
    pub bytes: u64,
    /// Bytes to be transferred in all, if known.
    pub size: Option<u64>,
    /// The time since it began.
    pub elapsed: Duration,
}

/// The progress of one transfer. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Progress(Arc<TransferCounter>);

#[derive(Debug)]
struct TransferCounter {
    direction: Direction,
    path: VirtualPath,
    size: Option<u64>,
    /// Whether line ends are translated.
    is_ascii: bool,
    since: Instant,
    bytes: AtomicU64,
    /// Where all transfers of its direction are counted.
    metrics: Arc<DirectionMetrics>,
}

impl Progress {
    pub(crate) fn new(
        direction: Direction,
        path: VirtualPath,
        size: Option<u64>,
        is_ascii: bool,
        metrics: Arc<DirectionMetrics>,
    ) -> Self {
        Self(Arc::new(TransferCounter {
            direction,
            path,
            size,
            is_ascii,
            since: Instant::now(),
            bytes: AtomicU64::new(0),
            metrics,
        }))
    }

    pub(crate) fn direction(&self) -> Direction {
        self.0.direction
    }

    /// Where all transfers of its direction are counted.
    pub(crate) fn metrics(&self) -> &DirectionMetrics {
        &self.0.metrics
    }

    /// The file or folder.
    pub(crate) fn path(&self) -> &VirtualPath {
        &self.0.path
    }

    /// Whether line ends are translated (`TYPE A`).
    pub(crate) fn is_ascii(&self) -> bool {
        self.0.is_ascii
    }

    /// Adds bytes that were transferred.
    pub(crate) fn add(&self, bytes: usize) {
        let bytes = bytes as u64;
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.0.metrics.moved(bytes);
    }

    pub(crate) fn status(&self) -> TransferStatus {
        TransferStatus {
            direction: self.0.direction,
            path: self.0.path.text(),
            bytes: self.0.bytes.load(Ordering::Relaxed),
            size: self.0.size,
            elapsed: self.0.since.elapsed(),
        }
    }
}

/// What one session is doing, for the registry.
#[derive(Debug)]
pub(crate) struct SessionActivity {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    last_active: Instant,
    transfer: Option<Progress>,
}

impl Default for SessionActivity {
    fn default() -> Self {
        let last_active = Instant::now();
        Self {
            inner: Mutex::new(Inner {
                last_active,
                transfer: None,
            }),
        }
    }
}

impl SessionActivity {
    /// Resets the idle time: a command was received.
    pub(crate) fn touch(&self) {
        self.lock().last_active = Instant::now();
    }

    pub(crate) fn begin_transfer(&self, progress: Progress) {
        self.lock().transfer = Some(progress);
    }

    /// Ends the transfer, and gives its final progress.
    pub(crate) fn end_transfer(&self) -> Option<Progress> {
        let mut inner = self.lock();
        inner.last_active = Instant::now();
        inner.transfer.take()
    }

    pub(crate) fn idle(&self) -> Duration {
        let inner = self.lock();
        match inner.transfer {
            Some(_) => Duration::ZERO,
            None => inner.last_active.elapsed(),
        }
    }

    pub(crate) fn transfer(&self) -> Option<TransferStatus> {
        self.lock().transfer.as_ref().map(Progress::status)
    }

    /// The direction of the transfer in progress.
    pub(crate) fn direction(&self) -> Option<Direction> {
        self.lock().transfer.as_ref().map(Progress::direction)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::TransferMetrics;

    #[test]
    fn a_transfer_is_shown_while_it_lasts() {
        let activity = SessionActivity::default();
        assert_eq!(activity.transfer(), None);
        let path = VirtualPath::root().resolve(b"a").expect("a path");
        let metrics = TransferMetrics::default().of(Direction::Upload);
        let progress = Progress::new(Direction::Upload, path, None, false, metrics);
        activity.begin_transfer(progress.clone());
        progress.add(3);
        progress.add(4);
        assert_eq!(activity.transfer().map(|status| status.bytes), Some(7));
        assert_eq!(activity.idle(), Duration::ZERO);
        assert_eq!(
            activity.end_transfer().map(|ended| ended.status().path),
            Some("/a".into())
        );
        assert_eq!(activity.transfer(), None);
        assert!(activity.end_transfer().is_none());
    }
}
