//! Keeping webspaces in use that lie elsewhere than new ones may.

use model::WebspaceRoot;

use super::Webspaces;

/// How many webspaces the log names in one line.
const MAX_NAMED: usize = 20;

impl Webspaces {
    /// Keeps in use the webspaces that lie outside the folders in which new ones may be, since an
    /// older Berth or other settings allowed them, and says so in the log. For the start, before any
    /// webspace is opened: what is added later has to lie where the settings allow it.
    ///
    /// None that reaches what is Berth's own is ever opened.
    pub async fn remember_existing(&self) {
        let webspaces = match self.context.store().reserved_roots().await {
            Ok(webspaces) => webspaces,
            Err(error) => {
                tracing::error!(%error, "webspaces outside BERTH_WEBSPACE_BASES are not opened");
                return;
            }
        };
        // Those of removed subscriptions too: they may be restored.
        let roots = webspaces.into_iter().map(|reserved| reserved.root);
        let outside = self.context.webspace_policy.remember_existing(roots);
        if outside.is_empty() {
            return;
        }
        let named: Vec<&str> = outside.iter().map(WebspaceRoot::as_str).collect();
        tracing::warn!(
            count = outside.len(),
            webspaces = named[..named.len().min(MAX_NAMED)].join(", "),
            "webspaces lie outside the folders in which new ones may be. They stay in use: add their \
             folders to BERTH_WEBSPACE_BASES, or move them"
        );
    }
}
