//! Sending a panel user's link by mail.

use model::{Actor, AppError, EmailAddress, LinkDelivery, Locale, Login, UtcTime};

use super::PanelUsers;
use crate::audit::{MailedLinkSnapshot, panel_user_subject};
use crate::context::Context;
use crate::mail::{Mail, MailContent};
use crate::secret::OneTimeToken;
use crate::store::AuditAction;
use crate::transaction::transaction;

/// A link by which somebody chooses the password of the panel, to be mailed.
pub(crate) struct PanelUserLinkMail<'a> {
    pub(crate) login: &'a Login,
    pub(crate) display_name: String,
    pub(crate) to: EmailAddress,
    pub(crate) locale: Locale,
    pub(crate) token: &'a OneTimeToken,
    pub(crate) expires_at: UtcTime,
}

impl PanelUsers {
    /// Sends a panel user's link to their own address, at once; the token is what
    /// [`PanelUsers::make_link`] or [`PanelUsers::add_by_link`] returned. That it was sent is recorded.
    /// It is in the language that the person has chosen, or else in `locale`.
    ///
    /// Who may: whoever may make one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`PanelUsers::view`], if the person has no address, if the token is
    /// not that of a link of theirs, and if [links cannot be sent](crate::Mails::can_send_links); for a
    /// token as for [`PanelUsers::make_link`].
    pub async fn mail_link(
        &self,
        actor: &Actor,
        login: &Login,
        token: &OneTimeToken,
        locale: Locale,
    ) -> Result<LinkDelivery, AppError> {
        let user = self.context.managed_user(actor, login).await?;
        (self.context).refuse_tokens_over(actor, user.details.role)?;
        let to = user.details.email.ok_or(AppError::NotFound)?;
        let found = (self.context.store())
            .panel_user_link(&token.hash(), UtcTime::now())
            .await?;
        let found = found.filter(|found| found.user.id == user.id);
        let found = found.ok_or(AppError::NotFound)?;
        let mail = PanelUserLinkMail {
            login,
            display_name: user.details.display_name,
            to,
            locale: found.user.locale.unwrap_or(locale),
            token,
            expires_at: found.link.expires_at,
        };
        self.context.mail_panel_user_link(actor, mail).await
    }
}

impl Context {
    /// Sends a panel user's link, at once, and records that it was sent, with the address.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if [links cannot be sent](crate::Mails::can_send_links).
    pub(crate) async fn mail_panel_user_link(
        &self,
        actor: &Actor,
        new: PanelUserLinkMail<'_>,
    ) -> Result<LinkDelivery, AppError> {
        let panel = self.mailed_panel()?;
        let snapshot = MailedLinkSnapshot {
            email: new.to.clone(),
        };
        let mail = Mail {
            to: new.to,
            name: Some(new.display_name),
            locale: new.locale,
            time_zone: None,
            id: None,
            content: MailContent::PanelUserLink {
                login: new.login.clone(),
                link: panel.panel_user_link(new.token.expose()),
                expires_at: new.expires_at,
            },
            panel: Some(panel),
        };
        let trail = self.begin_operation(actor)?;
        let delivery = self.send_link(actor, mail).await;
        if let LinkDelivery::Sent(_) = delivery {
            transaction!(self.store(), |transaction| {
                let action = AuditAction::PanelUserLinkMailed;
                let subject = panel_user_subject(new.login);
                trail
                    .write(transaction, action, subject, None, Some(&snapshot))
                    .await
            })
            .await?;
        }
        Ok(delivery)
    }
}
