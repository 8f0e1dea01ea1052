//! Pruning « Corbeille » and expired former names.

use std::time::Duration;

use model::{AppError, DomainName, TRASH_DAYS, UtcTime};
use tokio_util::sync::CancellationToken;

use super::Trash;
use crate::audit::{AuditTrail, Author, FtpAccountSnapshot, account_subject_of};
use crate::store::{AuditAction, FtpAccountRecord, SubscriptionId, Transaction};
use crate::transaction::transaction;

/// Rows that are removed in one transaction, so that no other writer waits for long.
const BATCH_SIZE: u64 = 200;
/// The pause between two such transactions.
const PAUSE: Duration = Duration::from_millis(50);
/// How often expired rows are pruned.
const INTERVAL: Duration = Duration::from_secs(60 * 60);

impl Trash {
    /// Prunes « Corbeille », now and then every hour, until `stop`.
    pub async fn prune_hourly(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(INTERVAL);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            // An error is in the log already, and the next hour retries.
            let pruned = stop.run_until_cancelled(self.prune()).await;
            if let Some(Ok(purged @ 1..)) = pruned {
                tracing::info!(purged, "old removed accounts and subscriptions purged");
            }
        }
    }

    /// Removes for good the subscriptions and accounts that were removed [`TRASH_DAYS`] ago or earlier,
    /// and returns how many; frees expired former names.
    ///
    /// For the program itself. Files stay.
    ///
    /// # Errors
    /// [`AppError::Busy`] or [`AppError::Internal`] if the database fails.
    pub async fn prune(&self) -> Result<u64, AppError> {
        let now = UtcTime::now();
        let before = UtcTime(now.0 - i64::from(TRASH_DAYS) * 24 * 60 * 60);
        let store = self.context.store();
        loop {
            let freed = transaction!(store, |transaction| {
                Ok(transaction.free_names(now, BATCH_SIZE).await?)
            });
            if freed.await? < BATCH_SIZE {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let mut pruned = self.context.prune_subscriptions(before).await?;
        loop {
            let mut expired = store
                .ftp_accounts_removed_before(before, BATCH_SIZE)
                .await?;
            let found = u64::try_from(expired.len()).unwrap_or(BATCH_SIZE);
            // Locked in the order of keys.
            expired.sort_unstable_by_key(|(account, ..)| account.id);
            let trail = AuditTrail::begin(Author::program())?;
            transaction!(store, |transaction| {
                purge(transaction, &trail, &expired).await
            })
            .await?;
            pruned += found;
            if found < BATCH_SIZE {
                return Ok(pruned);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Removes accounts for good, except those that were restored since they were found.
async fn purge(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    expired: &[(FtpAccountRecord, SubscriptionId, DomainName)],
) -> Result<(), AppError> {
    let subscriptions = expired.iter().map(|(_, subscription, _)| *subscription);
    let accounts = transaction
        .lock_ftp_accounts_or_removed(subscriptions)
        .await?;
    for (account, subscription, domain) in expired {
        if !accounts.purge(account).await? {
            continue;
        }
        let subject = account_subject_of(&account.name, *subscription, domain.clone());
        let before = FtpAccountSnapshot::of(account, false);
        trail
            .write(
                transaction,
                AuditAction::FtpAccountPurged,
                subject.about(account.id),
                Some(&before),
                None,
            )
            .await?;
    }
    Ok(())
}
