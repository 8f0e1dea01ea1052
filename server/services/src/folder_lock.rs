//! A lock on a folder, so that processes that start at once do what is done once one after another.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long another process is waited for. It may be bringing a big database up to date.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);
/// How often it is looked whether that process is done.
const INTERVAL: Duration = Duration::from_millis(20);

/// A lock on a folder, among those who ask for it. The system releases it when the process ends,
/// however it does.
#[derive(Debug)]
pub struct FolderLock {
    /// None on file systems that know no locks.
    _folder: Option<File>,
}

impl FolderLock {
    /// Waits for the lock. Blocks: run it off the async threads, or where nothing else runs yet.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] if another process holds it for too long; if there is no such
    /// folder.
    pub fn wait(path: &Path) -> io::Result<Self> {
        let folder = File::open(path)?;
        let begun = Instant::now();
        loop {
            match folder.try_lock() {
                Ok(()) => {
                    return Ok(Self {
                        _folder: Some(folder),
                    });
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() < LOCK_TIMEOUT => {
                    thread::sleep(INTERVAL);
                }
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::TimedOut.into()),
                Err(TryLockError::Error(error)) => {
                    tracing::warn!(folder = %path.display(), %error, "a folder cannot be locked");
                    return Ok(Self { _folder: None });
                }
            }
        }
    }
}
