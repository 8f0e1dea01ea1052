//! Changing a panel user's password.

use model::{Actor, AppError, Field, FieldError, Login, Operation, Password};

use super::PanelUsers;
use super::link::revoke_link;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::context::Context;
use crate::session::{BrowserTokens, FormerTokens, begin_session};
use crate::store::{AuditAction, PanelUserRecord, Transaction};
use crate::transaction::transaction;
use crate::work_budget::WorkFor;

impl PanelUsers {
    /// Changes the acting person's own password.
    ///
    /// The current password must be given. Wrong ones count among those who are signed in with the
    /// login, so that nobody else keeps the person from it. The new one must be hard to guess. Every
    /// session of the person ends, and a new one begins. `former` is what the browser has from
    /// earlier sign-ins.
    ///
    /// Every other browser counts as one where the person never signed in: whoever knew the old
    /// password may have one.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::CurrentPassword`] or [`Field::Password`];
    /// [`AppError::Throttled`]; [`AppError::NotSignedIn`] for an actor who is no panel user (any
    /// more).
    pub async fn change_own_password(
        &self,
        actor: &Actor,
        current: &str,
        new: Password,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let origin = actor.origin().ok_or(AppError::NotSignedIn)?;
        let refused = AuditAction::PasswordChangeRefused;
        let user = self.context.prove_password(actor, current, refused).await?;
        let password_hash = self.context.hash_for(&user, &new, actor.into()).await?;
        // Nobody is kept from it, however much they have changed.
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            replace_password(transaction, &trail, &user, &password_hash).await?;
            begin_session(transaction, user.id, origin, former, trail.at).await
        })
        .await
    }

    /// Gives a panel user another password, for those who lost theirs. All their sessions end, and
    /// their browsers count as ones where they never signed in.
    ///
    /// Who may: administrators only.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::NotFound`] if nobody has the login;
    /// [`AppError::Invalid`] at [`Field::Password`].
    pub async fn set_password(
        &self,
        actor: &Actor,
        login: &Login,
        new: Password,
    ) -> Result<Operation, AppError> {
        self.context.administrators_only(actor)?;
        let user = self.context.store().panel_user_by_login(login).await?;
        let user = user.ok_or(AppError::NotFound)?;
        let password_hash = self.context.hash_for(&user, &new, actor.into()).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            replace_password(transaction, &trail, &user, &password_hash).await
        })
        .await?;
        Ok(trail.finish())
    }
}

impl Context {
    /// Has the acting person show that they know their password. A wrong one counts among those who
    /// are signed in with the login, and is recorded as `refused`.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::CurrentPassword`]; [`AppError::Throttled`];
    /// [`AppError::NotSignedIn`] for an actor who is no panel user (any more).
    pub(crate) async fn prove_password(
        &self,
        actor: &Actor,
        current: &str,
        refused: AuditAction,
    ) -> Result<PanelUserRecord, AppError> {
        let Actor::PanelUser { id, origin, .. } = actor else {
            return Err(AppError::NotSignedIn);
        };
        let user = self.store().panel_user(*id).await?;
        let user = user.ok_or(AppError::NotSignedIn)?;
        let refuse = |error: AppError| {
            let subject = panel_user_subject(&user.login);
            self.refused(actor, refused, subject, &error);
            error
        };
        let attempt = self
            .panel_throttle
            .begin_signed_in(origin.address, user.login.as_str())
            .map_err(|locked| refuse(locked.into()))?;
        let hash = Some(user.password_hash.as_str());
        if !self.hasher().verify(current, hash, actor.into()).await? {
            attempt.failed();
            let wrong = AppError::at(Field::CurrentPassword, FieldError::WrongPassword);
            return Err(refuse(wrong));
        }
        attempt.succeeded();
        Ok(user)
    }

    /// The hash of a password that a person is to have, if it is as hard to guess as it must be.
    pub(super) async fn hash_for(
        &self,
        user: &PanelUserRecord,
        new: &Password,
        client: WorkFor,
    ) -> Result<String, AppError> {
        let inputs = [user.login.as_str(), user.display_name.as_str()];
        self.refuse_guessable(new, &inputs, client).await?;
        self.hasher().hash(new, client).await
    }
}

/// Gives a person another password. Their sessions end, and the link by which they could set one
/// stops working.
pub(super) async fn replace_password(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    user: &PanelUserRecord,
    password_hash: &str,
) -> Result<(), AppError> {
    transaction
        .set_panel_user_password(user.id, password_hash.to_owned())
        .await?;
    transaction.remove_sessions_of(user.id).await?;
    transaction.remove_sign_in_challenges_of(user.id).await?;
    transaction.remove_device_cookies_of(user.id).await?;
    revoke_link(transaction, trail, user.id, &user.login).await?;
    let subject = panel_user_subject(&user.login);
    trail
        .write::<()>(
            transaction,
            AuditAction::PanelUserPasswordChanged,
            subject,
            None,
            None,
        )
        .await
}
