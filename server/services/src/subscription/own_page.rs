//! Whether the FTP accounts of a subscription have pages of their own.

use model::{Actor, AppError, DomainName, Permission};

use super::Subscriptions;
use crate::audit::{OwnPageSnapshot, subscription_subject};
use crate::store::AuditAction;
use crate::transaction::transaction;

impl Subscriptions {
    /// Whether the FTP accounts of a subscription have pages of their own.
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a subscription that they do not see.
    pub async fn own_page(&self, actor: &Actor, domain: &DomainName) -> Result<bool, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        Ok(self.context.store().own_page(subscription.id).await?)
    }

    /// Switches the pages of a subscription's FTP accounts on or off. Whoever is signed in there is
    /// signed out when they are switched off, and stays so when they are switched on again. What is
    /// so already is no error, and no change: who is late has wished for a state, and has it.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a subscription that they do not see; [`AppError::NotPermitted`].
    pub async fn switch_own_page(
        &self,
        actor: &Actor,
        domain: &DomainName,
        on: bool,
    ) -> Result<(), AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            // Nobody signs in to one of the pages meanwhile.
            transaction.lock_ftp_accounts([subscription.id]).await?;
            if !transaction.set_own_page(subscription.id, on).await? {
                return Ok(());
            }
            trail
                .write(
                    transaction,
                    AuditAction::OwnPageSwitched,
                    subscription_subject(&subscription),
                    Some(&OwnPageSnapshot { own_page: !on }),
                    Some(&OwnPageSnapshot { own_page: on }),
                )
                .await
        })
        .await
    }
}
