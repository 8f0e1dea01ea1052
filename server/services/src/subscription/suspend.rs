//! Suspending and resuming a subscription.

use model::{Actor, AppError, DomainName, Operation, Permission, Suspension};

use super::Subscriptions;
use crate::audit::{AuditTrail, SuspensionSnapshot, subscription_subject};
use crate::store::{AuditAction, OutdatedAccount, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl Subscriptions {
    /// Suspends a subscription: none of its FTP accounts can sign in, its one-time links do not work, and
    /// its open FTP sessions end at once. Nothing else changes, and nothing is lost.
    ///
    /// Who may: those with [`Permission::ManageSubscription`].
    ///
    /// # Errors
    /// [`AppError::AlreadySuspended`]; [`AppError::NotFound`] if there is no such
    /// subscription, or for another's; [`AppError::NotPermitted`].
    pub async fn suspend(&self, actor: &Actor, domain: &DomainName) -> Result<Operation, AppError> {
        self.set_suspended(actor, domain, true).await
    }

    /// Resumes a suspended subscription: its accounts sign in again, as they are.
    ///
    /// Who may: as for [`Self::suspend`].
    ///
    /// # Errors
    /// [`AppError::NotSuspended`]; and as for [`Self::suspend`].
    pub async fn resume(&self, actor: &Actor, domain: &DomainName) -> Result<Operation, AppError> {
        self.set_suspended(actor, domain, false).await
    }

    async fn set_suspended(
        &self,
        actor: &Actor,
        domain: &DomainName,
        is_suspended: bool,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let trail = self.context.begin_operation(actor)?;
        let outdated = transaction!(self.context.store(), |transaction| {
            store(transaction, &trail, &subscription, is_suspended).await
        })
        .await?;
        for (account, version, _) in outdated {
            self.context.end_suspended(account, version);
        }
        Ok(trail.finish())
    }
}

/// Stores whether a subscription is suspended; returns the accounts whose sessions end by that.
async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    is_suspended: bool,
) -> Result<Vec<OutdatedAccount>, AppError> {
    let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
    let found = accounts.subscription_settings(subscription.id).await?;
    let before = found.ok_or(AppError::NotFound)?.suspension;
    match (&before, is_suspended) {
        (Some(_), true) => return Err(AppError::AlreadySuspended),
        (None, false) => return Err(AppError::NotSuspended),
        _ => {}
    }
    let after = is_suspended.then(|| Suspension {
        since: trail.at,
        by: trail.author().to_owned(),
    });
    accounts
        .set_suspension(subscription.id, after.as_ref())
        .await?;
    let outdated = match is_suspended {
        true => accounts.outdate_sessions(&[subscription.id]).await?,
        // There are none.
        false => Vec::new(),
    };
    let action = match is_suspended {
        true => AuditAction::SubscriptionSuspended,
        false => AuditAction::SubscriptionResumed,
    };
    let snapshot = |suspension| SuspensionSnapshot {
        domain: subscription.domain.clone(),
        suspension,
    };
    let (before, after) = (before.map(snapshot), after.map(snapshot));
    let subject = subscription_subject(subscription);
    trail
        .write(
            transaction,
            action,
            subject,
            before.as_ref(),
            after.as_ref(),
        )
        .await?;
    Ok(outdated)
}
