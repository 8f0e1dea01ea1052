//! `HASH`: the SHA-256 of a whole file (draft-bryan-ftpext-hash-02).

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use cap_std::fs::{Dir, OpenOptions};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::blocking::join_blocking;
use crate::error::FileError;
use crate::file::open;
use crate::path::VirtualPath;
use crate::session::FileHash;

/// Bytes per blocking task: some milliseconds of work. When the future is dropped, no further
/// task is started.
const STEP_SIZE: u64 = 4 * 1024 * 1024;
const BUFFER_SIZE: usize = 128 * 1024;

/// Hashes a file in steps. `permits` limits the steps that all sessions may run at once: unlike a
/// transfer, hashing is bound by the CPU alone, and nothing else would slow it down.
pub(crate) async fn hash(
    home: Arc<Dir>,
    path: VirtualPath,
    permits: Arc<Semaphore>,
) -> Result<FileHash, FileError> {
    let mut state = run_step(&permits, move || State::open(&home, &path)).await?;
    loop {
        let more;
        (state, more) = run_step(&permits, move || state.advance()).await?;
        if !more {
            return Ok(state.finish());
        }
    }
}

async fn run_step<T: Send + 'static>(
    permits: &Semaphore,
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    // The semaphore is never closed; if it were, hashing would be unlimited, not fail.
    let _permit = permits.acquire().await;
    join_blocking(spawn_blocking(work).await).flatten()
}

struct State {
    file: File,
    hasher: Sha256,
    buffer: Vec<u8>,
    size: u64,
}

impl State {
    fn open(home: &Dir, path: &VirtualPath) -> Result<Self, FileError> {
        let file = open(home, path, OpenOptions::new().read(true))?;
        let metadata = file.metadata()?;
        match (metadata.is_dir(), metadata.is_file()) {
            (true, _) => Err(FileError::IsADirectory),
            (_, false) => Err(FileError::NotAFile),
            _ => Ok(Self {
                file,
                hasher: Sha256::new(),
                buffer: vec![0; BUFFER_SIZE],
                size: 0,
            }),
        }
    }

    /// Hashes the next bytes; false at the end of the file.
    fn advance(mut self) -> Result<(Self, bool), FileError> {
        let mut left = STEP_SIZE;
        while left > 0 {
            match self.file.read(&mut self.buffer) {
                Ok(0) => return Ok((self, false)),
                Ok(count) => {
                    self.hasher
                        .update(self.buffer.get(..count).unwrap_or_default());
                    self.size += count as u64;
                    left = left.saturating_sub(count as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::from(error)),
            }
        }
        Ok((self, true))
    }

    fn finish(self) -> FileHash {
        let digest = self.hasher.finalize();
        FileHash {
            hex: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            size: self.size,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use cap_std::ambient_authority;

    fn sha256(bytes: &[u8]) -> Result<FileHash, FileError> {
        let temp = tempfile::tempdir().unwrap();
        let home = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        home.write("a", bytes).unwrap();
        let path = VirtualPath::root().resolve(b"a").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(hash(Arc::new(home), path, Arc::new(Semaphore::new(1))))
    }

    #[test]
    fn known_hashes() {
        for (bytes, hex) in [
            (
                &b""[..],
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                b"abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
        ] {
            let hash = sha256(bytes).unwrap();
            assert_eq!((hash.hex.as_str(), hash.size), (hex, bytes.len() as u64));
        }
    }

    #[test]
    fn hops_make_no_difference() {
        let bytes = vec![7; usize::try_from(STEP_SIZE).unwrap() + 1];
        let hash = sha256(&bytes).unwrap();
        let whole = Sha256::digest(&bytes);
        let hex: String = whole.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((hash.hex, hash.size), (hex, bytes.len() as u64));
    }
}
