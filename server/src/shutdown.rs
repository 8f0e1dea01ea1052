//! How the program ends: first it takes no new connections and lets what is under way end, then it
//! ends the rest.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::reload::Reload;

/// The two steps in which the program ends. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    requested: CancellationToken,
    overdue: CancellationToken,
}

impl Shutdown {
    /// Has the program end: transfers and requests that are under way may end first.
    pub fn request(&self) {
        self.requested.cancel();
    }

    /// Has it end now. What is under way is ended in good order, and loses nothing that was there.
    pub fn end_now(&self) {
        self.requested.cancel();
        self.overdue.cancel();
    }

    /// Cancelled when the program is to end.
    pub fn requested(&self) -> &CancellationToken {
        &self.requested
    }

    /// Cancelled when what is still under way has to end, too.
    pub fn overdue(&self) -> &CancellationToken {
        &self.overdue
    }

    /// Waits until the end is requested, and then for as long as the settings give to what is under
    /// way; ends it then.
    pub(crate) async fn end_in_time(self, mut timeout: Duration, mut reload: Reload) {
        loop {
            tokio::select! {
                () = self.requested.cancelled() => break,
                config = reload.next() => timeout = config.shutdown.timeout(),
            }
        }
        let wait = tokio::time::sleep(timeout);
        if self.overdue.run_until_cancelled(wait).await.is_some() {
            self.overdue.cancel();
        }
    }
}
