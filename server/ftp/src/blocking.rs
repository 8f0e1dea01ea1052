//! Blocking file operations, which run on tokio's pool of blocking threads.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use crate::error::FileError;
use crate::run_as::{RunAs, RunAsError};

/// Bytes that one blocking call reads or writes. Each transfer holds two buffers of this size.
pub(crate) const CHUNK_SIZE: usize = 256 * 1024;

/// Threads that one webspace may occupy at once. Storage that hangs, such as a
/// network file system whose server is gone, keeps those, and no other webspace's.
const MAX_THREADS: usize = 24;

/// The blocking threads of one webspace, and as whom they work. Clones share them.
///
/// All file operations of the engine begin here, so that none is done as anybody else.
#[derive(Clone, Debug)]
pub struct FileThreads {
    places: Arc<Semaphore>,
    run_as: RunAs,
}

impl FileThreads {
    /// Starts a blocking operation, once a thread is free. It goes on to its end even if its
    /// handle is dropped. An error says that it was not done, since nobody can act as its user.
    pub async fn start<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> JoinHandle<Result<T, RunAsError>> {
        self.spawn(move |run_as| run_as.run(work)).await
    }

    /// The same for an operation of the engine.
    pub(crate) async fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
    ) -> JoinHandle<Result<T, FileError>> {
        let work = |run_as: &RunAs| run_as.run(work).unwrap_or_else(|error| Err(refused(error)));
        self.spawn(work).await
    }

    /// Does on a thread what acts as the user by itself.
    async fn spawn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&RunAs) -> T + Send + 'static,
    ) -> JoinHandle<T> {
        // The semaphore is never closed; if it were, threads would be unlimited.
        let permit = Arc::clone(&self.places).acquire_owned().await;
        let run_as = self.run_as.clone();
        spawn_blocking(move || {
            let _permit = permit;
            work(&run_as)
        })
    }

    /// Performs a blocking operation.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
    ) -> Result<T, FileError> {
        join_blocking(self.begin(work).await.await).flatten()
    }

    /// Performs an operation that does not block, on this thread.
    pub(crate) fn run_here<T>(
        &self,
        work: impl FnOnce() -> Result<T, FileError>,
    ) -> Result<T, FileError> {
        let done = self.run_as.run(work);
        done.unwrap_or_else(|error| Err(refused(error)))
    }
}

fn refused(error: RunAsError) -> FileError {
    tracing::error!(%error, "a file operation was not done");
    FileError::Other
}

/// The blocking threads of all webspaces whose files are accessed.
#[derive(Debug, Default)]
pub struct WebspaceThreads {
    webspaces: Mutex<HashMap<i64, Weak<Semaphore>>>,
}

impl WebspaceThreads {
    /// The threads that all who access the files of a webspace share: its sessions, and the host.
    /// Those who get them by this call work as `run_as`.
    pub fn of(&self, webspace: i64, run_as: RunAs) -> FileThreads {
        let mut webspaces = self
            .webspaces
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = webspaces.get(&webspace).and_then(Weak::upgrade) {
            return FileThreads { places, run_as };
        }
        // Forgets the webspaces that nobody accesses any more.
        webspaces.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(MAX_THREADS));
        webspaces.insert(webspace, Arc::downgrade(&places));
        FileThreads { places, run_as }
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
        let of = |webspace| webspaces.of(webspace, RunAs::program());
        let hanging = of(1);
        let (release, hangs) = mpsc::channel::<()>();
        let hangs = Arc::new(Mutex::new(hangs));
        for _ in 0..MAX_THREADS {
            let hangs = Arc::clone(&hangs);
            drop(hanging.start(move || hangs.lock().unwrap().recv()).await);
        }
        let one_more = of(1);
        let waits = timeout(Duration::from_millis(50), one_more.run(|| Ok(())));
        assert!(waits.await.is_err());
        assert_eq!(of(2).run(|| Ok(7)).await, Ok(7));
        drop(release);
        assert_eq!(one_more.run(|| Ok(8)).await, Ok(8));
    }
}
