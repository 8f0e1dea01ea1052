//! Revoking a one-time link.

use app::model::{AccountName, Actor, DomainName, Operation, Problem};

use super::super::Accounts;
use super::super::audit::{OneTimeLinkSnapshot, Trail, account_subject};
use crate::store::{Deed, FtpAccountRecord, SubscriptionRecord, Writing};

impl Accounts {
    /// Revokes an FTP account's one-time link: from then on it works no more. Where there is none
    /// (any more), nothing is done.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is no such account, or for another's subscription.
    pub async fn revoke_one_time_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let found = writing
            .ftp_accounts(subscription.id, std::slice::from_ref(name))
            .await?;
        let account = found.into_iter().next().ok_or(Problem::NotFound)?;
        revoke(&writing, &trail, &account, &subscription).await?;
        writing.commit().await?;
        Ok(trail.finish())
    }
}

/// Revokes an account's link, if it has one that works, as part of another deed.
pub(in super::super) async fn revoke(
    writing: &Writing,
    trail: &Trail<'_>,
    account: &FtpAccountRecord,
    subscription: &SubscriptionRecord,
) -> Result<(), Problem> {
    let Some(link) = writing.one_time_link_of(account.id, trail.at).await? else {
        return Ok(());
    };
    if !writing.remove_one_time_link(account.id).await? {
        return Ok(());
    }
    let before = OneTimeLinkSnapshot::from(&link);
    let subject = account_subject(&account.name, subscription).about(account.id);
    trail
        .write(
            writing,
            Deed::OneTimeLinkRevoked,
            subject,
            Some(&before),
            None,
        )
        .await
}
