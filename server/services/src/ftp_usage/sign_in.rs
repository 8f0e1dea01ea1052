//! The ledger of an FTP session.

use std::sync::Arc;
use std::time::Duration;

use ftp::Ledger;
use model::{AppError, UtcTime};

use crate::context::Context;
use crate::store::{FtpAccountId, FtpSignInRecord, SubscriptionId};

/// How long a sign-in waits for a count, which continues without it.
const COUNT_TIMEOUT: Duration = Duration::from_secs(1);

impl Context {
    /// The ledger that a session counts in. An account with a quota whose last count is old is
    /// counted again, so that changes outside of FTP are noticed; the sign-in waits for that only
    /// a short time.
    pub(crate) async fn ftp_ledger_for(
        &self,
        account: &FtpSignInRecord,
    ) -> Result<Arc<Ledger>, AppError> {
        let ledger = self
            .ftp_ledger(account.subscription, account.quota_version)
            .await?;
        if ledger.has_quota(account.id.0) && self.is_old(account.counted_at) {
            let queue = &self.usage.queue;
            // As long as the usage is unknown, uploads wait for the count.
            if ledger.usage(account.id.0).is_none() {
                queue.push(account.subscription, account.id);
            } else {
                queue.push_low_priority(account.subscription, account.id);
            }
            let _ = tokio::time::timeout(
                COUNT_TIMEOUT,
                self.until_counted(account.subscription, account.id),
            )
            .await;
        }
        Ok(ledger)
    }

    fn is_old(&self, counted_at: Option<UtcTime>) -> bool {
        let after = self.usage.recount_after().as_secs();
        counted_at.is_none_or(|at| {
            let age = UtcTime::now().0.saturating_sub(at.0);
            u64::try_from(age).is_ok_and(|age| age >= after)
        })
    }

    /// Waits until an account is not in the queue.
    async fn until_counted(&self, subscription: SubscriptionId, account: FtpAccountId) {
        let queue = &self.usage.queue;
        loop {
            let ended = queue.ended();
            if queue.progress(subscription, account).is_none() {
                return;
            }
            ended.await;
        }
    }
}
