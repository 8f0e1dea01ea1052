//! What a sign-in over FTP does for quotas.

use std::sync::Arc;
use std::time::Duration;

use app::model::{Problem, UtcTime};
use ftp::Ledger;

use super::super::Accounts;
use crate::store::{FtpAccountId, FtpSignInRecord};

/// How long a sign-in waits for a count. It ends all the same; the count goes on.
const PATIENCE: Duration = Duration::from_secs(1);

impl Accounts {
    /// The ledger that a session counts in. An account with a quota whose last count is old is
    /// counted again, so that what changed without FTP is seen, if that is soon done.
    pub(in super::super) async fn ftp_ledger_for(
        &self,
        account: &FtpSignInRecord,
    ) -> Result<Arc<Ledger>, Problem> {
        let ledger = self
            .ftp_ledger(account.subscription, account.quota_version)
            .await?;
        if ledger.has_quota(account.id.0) && self.is_old(account.counted_at) {
            let queue = &self.inner.usage.queue;
            // Where nothing is known yet, uploads wait for it.
            if ledger.usage(account.id.0).is_none() {
                queue.ask(account.id);
            } else {
                queue.ask_leisurely(account.id);
            }
            let _ = tokio::time::timeout(PATIENCE, self.counted(account.id)).await;
        }
        Ok(ledger)
    }

    fn is_old(&self, counted_at: Option<UtcTime>) -> bool {
        let after = self.inner.usage.recount_after().as_secs();
        counted_at.is_none_or(|at| {
            let age = UtcTime::now().0.saturating_sub(at.0);
            u64::try_from(age).is_ok_and(|age| age >= after)
        })
    }

    /// Waits until an account is neither counted nor waits to be.
    async fn counted(&self, account: FtpAccountId) {
        let queue = &self.inner.usage.queue;
        loop {
            let ended = queue.ended();
            if queue.progress(account).is_none() {
                return;
            }
            ended.await;
        }
    }
}
