//! Using a one-time link: a panel user sets their password.

use model::{AppError, Login, Origin, PanelUserLinkView, PasswordUse, SetPasswordForm, UtcTime};

use super::PanelUsers;
use super::change_password::replace_password;
use crate::audit::{AuditTrail, Author, OneTimeLinkSnapshot, panel_user_subject};
use crate::client_network::own_network;
use crate::context::Context;
use crate::secret::OneTimeToken;
use crate::store::{AuditAction, TokenHash};
use crate::transaction::transaction;
use crate::work_budget::WorkFor;

impl PanelUsers {
    /// Shows the recipient of a one-time link whose password it sets, and leaves it as it is: mail
    /// programs open links before people do.
    ///
    /// Who may: whoever has the link, however many wrong ones came from the same address. One that
    /// is wrong, used, revoked or expired, and that of somebody who is disabled, gives the same
    /// answer after the same work, and counts against the address.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that does not work; [`AppError::Throttled`].
    pub async fn open_link(
        &self,
        token: &OneTimeToken,
        origin: &Origin,
    ) -> Result<PanelUserLinkView, AppError> {
        let hash = token.hash();
        let found = self
            .context
            .store()
            .panel_user_link(&hash, UtcTime::now())
            .await?;
        match found {
            Some(found) => Ok(PanelUserLinkView {
                login: found.user.login,
                display_name: found.user.display_name,
                role: found.user.role,
            }),
            None => Err(self.context.refuse_link(&hash, origin)),
        }
    }

    /// Sets a panel user's password by a one-time link, which is consumed by it. Their sessions end,
    /// as with every new password. Nobody is signed in by it: who has the link need not have what
    /// else a sign-in asks for. Returns the login.
    ///
    /// Who may: whoever has the link, once. A password that the rules refuse leaves the link as it
    /// is.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that does not work, as for [`PanelUsers::open_link`];
    /// [`AppError::Invalid`] for what the rules refuse; [`AppError::Throttled`].
    pub async fn set_password_by_link(
        &self,
        token: &OneTimeToken,
        form: &SetPasswordForm,
        origin: &Origin,
    ) -> Result<Login, AppError> {
        let hash = token.hash();
        let trail = AuditTrail::begin(Author::recipient(origin))?;
        let store = self.context.store();
        let Some(found) = store.panel_user_link(&hash, trail.at).await? else {
            return Err(self.context.refuse_link(&hash, origin));
        };
        let recipient = WorkFor::Recipient(own_network(origin.address));
        let password = form.parse(found.user.login.as_str())?;
        let password_hash = self.context.hash_for(&found.user, &password, recipient);
        let password_hash = password_hash.await?;
        self.context
            .consume_panel_user_link(&hash, &trail, &password_hash)
            .await
    }
}

impl Context {
    async fn consume_panel_user_link(
        &self,
        hash: &TokenHash,
        trail: &AuditTrail<'_>,
        password_hash: &str,
    ) -> Result<Login, AppError> {
        transaction!(self.store(), |transaction| {
            transaction.lock_panel_users().await?;
            // It may have been used concurrently.
            let found = transaction.panel_user_link(hash, trail.at).await?;
            let found = found.ok_or(AppError::NotFound)?;
            let user = found.user;
            if !transaction.remove_panel_user_link(user.id).await? {
                return Err(AppError::NotFound);
            }
            let link = OneTimeLinkSnapshot::from(&found.link);
            let subject = panel_user_subject(&user.login);
            trail
                .write(
                    transaction,
                    AuditAction::PanelUserLinkUsed,
                    subject,
                    Some(&link),
                    None,
                )
                .await?;
            let password_use = PasswordUse::Permanent;
            replace_password(transaction, trail, &user, password_hash, password_use).await?;
            Ok(user.login)
        })
        .await
        .inspect(|_| self.sessions_have_ended())
    }
}
