//! Work that waits for the disk or computes for long.

use crate::error::InternalError;

/// Runs blocking work off the async threads.
///
/// # Errors
/// If the work panics.
pub(crate) async fn blocking<Output: Send + 'static>(
    work: impl FnOnce() -> Output + Send + 'static,
) -> Result<Output, InternalError> {
    Ok(tokio::task::spawn_blocking(work).await?)
}
