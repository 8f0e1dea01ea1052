//! Having changed limits hold at once.

use crate::context::Context;
use crate::store::{FtpAccountId, SubscriptionId};

/// What is left to be done once changed limits are stored.
#[derive(Default)]
pub(crate) struct AppliedLimits {
    /// The subscriptions that have them.
    pub(crate) subscriptions: Vec<SubscriptionId>,
    /// The accounts whose open sessions end: key, access version, whether it is enabled.
    pub(crate) outdated: Vec<(FtpAccountId, i64, bool)>,
    /// Whether what the webspaces hold is limited.
    pub(crate) limits_webspace: bool,
}

impl Context {
    /// Ends the sessions that must not go on, has the ledgers of open ones follow, and has webspaces
    /// counted that were not limited before.
    pub(crate) async fn apply_limits(&self, applied: AppliedLimits) {
        for (account, version, enabled) in applied.outdated {
            self.end_outdated(account, version, enabled);
        }
        for subscription in applied.subscriptions {
            self.refresh_ftp_ledger(subscription).await;
            if applied.limits_webspace {
                self.recount_webspace(subscription).await;
            }
        }
    }
}
