//! Changing a panel user's password.

use model::{
    Actor, AppError, Field, FieldError, Login, Operation, Password, PasswordPolicy, PasswordUse,
};

use super::PanelUsers;
use super::link::revoke_link;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::context::Context;
use crate::session::{BrowserTokens, FormerTokens};
use crate::store::{AuditAction, PanelUserRecord, Transaction};
use crate::transaction::transaction;
use crate::work_budget::WorkFor;

impl PanelUsers {
    /// Changes the acting person's own password.
    ///
    /// The current password must be given. Wrong ones count among those who are signed in with the
    /// login, so that nobody else keeps the person from it. The new one must be another one, and hard
    /// to guess. Every session of the person ends, and a new one begins. `former` is what the browser
    /// has from earlier sign-ins.
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
        let refusal = (Field::CurrentPassword, AuditAction::PasswordChangeRefused);
        let checked = self.context.check_own_password(actor, current, refusal);
        let user = checked.await?;
        if new.expose() == current {
            return Err(AppError::at(Field::Password, FieldError::SamePassword));
        }
        let password_hash = self.context.hash_for(&user, &new, actor.into()).await?;
        // Nobody is kept from it, however much they have changed.
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            let password_use = PasswordUse::Permanent;
            replace_password(transaction, &trail, &user, &password_hash, password_use).await?;
            self.context
                .begin_session(transaction, user.id, origin, former, trail.at)
                .await
        })
        .await
        .inspect(|_| self.context.sessions_have_ended())
    }

    /// Gives a panel user another password, for those who lost theirs. All their sessions end, and
    /// their browsers count as ones where they never signed in. A temporary password has to be changed
    /// at the next sign-in.
    ///
    /// Who may: administrators only, who have proved lately who they are.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::ProofRequired`]; [`AppError::NotFound`] if nobody has
    /// the login; [`AppError::NotForTokens`] for an administrator's; [`AppError::Invalid`] at
    /// [`Field::Password`].
    pub async fn set_password(
        &self,
        actor: &Actor,
        login: &Login,
        new: Password,
        password_use: PasswordUse,
    ) -> Result<Operation, AppError> {
        self.context.administrators_only(actor)?;
        self.context.require_recent_proof(actor)?;
        let user = self.context.store().panel_user_by_login(login).await?;
        let user = user.ok_or(AppError::NotFound)?;
        self.context.refuse_tokens_over(actor, user.role)?;
        self.context.may_change(actor)?;
        let password_hash = self.context.hash_for(&user, &new, actor.into()).await?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            replace_password(transaction, &trail, &user, &password_hash, password_use).await
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(trail.finish())
    }
}

impl Context {
    /// The hash of a password that a person is to have, if it is as hard to guess as it must be.
    pub(super) async fn hash_for(
        &self,
        user: &PanelUserRecord,
        new: &Password,
        client: WorkFor,
    ) -> Result<String, AppError> {
        let policy = PasswordPolicy::of(user.role);
        let inputs = [user.login.as_str(), user.display_name.as_str()];
        self.refuse_weak(new, policy, &inputs, client).await?;
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
    password_use: PasswordUse,
) -> Result<(), AppError> {
    let must_change = password_use == PasswordUse::Temporary;
    transaction
        .set_panel_user_password(user.id, password_hash.to_owned(), must_change)
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
