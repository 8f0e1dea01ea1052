//! Resetting the second factor of somebody who lost it.

use model::{Actor, AppError, Login, Operation};

use super::SecondFactors;
use super::recovery_codes::store_codes;
use crate::audit::panel_user_subject;
use crate::store::AuditAction;
use crate::transaction::transaction;

impl SecondFactors {
    /// Takes off all that a panel user signs in with beside the password: app, passkeys and recovery
    /// codes. Their sessions end: whoever has what they lost may have one.
    ///
    /// Who may: administrators only, and never their own, or it would be no second factor.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::OwnSecondFactor`]; [`AppError::NotFound`] if
    /// nobody has the login; [`AppError::ProofRequired`]; [`AppError::NotForTokens`] for an administrator's.
    pub async fn reset(&self, actor: &Actor, login: &Login) -> Result<Operation, AppError> {
        self.context.administrators_only(actor)?;
        let user = self.context.store().panel_user_by_login(login).await?;
        let user = user.ok_or(AppError::NotFound)?;
        if actor.panel_user_id() == Some(user.id) {
            return Err(AppError::OwnSecondFactor);
        }
        self.context.refuse_tokens_over(actor, user.role)?;
        self.context.require_recent_proof(actor)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            transaction.remove_totp(user.id).await?;
            transaction.remove_passkeys_of(user.id).await?;
            store_codes(transaction, user.id, &[]).await?;
            transaction.remove_sign_in_challenges_of(user.id).await?;
            transaction.remove_sessions_of(user.id).await?;
            let action = AuditAction::SecondFactorReset;
            let subject = panel_user_subject(&user.login);
            trail
                .write::<()>(transaction, action, subject, None, None)
                .await
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(trail.finish())
    }
}
