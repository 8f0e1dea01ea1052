//! Stops the removal of files when the program stops.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether files are still removed.
pub(crate) struct FileRemoval {
    is_stopped: AtomicBool,
}

impl FileRemoval {
    pub(crate) fn new() -> Self {
        Self {
            is_stopped: AtomicBool::new(false),
        }
    }

    /// Stops every removal after the entry that it is at.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}
