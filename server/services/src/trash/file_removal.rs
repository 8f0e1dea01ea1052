//! Bounds how many folders are searched and emptied at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::AppError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::blocking::blocking;
use crate::error::InternalError;

/// Searches through many folders, and removals, at once.
const MAX_CONCURRENT: usize = 2;

/// Bounds what is searched and emptied at once, and stops it when the program stops.
pub(crate) struct FileRemoval {
    permits: Arc<Semaphore>,
    is_stopped: AtomicBool,
}

impl FileRemoval {
    pub(crate) fn new() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(MAX_CONCURRENT)),
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

    /// A permit to search through many folders or to empty one.
    ///
    /// # Errors
    /// [`AppError::Busy`] if all are taken.
    pub(super) fn permit(&self) -> Result<OwnedSemaphorePermit, AppError> {
        Arc::clone(&self.permits)
            .try_acquire_owned()
            .map_err(|_| AppError::Busy)
    }
}

impl FileRemoval {
    /// The same permit, which is waited for.
    pub(super) async fn wait_for_permit(&self) -> Result<OwnedSemaphorePermit, InternalError> {
        Ok(Arc::clone(&self.permits).acquire_owned().await?)
    }
}

/// Runs blocking work under a permit, which is held until the work is done, even if the caller is
/// cancelled; then it is returned.
pub(super) async fn with_permit<Output: Send + 'static>(
    permit: OwnedSemaphorePermit,
    work: impl FnOnce() -> Output + Send + 'static,
) -> Result<(Output, OwnedSemaphorePermit), InternalError> {
    blocking(move || (work(), permit)).await
}
