//! Making a one-time link.

use app::backend::OneTimeToken;
use app::model::{AccountName, Actor, DomainName, LinkValidity, OneTimeLink, Problem};

use super::super::Accounts;
use super::super::audit::{OneTimeLinkSnapshot, Trail, account_subject};
use super::{new_token, revoke, token_hash};
use crate::store::{Deed, FtpAccountId, NewOneTimeLinkRecord, Subject, TokenHash, Writing};

impl Accounts {
    /// Makes a link by which somebody sets an FTP account's password, once. The token is told
    /// here and never again: only its hash is kept.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. Until the link is
    /// used the account's password is what it was. An older link of the account works no more.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is no such account, or for another's subscription.
    pub async fn make_one_time_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        validity: LinkValidity,
    ) -> Result<OneTimeToken, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let (token, link) = NewLink::new(validity)?;
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let found = writing
            .ftp_accounts(subscription.id, std::slice::from_ref(name))
            .await?;
        let account = found.into_iter().next().ok_or(Problem::NotFound)?;
        revoke(&writing, &trail, &account, &subscription).await?;
        let subject = account_subject(name, &subscription).about(account.id);
        link.store(&writing, &trail, account.id, subject).await?;
        writing.commit().await?;
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
    pub(in super::super) fn new(validity: LinkValidity) -> Result<(OneTimeToken, Self), Problem> {
        let token = new_token()?;
        let hash = token_hash(&token);
        Ok((token, Self { hash, validity }))
    }

    /// Stores it, in the transaction of the deed that it belongs to.
    pub(in super::super) async fn store(
        self,
        writing: &Writing,
        trail: &Trail<'_>,
        account: FtpAccountId,
        subject: Subject,
    ) -> Result<(), Problem> {
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
        writing.put_one_time_link(new).await?;
        trail
            .write(writing, Deed::OneTimeLinkMade, subject, None, Some(&after))
            .await
    }
}
