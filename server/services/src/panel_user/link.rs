//! The one-time links by which panel users set their passwords: made and revoked by those who manage
//! them.

use model::{Actor, AppError, LinkValidity, Login, Operation, PanelUserId};

use super::PanelUsers;
use super::manage::lock_managed_user;
use crate::audit::{AuditTrail, OneTimeLinkSnapshot, panel_user_subject};
use crate::one_time_link::NewLink;
use crate::secret::OneTimeToken;
use crate::store::{AuditAction, Transaction};
use crate::transaction::transaction;

impl PanelUsers {
    /// Makes a link by which a panel user sets their password, once. The token is returned here and
    /// never again: only its hash is stored. Until the link is used the password is what it was. An
    /// older link of the person is revoked.
    ///
    /// Who may: an administrator; a reseller for their customers. Nobody makes one for themselves:
    /// whoever finds a browser signed in would get by it what a change of password asks the current
    /// one for.
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`PanelUsers::view`]; [`AppError::OwnAccount`];
    /// [`AppError::ProofRequired`]; [`AppError::NotForTokens`] for an administrator's.
    pub async fn make_link(
        &self,
        actor: &Actor,
        login: &Login,
        validity: LinkValidity,
    ) -> Result<OneTimeToken, AppError> {
        let managed = self.context.managed_by(actor)?;
        let user = self.context.managed_user(actor, login).await?;
        if actor.panel_user_id() == Some(user.id) {
            return Err(AppError::OwnAccount);
        }
        self.context.refuse_tokens_over(actor, user.details.role)?;
        self.context.require_recent_proof(actor)?;
        let (token, link) = NewLink::new(validity)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let user = lock_managed_user(transaction, managed, login).await?;
            revoke_link(transaction, &trail, user.id, login).await?;
            store_link(transaction, &trail, &link, user.id, login).await
        })
        .await?;
        Ok(token)
    }

    /// Revokes a panel user's link: it stops working at once. Somebody without one is no error.
    ///
    /// Who may: as for [`PanelUsers::make_link`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`PanelUsers::view`]; [`AppError::NotForTokens`] for an
    /// administrator's.
    pub async fn revoke_link(&self, actor: &Actor, login: &Login) -> Result<Operation, AppError> {
        let managed = self.context.managed_by(actor)?;
        let user = self.context.managed_user(actor, login).await?;
        self.context.refuse_tokens_over(actor, user.details.role)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let user = lock_managed_user(transaction, managed, login).await?;
            revoke_link(transaction, &trail, user.id, login).await
        })
        .await?;
        Ok(trail.finish())
    }
}

/// Stores a person's link, in the transaction of the action that it belongs to.
pub(super) async fn store_link(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    link: &NewLink,
    user: PanelUserId,
    login: &Login,
) -> Result<(), AppError> {
    let new = link.record(trail);
    let after = OneTimeLinkSnapshot::from(&new.link);
    transaction.replace_panel_user_link(user, new).await?;
    let subject = panel_user_subject(login);
    trail
        .write(
            transaction,
            AuditAction::PanelUserLinkMade,
            subject,
            None,
            Some(&after),
        )
        .await
}

/// Revokes a person's link, if they have one that works, in the transaction of another action.
pub(super) async fn revoke_link(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    user: PanelUserId,
    login: &Login,
) -> Result<(), AppError> {
    let Some(link) = transaction.panel_user_link_of(user, trail.at).await? else {
        return Ok(());
    };
    if !transaction.remove_panel_user_link(user).await? {
        return Ok(());
    }
    let before = OneTimeLinkSnapshot::from(&link);
    let subject = panel_user_subject(login);
    trail
        .write(
            transaction,
            AuditAction::PanelUserLinkRevoked,
            subject,
            Some(&before),
            None,
        )
        .await
}
