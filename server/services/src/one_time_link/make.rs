//! Making a one-time link.

use crate::secret::OneTimeToken;
use model::{AccountName, Actor, AppError, DomainName, LinkValidity, OneTimeLink};

use super::OneTimeLinks;

use super::{new_token, revoke, token_hash};
use crate::audit::{AuditTrail, OneTimeLinkSnapshot, account_subject};
use crate::store::{
    AuditAction, FtpAccountId, NewOneTimeLinkRecord, Subject, TokenHash, Transaction,
};

impl OneTimeLinks {
    /// Makes a link by which somebody sets an FTP account's password, once. The token is told
    /// here and never again: only its hash is kept.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. Until the link is
    /// used the account's password is what it was. An older link of the account works no more.
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
        let subscription = self.context.authorised_subscription(actor, domain).await?;
        let (token, link) = NewLink::new(validity)?;
        let trail = AuditTrail::begin(actor)?;
        let transaction = self.context.store().write().await?;
        let found = transaction
            .ftp_accounts(subscription.id, std::slice::from_ref(name))
            .await?;
        let account = found.into_iter().next().ok_or(AppError::NotFound)?;
        revoke(&transaction, &trail, &account, &subscription).await?;
        let subject = account_subject(name, &subscription).about(account.id);
        link.store(&transaction, &trail, account.id, subject)
            .await?;
        transaction.commit().await?;
        Ok(token)
    }
}

/// A link that is about to be stored.
pub(in super::super) struct NewLink {
    hash: TokenHash,
    validity: LinkValidity,
}

impl NewLink {
    /// A link with a token of its own.
    pub(in super::super) fn new(validity: LinkValidity) -> Result<(OneTimeToken, Self), AppError> {
        let token = new_token()?;
        let hash = token_hash(&token);
        Ok((token, Self { hash, validity }))
    }

    /// Stores it, in the transaction of the action that it belongs to.
    pub(in super::super) async fn store(
        self,
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
        account: FtpAccountId,
        subject: Subject,
    ) -> Result<(), AppError> {
        let link = OneTimeLink {
            expires_at: self.validity.end(trail.at),
            made_by: trail.author().to_owned(),
        };
        let after = OneTimeLinkSnapshot::from(&link);
        let new = NewOneTimeLinkRecord {
            account,
            token_hash: self.hash,
            link,
            made_at: trail.at,
        };
        transaction.put_one_time_link(new).await?;
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
}
