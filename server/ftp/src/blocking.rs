//! Blocking calls on files, made away from the async threads.

use tokio::task::JoinError;

use crate::error::FileError;

/// Bytes that one blocking call reads or writes. Each transfer holds two buffers of this size.
pub(crate) const CHUNK_SIZE: usize = 256 * 1024;

/// The outcome of a blocking call. It fails to join only if it panicked or the program is ending.
pub(crate) fn joined<T>(result: Result<T, JoinError>) -> Result<T, FileError> {
    result.map_err(|error| {
        tracing::error!(%error, "a blocking file operation did not complete");
        FileError::Other
    })
}
