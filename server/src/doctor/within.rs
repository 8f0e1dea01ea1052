//! Work that may never end, such as on storage that hangs.

use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

/// How long a check waits for what may not answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What the work gives; nothing if it takes too long. It has a thread of its own, which is not waited for
/// when the program ends.
pub(super) async fn within_timeout<Output: Send + 'static>(
    work: impl FnOnce() -> Output + Send + 'static,
) -> Option<Output> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        // Nobody waits any more when it comes too late.
        let _ = sender.send(work());
    });
    tokio::time::timeout(TIMEOUT, receiver).await.ok()?.ok()
}
