//! Revoking a one-time link.

use model::{AccountName, Actor, AppError, DomainName, Operation, Permission};

use super::OneTimeLinks;
use crate::audit::{AuditTrail, OneTimeLinkSnapshot, account_subject};
use crate::store::{AuditAction, FtpAccountRecord, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl OneTimeLinks {
    /// Revokes an FTP account's one-time link: it stops working at once. An account without one
    /// is no error.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn revoke(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
            let found = accounts.find(subscription.id, name).await?;
            let account = found.ok_or(AppError::NotFound)?;
            revoke(transaction, &trail, &account, &subscription).await
        })
        .await?;
        Ok(trail.finish())
    }
}

/// Revokes an account's link, if it has one that works, in the transaction of another action.
pub(crate) async fn revoke(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    account: &FtpAccountRecord,
    subscription: &SubscriptionRecord,
) -> Result<(), AppError> {
    let Some(link) = transaction.one_time_link_of(account.id, trail.at).await? else {
        return Ok(());
    };
    if !transaction.remove_one_time_link(account.id).await? {
        return Ok(());
    }
    let before = OneTimeLinkSnapshot::from(&link);
    let subject = account_subject(&account.name, subscription).about(account.id);
    trail
        .write(
            transaction,
            AuditAction::OneTimeLinkRevoked,
            subject,
            Some(&before),
            None,
        )
        .await
}
