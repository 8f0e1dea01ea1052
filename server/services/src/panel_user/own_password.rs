//! The password by which a signed-in person shows that it is they.

use model::{Actor, AppError, Field, FieldError};

use crate::audit::panel_user_subject;
use crate::context::Context;
use crate::store::{AuditAction, PanelUserRecord};

impl Context {
    /// The acting person, if this is their password. Wrong ones count among those who are signed in
    /// with the login, so that nobody else keeps the person from it. `refusal` is the field of the
    /// form, and how a refusal is recorded.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the field; [`AppError::Throttled`]; [`AppError::NotSignedIn`] for an actor
    /// who is no panel user (any more); [`AppError::NotForTokens`].
    pub(crate) async fn check_own_password(
        &self,
        actor: &Actor,
        password: &str,
        refusal: (Field, AuditAction),
    ) -> Result<PanelUserRecord, AppError> {
        self.refuse_tokens(actor)?;
        let Actor::PanelUser { id, origin, .. } = actor else {
            return Err(AppError::NotSignedIn);
        };
        let user = self.store().panel_user(*id).await?;
        let user = user.ok_or(AppError::NotSignedIn)?;
        let (field, action) = refusal;
        let refused = |error: AppError| {
            self.refused(actor, action, panel_user_subject(&user.login), &error);
            error
        };
        let attempt = self
            .panel_throttle
            .begin_signed_in(origin.address, user.login.as_str())
            .map_err(|locked| refused(locked.into()))?;
        let hash = Some(user.password_hash.as_str());
        let is_right = self.hasher().verify(password, hash, actor.into()).await?;
        if !is_right {
            attempt.failed();
            return Err(refused(AppError::at(field, FieldError::WrongPassword)));
        }
        attempt.succeeded();
        Ok(user)
    }
}
