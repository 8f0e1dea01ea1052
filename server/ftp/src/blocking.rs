//! Blocking file operations, which run on tokio's pool of blocking threads.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use crate::error::FileError;

/// Bytes that one blocking call reads or writes. Each transfer holds two buffers of this size.
pub(crate) const CHUNK_SIZE: usize = 256 * 1024;

/// Threads that one webspace may occupy at once. Storage that hangs, such as a
/// network file system whose server is gone, keeps those, and no other webspace's.
const MAX_THREADS: usize = 24;

/// The blocking threads of one webspace. Clones share them.
#[derive(Clone, Debug)]
pub struct FileThreads(Arc<Semaphore>);

impl FileThreads {
    /// Starts a blocking operation, once a thread is free. It goes on to its end even if its
    /// handle is dropped.
    pub async fn start<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> JoinHandle<T> {
        // The semaphore is never closed; if it were, threads would be unlimited.
        let permit = Arc::clone(&self.0).acquire_owned().await;
        spawn_blocking(move || {
            let _permit = permit;
            work()
        })
    }

    /// Performs a blocking operation.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
    ) -> Result<T, FileError> {
        join_blocking(self.start(work).await.await).flatten()
    }
}

/// The blocking threads of all webspaces whose files are accessed.
#[derive(Debug, Default)]
pub struct WebspaceThreads {
    webspaces: Mutex<HashMap<i64, Weak<Semaphore>>>,
}

impl WebspaceThreads {
    /// The threads that all who access the files of a webspace share: its sessions, and the host.
    pub fn of(&self, webspace: i64) -> FileThreads {
        let mut webspaces = self
            .webspaces
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(threads) = webspaces.get(&webspace).and_then(Weak::upgrade) {
            return FileThreads(threads);
        }
        // Forgets the webspaces that nobody accesses any more.
        webspaces.retain(|_, threads| threads.strong_count() > 0);
        let threads = Arc::new(Semaphore::new(MAX_THREADS));
        webspaces.insert(webspace, Arc::downgrade(&threads));
        FileThreads(threads)
    }
}

/// The result of a joined blocking task. Joining fails only after a panic, or when the runtime
/// shuts down.
pub(crate) fn join_blocking<T>(result: Result<T, JoinError>) -> Result<T, FileError> {
    result.map_err(|error| {
        tracing::error!(%error, "a blocking file operation did not complete");
        FileError::Other
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::sync::mpsc;
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_webspace_whose_storage_hangs_stops_no_other() {
        let webspaces = WebspaceThreads::default();
        let hanging = webspaces.of(1);
        let (release, hangs) = mpsc::channel::<()>();
        let hangs = Arc::new(Mutex::new(hangs));
        for _ in 0..MAX_THREADS {
            let hangs = Arc::clone(&hangs);
            drop(hanging.start(move || hangs.lock().unwrap().recv()).await);
        }
        let one_more = webspaces.of(1);
        let waits = timeout(Duration::from_millis(50), one_more.run(|| Ok(())));
        assert!(waits.await.is_err());
        assert_eq!(webspaces.of(2).run(|| Ok(7)).await, Ok(7));
        drop(release);
        assert_eq!(one_more.run(|| Ok(8)).await, Ok(8));
    }
}
