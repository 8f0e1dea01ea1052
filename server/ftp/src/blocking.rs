//! Blocking file operations, which run on tokio's blocking thread pool.

use tokio::task::JoinError;

use crate::error::FileError;

/// Bytes that one blocking call reads or writes. Each transfer holds two buffers of this size.
pub(crate) const CHUNK_SIZE: usize = 256 * 1024;

/// The result of a joined blocking task. Joining fails only after a panic, or when the runtime
/// shuts down.
pub(crate) fn join_blocking<T>(result: Result<T, JoinError>) -> Result<T, FileError> {
    result.map_err(|error| {
        tracing::error!(%error, "a blocking file operation did not complete");
        FileError::Other
    })
}
