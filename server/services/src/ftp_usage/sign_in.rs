//! The ledger of an FTP session.

use std::sync::Arc;
use std::time::Duration;

use ftp::Ledger;
use model::{AppError, UtcTime};

use super::ledgers::quota_holder;
use crate::context::Context;
use crate::store::{CountedHome, FtpSignInRecord, SubscriptionId};

/// How long a sign-in waits for a count, which continues without it.
const COUNT_TIMEOUT: Duration = Duration::from_secs(1);

impl Context {
    /// The ledger that a session counts in. A home with a quota whose last count is old is counted
    /// again, the account's and the webspace, so that changes outside of FTP are noticed; the sign-in
    /// waits for that only a short time.
    pub(crate) async fn ftp_ledger_for(
        &self,
        account: &FtpSignInRecord,
    ) -> Result<Arc<Ledger>, AppError> {
        let subscription = account.subscription;
        let ledger = self.ftp_ledger(subscription, account.quota_version).await?;
        let own = (CountedHome::Account(account.id), account.counted_at);
        let webspace = (
            CountedHome::Webspace(subscription),
            account.webspace_counted_at,
        );
        let homes = [own, webspace].into_iter();
        let old: Vec<CountedHome> = homes
            .filter(|(home, at)| ledger.has_quota(quota_holder(*home)) && self.is_old(*at))
            .map(|(home, _)| home)
            .collect();
        for home in &old {
            let queue = &self.usage.queue;
            // As long as the usage is unknown, uploads wait for the count.
            if ledger.usage(quota_holder(*home)).is_none() {
                queue.push(subscription, *home);
            } else {
                queue.push_low_priority(subscription, *home);
            }
        }
        let counted = async {
            for home in old {
                self.until_counted(subscription, home).await;
            }
        };
        let _ = tokio::time::timeout(COUNT_TIMEOUT, counted).await;
        Ok(ledger)
    }

    fn is_old(&self, counted_at: Option<UtcTime>) -> bool {
        let after = self.usage.recount_after().as_secs();
        counted_at.is_none_or(|at| {
            let age = UtcTime::now().0.saturating_sub(at.0);
            u64::try_from(age).is_ok_and(|age| age >= after)
        })
    }

    /// Waits until a home is not in the queue.
    async fn until_counted(&self, subscription: SubscriptionId, home: CountedHome) {
        let queue = &self.usage.queue;
        loop {
            let ended = queue.ended();
            if queue.progress(subscription, home).is_none() {
                return;
            }
            ended.await;
        }
    }
}
