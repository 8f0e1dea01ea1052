//! Removing one subscription for good, in the transaction of a use case.

use model::{AppError, UtcTime};

use crate::audit::{AuditTrail, Author, RemovedSubscriptionSnapshot, removed_subscription_subject};
use crate::context::Context;
use crate::store::{AuditAction, RemovedSubscriptionRecord, Transaction};
use crate::transaction::transaction;

/// Subscriptions that one run of the program's own clean-up removes at most.
const BATCH_SIZE: u64 = 100;

impl Context {
    /// Removes for good the subscriptions that were removed before a time, and returns how many. Files
    /// stay.
    ///
    /// What cannot be removed yet is left for the next time.
    pub(super) async fn prune_subscriptions(&self, before: UtcTime) -> Result<u64, AppError> {
        let store = self.store();
        let mut pruned = 0;
        for removed in store
            .subscriptions_removed_before(before, BATCH_SIZE)
            .await?
        {
            let trail = AuditTrail::begin(Author::program())?;
            match self.purge_removed(&trail, &removed).await {
                Ok(()) => pruned += 1,
                // It was restored or purged in the meantime, or files are being removed.
                Err(AppError::NotFound | AppError::Busy) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(pruned)
    }

    /// Removes a subscription for good that was found in « Corbeille ». Files stay.
    pub(crate) async fn purge_removed(
        &self,
        trail: &AuditTrail<'_>,
        found: &RemovedSubscriptionRecord,
    ) -> Result<(), AppError> {
        transaction!(self.store(), |transaction| {
            let removed = purgeable(transaction, found).await?;
            purge(transaction, trail, &removed).await
        })
        .await
    }
}

/// A removed subscription whose row is locked, if it may be purged now: nobody has restored it since it
/// was found, and removed again, and no files are being removed.
pub(super) async fn purgeable(
    transaction: &Transaction,
    found: &RemovedSubscriptionRecord,
) -> Result<RemovedSubscriptionRecord, AppError> {
    let accounts = transaction.lock_ftp_accounts_or_removed([found.id]).await?;
    let removed = accounts.removed_subscription(found.id).await?;
    let removed = removed.filter(|now| now.removed_at == found.removed_at && !now.is_being_purged);
    let removed = removed.ok_or(AppError::NotFound)?;
    if accounts.has_file_removal(removed.id).await? {
        return Err(AppError::Busy);
    }
    Ok(removed)
}

/// Removes a subscription for good whose row is locked, and records it in the audit trail.
pub(super) async fn purge(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    removed: &RemovedSubscriptionRecord,
) -> Result<(), AppError> {
    let accounts = transaction
        .lock_ftp_accounts_or_removed([removed.id])
        .await?;
    accounts.purge_subscription(removed.id).await?;
    trail
        .write(
            transaction,
            AuditAction::SubscriptionPurged,
            removed_subscription_subject(removed),
            Some(&RemovedSubscriptionSnapshot::of(removed)),
            None,
        )
        .await
}
