//! The ledgers: one for each subscription, with its quotas as the database has them.

use std::sync::Arc;
use std::time::Duration;

use app::model::{FtpUsage, Problem};
use ftp::{Ledger, Quota, QuotaHome, Usage};

use super::super::{Accounts, blocking, folder};
use super::Opened;
use crate::store::{FtpAccountId, FtpQuotasRecord, SubscriptionId};

/// How long whoever changes an account waits until its quota holds.
const PATIENCE: Duration = Duration::from_secs(2);

impl Accounts {
    /// The ledger of a subscription, with quotas no older than of this version.
    ///
    /// What homes held is taken over from the last stop, if that was in order; what is not known
    /// is asked to be counted.
    pub(super) async fn ftp_ledger(
        &self,
        subscription: SubscriptionId,
        version: i64,
    ) -> Result<Arc<Ledger>, Problem> {
        if let Some(ledger) = self.opened_ledger(subscription, version) {
            return Ok(ledger);
        }
        let book = &self.inner.usage;
        let opening = book.opening(subscription);
        let _one_at_a_time = opening.lock().await;
        if let Some(ledger) = self.opened_ledger(subscription, version) {
            return Ok(ledger);
        }
        let known = book
            .opened()
            .get(&subscription)
            .map(|opened| Arc::clone(&opened.ledger));
        let quotas = self.store().ftp_quotas(subscription).await?;
        let quotas = quotas.ok_or(Problem::NotFound)?;
        if known.is_none() && quotas.quotas.iter().any(|quota| quota.is_settled) {
            // From now on only a stop in order settles it again.
            let writing = self.store().write().await?;
            writing.unsettle_ftp_usage(subscription).await?;
            writing.commit().await?;
        }
        let version = quotas.version;
        let (holders, ledger) = match known {
            Some(ledger) => (holders(quotas, false), ledger),
            None => {
                let queue = Arc::clone(&book.queue);
                let ledger = Ledger::new(move |account| queue.ask(FtpAccountId(account)));
                (holders(quotas, true), Arc::new(ledger))
            }
        };
        let filled = Arc::clone(&ledger);
        blocking(move || filled.replace(holders)).await?;
        let opened = Opened {
            ledger: Arc::clone(&ledger),
            version,
        };
        book.opened().insert(subscription, opened);
        Ok(ledger)
    }

    /// Brings a subscription's ledger up to date, if there is one: its quotas may have been
    /// changed. What fails is in the log, and the next look tries again; so it does with what
    /// takes long, for a count may have to end first.
    pub(in super::super) async fn refresh_ftp_ledger(&self, subscription: SubscriptionId) {
        if self.inner.usage.opened().contains_key(&subscription) {
            let refresh = self.refresh_ledgers(std::slice::from_ref(&subscription));
            let _ = tokio::time::timeout(PATIENCE, refresh).await;
        }
    }

    /// Brings the ledgers of all subscriptions up to date that have open sessions.
    ///
    /// For the program itself: another process, such as a command, may have changed quotas.
    pub async fn refresh_ftp_ledgers(&self) {
        let in_use: Vec<SubscriptionId> = {
            let opened = self.inner.usage.opened();
            let in_use = opened.iter().filter(|(_, opened)| is_in_use(opened));
            in_use.map(|(id, _)| *id).collect()
        };
        if !in_use.is_empty() {
            self.refresh_ledgers(&in_use).await;
        }
    }

    async fn refresh_ledgers(&self, subscriptions: &[SubscriptionId]) {
        let versions = self.store().ftp_quota_versions(subscriptions).await;
        let versions = match versions {
            Ok(versions) => versions,
            Err(error) => return tracing::warn!(%error, "quotas could not be looked at"),
        };
        for (subscription, version) in versions {
            // Whatever hinders it is in the log.
            let _ = self.ftp_ledger(subscription, version).await;
        }
    }

    /// The ledger of a subscription, if it is open and no older than this.
    fn opened_ledger(&self, subscription: SubscriptionId, version: i64) -> Option<Arc<Ledger>> {
        let opened = self.inner.usage.opened();
        let found = opened.get(&subscription)?;
        (found.version >= version).then(|| Arc::clone(&found.ledger))
    }

    /// What an account's home holds at this moment: as the ledger has it, if it does; else as it
    /// was written last.
    pub(super) fn ftp_usage_now(
        &self,
        subscription: SubscriptionId,
        account: FtpAccountId,
        written: FtpUsage,
    ) -> FtpUsage {
        let opened = self.inner.usage.opened();
        let found = opened.get(&subscription);
        match found.and_then(|found| found.ledger.usage(account.0)) {
            Some(Usage { bytes, files }) => FtpUsage {
                bytes,
                files,
                ..written
            },
            None => written,
        }
    }
}

/// Whether anybody but the book has it.
pub(super) fn is_in_use(opened: &Opened) -> bool {
    Arc::strong_count(&opened.ledger) > 1
}

/// The homes with a quota; what they held at the last stop only if nothing was done since.
fn holders(quotas: FtpQuotasRecord, is_first: bool) -> Vec<QuotaHome> {
    let root = quotas.webspace_root;
    let holder = |quota: crate::store::FtpQuotaRecord| {
        let (root, home) = (root.clone(), quota.home_directory);
        let used = Usage {
            bytes: quota.usage.bytes,
            files: quota.usage.files,
        };
        QuotaHome {
            account_id: quota.id.0,
            quota: Quota {
                bytes: quota.bytes,
                files: quota.files,
            },
            used: (is_first && quota.is_settled).then_some(used),
            home: Arc::new(move || folder::open_below(&root, &home)),
        }
    };
    quotas.quotas.into_iter().map(holder).collect()
}
