//! Sending a one-time link by mail.

use model::{
    AccountName, Actor, AppError, DomainName, EmailAddress, LinkDelivery, Locale, Permission,
    UtcTime,
};

use super::OneTimeLinks;
use crate::audit::{MailedLinkSnapshot, account_subject};
use crate::mail::{Mail, MailContent};
use crate::secret::OneTimeToken;
use crate::store::AuditAction;
use crate::transaction::transaction;

impl OneTimeLinks {
    /// Sends an account's link by mail, at once; the token is what [`OneTimeLinks::make`] returned. That
    /// it was sent is recorded, with the address. Each person may send only so many in a time.
    ///
    /// Who may: whoever may make one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, for another's subscription, if the token is
    /// not that of a link of the account, and if [links cannot be sent](crate::Mails::can_send_links).
    pub async fn mail(
        &self,
        actor: &Actor,
        (domain, name): (&DomainName, &AccountName),
        token: &OneTimeToken,
        (to, locale): (EmailAddress, Locale),
    ) -> Result<LinkDelivery, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        let panel = self.context.mailed_panel()?;
        let found = (self.context.store())
            .one_time_link(&token.hash(), UtcTime::now())
            .await?;
        let found = found
            .filter(|found| found.subscription == subscription.id && found.account.name == *name)
            .ok_or(AppError::NotFound)?;
        let snapshot = MailedLinkSnapshot { email: to.clone() };
        let mail = Mail {
            to,
            name: None,
            locale,
            time_zone: None,
            id: None,
            content: MailContent::FtpAccountLink {
                account: name.clone(),
                domain: domain.clone(),
                link: panel.one_time_link(token.expose()),
                expires_at: found.link.expires_at,
            },
            panel: Some(panel),
        };
        let trail = self.context.begin_operation(actor)?;
        let delivery = self.context.send_link(actor, mail).await;
        if let LinkDelivery::Sent(_) = delivery {
            let subject = account_subject(name, &subscription).about(found.account.id);
            transaction!(self.context.store(), |transaction| {
                let action = AuditAction::OneTimeLinkMailed;
                trail
                    .write(transaction, action, subject.clone(), None, Some(&snapshot))
                    .await
            })
            .await?;
        }
        Ok(delivery)
    }
}
