//! Making a one-time link.

use model::{AccountName, Actor, AppError, DomainName, LinkValidity, Permission};

use super::OneTimeLinks;
use super::new_link::NewLink;
use super::revoke::revoke;
use crate::audit::{AuditTrail, OneTimeLinkSnapshot, account_subject};
use crate::secret::OneTimeToken;
use crate::store::{AuditAction, FtpAccountId, Subject, Transaction};
use crate::transaction::transaction;

impl OneTimeLinks {
    /// Makes a link by which its recipient sets an FTP account's password, once. The token is
    /// returned here and never again: only its hash is stored.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts. Until the link is
    /// used the account's password is what it was. An older link of the account is revoked.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn make(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        validity: LinkValidity,
    ) -> Result<OneTimeToken, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let (token, link) = NewLink::new(validity)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
            let found = accounts.find(subscription.id, name).await?;
            let account = found.ok_or(AppError::NotFound)?;
            revoke(transaction, &trail, &account, &subscription).await?;
            let subject = account_subject(name, &subscription).about(account.id);
            link.store(transaction, &trail, account.id, subject).await
        })
        .await?;
        Ok(token)
    }
}

impl NewLink {
    /// Stores it for an account, in the transaction of the action that it belongs to.
    pub(crate) async fn store(
        &self,
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
        account: FtpAccountId,
        subject: Subject,
    ) -> Result<(), AppError> {
        let new = self.record(trail);
        let after = OneTimeLinkSnapshot::from(&new.link);
        transaction.replace_one_time_link(account, new).await?;
        trail
            .write(
                transaction,
                AuditAction::OneTimeLinkMade,
                subject,
                None,
                Some(&after),
            )
            .await
    }

    /// Stores links of accounts that have none, as [`NewLink::store`] stores one.
    pub(crate) async fn store_many(
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
        links: Vec<(&Self, FtpAccountId, Subject)>,
    ) -> Result<(), AppError> {
        let (mut records, mut rows) = (Vec::new(), Vec::new());
        for (link, account, subject) in links {
            let new = link.record(trail);
            rows.push((subject, None, Some(OneTimeLinkSnapshot::from(&new.link))));
            records.push((account, new));
        }
        transaction.add_one_time_links(records).await?;
        let action = AuditAction::OneTimeLinkMade;
        trail.write_many(transaction, action, rows).await
    }
}
