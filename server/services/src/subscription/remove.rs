//! Removing a subscription, with all of its FTP accounts.

use model::{Actor, AppError, DomainName, EditedSettings, ExpectedVersion, Operation, Permission};

use super::Subscriptions;
use crate::audit::{AuditTrail, RemovedSubscriptionSnapshot, subscription_subject};
use crate::store::{AuditAction, OutdatedAccount, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl Subscriptions {
    /// Puts a subscription into « Corbeille », if its domain name and owner are of a version that is
    /// expected, with all of its FTP accounts, the main one too: from then on there is no such
    /// subscription for anybody but those who may restore it. Open FTP sessions end at once. Files stay;
    /// the domain name, the webspace root and the accounts' names, former ones too, stay taken. It can be
    /// restored for [`TRASH_DAYS`](model::TRASH_DAYS).
    ///
    /// Who may: those with [`Permission::ManageSubscription`].
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if it is of another version; [`AppError::NotFound`] if there is
    /// no such subscription, or for another's; [`AppError::NotPermitted`].
    pub async fn remove(
        &self,
        actor: &Actor,
        domain: &DomainName,
        expected: &ExpectedVersion,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let _slot = self.context.bulk_change_slot(actor).await?;
        let trail = self.context.begin_operation(actor)?;
        let accounts = transaction!(self.context.store(), |transaction| {
            store(transaction, &trail, &subscription, expected).await
        })
        .await?;
        for (account, ..) in accounts {
            self.context.end_removed(account);
        }
        Ok(trail.finish())
    }
}

/// Moves a subscription to « Corbeille »; returns its accounts.
async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    expected: &ExpectedVersion,
) -> Result<Vec<OutdatedAccount>, AppError> {
    let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
    let found = accounts.subscription_settings(subscription.id).await?;
    if !expected.allows(found.ok_or(AppError::NotFound)?.version) {
        return Err(AppError::SettingsEditConflict(EditedSettings::General));
    }
    // No ledger follows what the homes hold.
    transaction.unsettle_ftp_usage(subscription.id).await?;
    let outdated = accounts.outdate_sessions(&[subscription.id]).await?;
    accounts
        .set_subscription_removed(subscription.id, Some((trail.at, trail.author())))
        .await?;
    let removed = accounts.removed_subscription(subscription.id).await?;
    let removed = removed.ok_or(AppError::NotFound)?;
    trail
        .write(
            transaction,
            AuditAction::SubscriptionRemoved,
            subscription_subject(subscription),
            Some(&RemovedSubscriptionSnapshot::of(&removed)),
            None,
        )
        .await?;
    Ok(outdated)
}
