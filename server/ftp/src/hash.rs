//! `HASH`: the SHA-256 of a whole file (draft-bryan-ftpext-hash-02).

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use cap_std::fs::{Dir, OpenOptions};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::blocking::{FileThreads, join_blocking};
use crate::error::FileError;
use crate::file::open;
use crate::path::VirtualPath;
use crate::session::FileHash;

/// Bytes that are read, then hashed, at once: about a millisecond of work. When the future is
/// dropped, no further step is started.
const STEP_SIZE: usize = 1024 * 1024;

/// Hashes a file in steps. `permits` limits the steps that all sessions may hash at once: unlike a
/// transfer, hashing is bound by the CPU alone, and nothing else would slow it down. None is held
/// while the file is read, which may take for ever.
pub(crate) async fn hash(
    home: Arc<Dir>,
    path: VirtualPath,
    threads: FileThreads,
    permits: Arc<Semaphore>,
) -> Result<FileHash, FileError> {
    let mut state = threads.run(move || State::open(&home, &path)).await?;
    loop {
        state = threads.run(move || state.read()).await?;
        if state.buffer.is_empty() {
            return Ok(state.finish());
        }
        // The semaphore is never closed; if it were, hashing would be unlimited, not fail.
        let _permit = permits.acquire().await;
        state = join_blocking(spawn_blocking(move || state.digest()).await)?;
    }
}

struct State {
    file: File,
    hasher: Sha256,
    /// What was read, and is still to be hashed.
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
                buffer: Vec::new(),
                size: 0,
            }),
        }
    }

    /// Reads the next bytes; none at the end of the file.
    fn read(mut self) -> Result<Self, FileError> {
        let step = STEP_SIZE as u64;
        (&self.file).take(step).read_to_end(&mut self.buffer)?;
        Ok(self)
    }

    /// Hashes what was read.
    fn digest(mut self) -> Self {
        self.hasher.update(&self.buffer);
        self.size += self.buffer.len() as u64;
        self.buffer.clear();
        self
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
    use crate::blocking::WebspaceThreads;
    use crate::run_as::RunAs;
    use cap_std::ambient_authority;

    fn sha256(bytes: &[u8]) -> Result<FileHash, FileError> {
        let temp = tempfile::tempdir().unwrap();
        let home = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
        home.write("a", bytes).unwrap();
        let path = VirtualPath::root().resolve(b"a").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let threads = WebspaceThreads::default().of(1, RunAs::program());
        let permits = Arc::new(Semaphore::new(1));
        runtime.block_on(hash(Arc::new(home), path, threads, permits))
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
        let bytes = vec![7; STEP_SIZE + 1];
        let hash = sha256(&bytes).unwrap();
        let whole = Sha256::digest(&bytes);
        let hex: String = whole.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((hash.hex, hash.size), (hex, bytes.len() as u64));
    }
}
