//! The ledgers: one for each subscription, with its quotas as the database has them.

use std::sync::Arc;
use std::time::Duration;

use ftp::{Ledger, Quota, QuotaHolder, QuotaHome, Usage};
use model::{AppError, FtpUsage};

use super::FtpUsageTracking;
use super::tracker::OpenLedger;
use crate::context::Context;
use crate::folder::{self, Webspace};
use crate::store::{CountedHome, FtpAccountId, FtpQuotaRecord, FtpQuotasRecord, SubscriptionId};
use crate::transaction::transaction;

/// How long the change of an account waits until its new quota is in force.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(2);

impl FtpUsageTracking {
    /// Refreshes the ledgers of all subscriptions that have open sessions.
    ///
    /// For the program itself: another process, such as a command, may have changed quotas.
    pub async fn refresh_ledgers(&self) {
        let in_use: Vec<SubscriptionId> = {
            let open = self.context.usage.open_ledgers();
            let in_use = open.iter().filter(|(_, ledger)| ledger.is_in_use());
            in_use.map(|(id, _)| *id).collect()
        };
        if !in_use.is_empty() {
            self.context.refresh_ledgers(&in_use).await;
        }
    }
}

impl Context {
    /// The ledger of a subscription, with quotas no older than of this version.
    ///
    /// What homes held is taken over from the last stop, if that was clean; homes whose usage is
    /// unknown are queued to be counted.
    pub(super) async fn ftp_ledger(
        &self,
        subscription: SubscriptionId,
        version: i64,
    ) -> Result<Arc<Ledger>, AppError> {
        if let Some(ledger) = self.open_ledger(subscription, version) {
            return Ok(ledger);
        }
        let tracker = &self.usage;
        let lock = tracker.refresh_lock(subscription);
        let _guard = lock.lock().await;
        if let Some(ledger) = self.open_ledger(subscription, version) {
            return Ok(ledger);
        }
        let known = tracker
            .open_ledgers()
            .get(&subscription)
            .map(|open| Arc::clone(&open.ledger));
        let quotas = self.store().ftp_quotas(subscription).await?;
        let quotas = quotas.ok_or(AppError::NotFound)?;
        if known.is_none() && quotas.quotas.iter().any(|quota| quota.is_settled) {
            // From now on only a clean stop settles it again.
            transaction!(self.store(), |transaction| {
                Ok(transaction.unsettle_ftp_usage(subscription).await?)
            })
            .await?;
        }
        let version = quotas.version;
        let record = quotas.webspace.clone();
        let webspace = self.webspace(&record).await?;
        let (holders, ledger) = match known {
            Some(ledger) => (holders(webspace, quotas, false), ledger),
            None => {
                let queue = Arc::clone(&tracker.queue);
                let ledger = Ledger::new(move |holder| {
                    queue.push(subscription, counted_home(subscription, holder));
                });
                (holders(webspace, quotas, true), Arc::new(ledger))
            }
        };
        let filled = Arc::clone(&ledger);
        self.in_webspace(&record, move |_| filled.replace(holders))
            .await?;
        let open = OpenLedger {
            ledger: Arc::clone(&ledger),
            version,
        };
        tracker.open_ledgers().insert(subscription, open);
        Ok(ledger)
    }

    /// Refreshes a subscription's ledger, if there is one: its quotas may have been changed. What
    /// fails is in the log, and the next refresh retries; so it does with what takes too long, for
    /// a count may have to end first.
    pub(crate) async fn refresh_ftp_ledger(&self, subscription: SubscriptionId) {
        if self.usage.open_ledgers().contains_key(&subscription) {
            let refresh = self.refresh_ledgers(std::slice::from_ref(&subscription));
            let _ = tokio::time::timeout(REFRESH_TIMEOUT, refresh).await;
        }
    }

    async fn refresh_ledgers(&self, subscriptions: &[SubscriptionId]) {
        let versions = self.store().ftp_quota_versions(subscriptions).await;
        let versions = match versions {
            Ok(versions) => versions,
            Err(error) => return tracing::warn!(%error, "quotas could not be read"),
        };
        for (subscription, version) in versions {
            // An error is in the log.
            let _ = self.ftp_ledger(subscription, version).await;
        }
    }

    /// The ledger of a subscription, if it is open and no older than this.
    fn open_ledger(&self, subscription: SubscriptionId, version: i64) -> Option<Arc<Ledger>> {
        let open = self.usage.open_ledgers();
        let found = open.get(&subscription)?;
        (found.version >= version).then(|| Arc::clone(&found.ledger))
    }

    /// What a home holds at this moment: as its ledger has it, or else as it was last stored.
    pub(crate) fn current_ftp_usage(
        &self,
        subscription: SubscriptionId,
        home: CountedHome,
        stored: FtpUsage,
    ) -> FtpUsage {
        let open = self.usage.open_ledgers();
        let found = open.get(&subscription);
        match found.and_then(|found| found.ledger.usage(quota_holder(home))) {
            Some(Usage { bytes, files }) => FtpUsage {
                bytes,
                files,
                ..stored
            },
            None => stored,
        }
    }
}

/// Whose a home is, for the ledger of its subscription.
pub(super) fn quota_holder(home: CountedHome) -> QuotaHolder {
    match home {
        CountedHome::Webspace(_) => QuotaHolder::Webspace,
        CountedHome::Account(account) => QuotaHolder::Account(account.0),
    }
}

/// The home of whoever has a quota in a subscription's ledger.
pub(super) fn counted_home(subscription: SubscriptionId, holder: QuotaHolder) -> CountedHome {
    match holder {
        QuotaHolder::Webspace => CountedHome::Webspace(subscription),
        QuotaHolder::Account(account) => CountedHome::Account(FtpAccountId(account)),
    }
}

/// The homes with a quota, with what they held at the last stop if nothing was done since.
fn holders(webspace: Webspace, quotas: FtpQuotasRecord, is_first: bool) -> Vec<QuotaHome> {
    let holder = |quota: FtpQuotaRecord| {
        let used = Usage {
            bytes: quota.usage.bytes,
            files: quota.usage.files,
        };
        QuotaHome {
            holder: quota_holder(quota.home),
            quota: Quota {
                bytes: quota.bytes,
                files: quota.files,
            },
            used: (is_first && quota.is_settled).then_some(used),
            at_least: used,
            home: folder::home_opener(webspace.clone(), quota.home_directory),
        }
    };
    quotas.quotas.into_iter().map(holder).collect()
}
