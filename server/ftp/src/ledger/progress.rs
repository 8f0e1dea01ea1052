//! The progress of a count.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use super::usage::Usage;

/// A background count pauses after this many files.
const FILES_BETWEEN_PAUSES: u64 = 512;
/// How long it pauses.
const PAUSE: Duration = Duration::from_millis(1);

/// The progress of a count, and its cancellation.
#[derive(Debug, Default)]
pub struct CountProgress {
    bytes: AtomicU64,
    files: AtomicU64,
    stop: AtomicBool,
    background: bool,
}

impl CountProgress {
    /// For a count that somebody waits for.
    pub fn new() -> Self {
        Self::default()
    }

    /// For a count that leaves the disk and the CPU to others in between.
    pub fn background() -> Self {
        Self {
            background: true,
            ..Self::default()
        }
    }

    /// What has been counted so far.
    pub fn counted(&self) -> Usage {
        Usage {
            bytes: self.bytes.load(Ordering::Relaxed),
            files: self.files.load(Ordering::Relaxed),
        }
    }

    /// Cancels the count, which then fails.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self) {
        self.bytes.store(0, Ordering::Relaxed);
        self.files.store(0, Ordering::Relaxed);
    }

    /// Adds one file of so many bytes, or a folder.
    pub(super) fn add(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let files = self.files.fetch_add(1, Ordering::Relaxed);
        if self.background && files.is_multiple_of(FILES_BETWEEN_PAUSES) {
            sleep(PAUSE);
        }
    }
}
