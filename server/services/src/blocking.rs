//! Work that waits for the disk or computes for long.

use std::time::Duration;

use ftp::CountProgress;

use crate::error::InternalError;
use crate::work_budget::WorkSlot;

/// A walk through a webspace that meets nothing new for so long is left alone: the storage hangs,
/// such as a network file system whose server is gone.
const HANGS_AFTER: Duration = Duration::from_secs(60);

/// Runs blocking work off the async threads.
///
/// # Errors
/// If the work panics.
pub(crate) async fn blocking<Output: Send + 'static>(
    work: impl FnOnce() -> Output + Send + 'static,
) -> Result<Output, InternalError> {
    Ok(tokio::task::spawn_blocking(work).await?)
}

/// Runs blocking work in a slot, which is held until the work is done, even if the caller is
/// cancelled; then it is returned.
///
/// # Errors
/// If the work panics.
pub(crate) async fn blocking_in_slot<Output: Send + 'static>(
    slot: WorkSlot,
    work: impl FnOnce() -> Output + Send + 'static,
) -> Result<(Output, WorkSlot), InternalError> {
    blocking(move || (work(), slot)).await
}

/// Waits until a walk through a webspace seems to hang.
pub(crate) async fn until_it_hangs(progress: &CountProgress) {
    let mut before = None;
    loop {
        let now = progress.counted();
        if before.replace(now) == Some(now) {
            return;
        }
        tokio::time::sleep(HANGS_AFTER).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_walk_hangs_that_meets_nothing_for_a_minute() {
        let temp = tempfile::tempdir().expect("a folder");
        let home = cap_std::fs::Dir::open_ambient_dir(temp.path(), cap_std::ambient_authority());
        let home = home.expect("the folder");
        let progress = Arc::new(CountProgress::new());
        let hangs = timeout(HANGS_AFTER * 3, until_it_hangs(&progress));
        assert!(hangs.await.is_ok());
        let (counting, begun) = (Arc::clone(&progress), tokio::time::Instant::now());
        tokio::spawn(async move {
            for file in 0..10 {
                home.write(file.to_string(), "").expect("a file");
                ftp::count(&home, &counting).expect("a count");
                tokio::time::sleep(HANGS_AFTER / 2).await;
            }
        });
        until_it_hangs(&progress).await;
        assert!(begun.elapsed() > HANGS_AFTER * 5);
    }
}
