//! Bounds how many folders are read at once.

use std::sync::Arc;
use std::time::Duration;

use model::AppError;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::blocking::blocking;

/// Folders that are read at once: a disk that hangs must not block every thread.
const MAX_READS: usize = 8;
/// How long a read may take, with the wait for a permit.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Reads folders off the async threads, a few at a time.
pub(crate) struct FolderReader {
    permits: Arc<Semaphore>,
    timeout: Duration,
}

impl FolderReader {
    pub(crate) fn new() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(MAX_READS)),
            timeout: TIMEOUT,
        }
    }

    /// Runs work that reads folders.
    ///
    /// # Errors
    /// [`AppError::Busy`] if it takes too long, or the reads before it do.
    pub(super) async fn run<Output: Send + 'static>(
        &self,
        work: impl FnOnce() -> Output + Send + 'static,
    ) -> Result<Output, AppError> {
        let permits = Arc::clone(&self.permits);
        let read = async move {
            let permit = permits.acquire_owned().await?;
            // The work itself holds the permit: a caller that is cancelled does not free it.
            blocking(move || {
                let output = work();
                drop(permit);
                output
            })
            .await
        };
        match timeout(self.timeout, read).await {
            Ok(output) => Ok(output?),
            Err(_) => Err(AppError::Busy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_read_without_a_permit_is_refused() {
        let mut folder_reader = FolderReader::new();
        folder_reader.timeout = Duration::from_millis(20);
        let all = u32::try_from(MAX_READS).expect("a few");
        let held = folder_reader.permits.acquire_many(all).await;
        assert_eq!(folder_reader.run(|| 2).await, Err(AppError::Busy));
        drop(held);
        folder_reader.timeout = FolderReader::new().timeout;
        assert_eq!(folder_reader.run(|| 3).await, Ok(3));
    }
}
