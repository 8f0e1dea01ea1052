//! Removing what a crash left of uploads, at the start.

use std::sync::Arc;

use ftp::CountProgress;
use tokio_util::sync::CancellationToken;

use super::Webspaces;
use crate::blocking::until_it_hangs;
use crate::folder;

impl Webspaces {
    /// Removes what a crash left of uploads, one webspace after the other, in the background and
    /// until `stop`. Where file systems know files without a name, something is left only of an
    /// upload that was about to get its own.
    pub async fn remove_leftovers(&self, stop: CancellationToken) {
        let webspaces = match self.context.store().webspaces().await {
            Ok(webspaces) => webspaces,
            Err(error) => {
                tracing::warn!(%error, "what a crash left of uploads was not looked for");
                return;
            }
        };
        for record in webspaces {
            // The log says why not.
            let Ok(webspace) = self.context.webspace(&record).await else {
                continue;
            };
            let threads = self
                .context
                .webspace_threads(record.subscription, &webspace);
            let progress = Arc::new(CountProgress::background());
            let walk = Arc::clone(&progress);
            let remove = move || folder::remove_leftovers(&webspace, &walk);
            let removed = async move { threads.start(remove).await.await };
            tokio::select! {
                removed = removed => {
                    if let Ok(Ok(Some(removed @ 1..))) = removed {
                        let webspace = record.root.as_str();
                        tracing::info!(webspace, removed, "removed what a crash left of uploads");
                    }
                }
                () = until_it_hangs(&progress) => progress.cancel(),
                () = stop.cancelled() => return progress.cancel(),
            }
        }
    }
}
