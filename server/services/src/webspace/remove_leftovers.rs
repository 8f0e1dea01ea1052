//! Removing what a crash left of uploads, at the start.

use std::sync::Arc;

use ftp::CountProgress;
use tokio_util::sync::CancellationToken;

use super::Webspaces;
use crate::blocking::blocking;
use crate::folder;

impl Webspaces {
    /// Removes what a crash left of uploads, one webspace after the other, in the background and
    /// until `stop`. Where file systems know files without a name, nothing is ever left.
    pub async fn remove_leftovers(&self, stop: CancellationToken) {
        let roots = match self.context.store().webspace_roots().await {
            Ok(roots) => roots,
            Err(error) => {
                tracing::warn!(%error, "what a crash left of uploads was not looked for");
                return;
            }
        };
        let progress = Arc::new(CountProgress::background());
        for root in roots {
            let (name, walk) = (root.as_str().to_owned(), Arc::clone(&progress));
            let removing = blocking(move || folder::remove_leftovers(&root, &walk));
            tokio::select! {
                removed = removing => {
                    if let Ok(Some(removed @ 1..)) = removed {
                        tracing::info!(webspace = name, removed, "removed what a crash left of uploads");
                    }
                }
                () = stop.cancelled() => {
                    progress.cancel();
                    return;
                }
            }
        }
    }
}
