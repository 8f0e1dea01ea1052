//! Ending the former names of FTP accounts.

use model::{AccountName, Actor, AppError, DomainName, Operation, Permission};

use super::FtpAccounts;
use crate::audit::{FormerNameSnapshot, account_subject};
use crate::store::AuditAction;
use crate::transaction::transaction;

impl FtpAccounts {
    /// Ends a former name of an FTP account: sign-ins with it are refused from now on, and the name
    /// becomes free. Sessions that are open under it stay. One that has ended already is no error.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn end_former_name(
        &self,
        actor: &Actor,
        domain: &DomainName,
        account: &AccountName,
        former: &AccountName,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
            let found = accounts.find(subscription.id, account).await?;
            let found = found.ok_or(AppError::NotFound)?;
            if !transaction.end_former_name(found.id, former).await? {
                return Ok(());
            }
            let before = FormerNameSnapshot {
                former_name: former.clone(),
            };
            trail
                .write(
                    transaction,
                    AuditAction::FtpFormerNameEnded,
                    account_subject(account, &subscription).about(found.id),
                    Some(&before),
                    None,
                )
                .await
        })
        .await?;
        Ok(trail.finish())
    }
}
