//! Finding out for whom a program acts.

use model::{
    ActingToken, Actor, ApiTokenId, AppError, Locale, Origin, PendingStep, RefusalReason, UtcTime,
};

use super::ApiTokens;
use crate::audit::panel_user_subject;
use crate::secret::ApiTokenSecret;
use crate::store::{ApiTokenRecord, AuditAction};

/// For whom a program acts that has a token.
#[derive(Clone, Debug)]
pub struct AuthenticatedToken {
    /// The token's owner, acting by the token.
    pub actor: Actor,
    /// The owner's language; none if never set.
    pub locale: Option<Locale>,
    /// Which token it is.
    pub token: ApiTokenId,
    /// Until when it works; none for ever.
    pub expires_at: Option<UtcTime>,
}

impl ApiTokens {
    /// For whom a program acts that sends this token.
    ///
    /// Called at each request: some queries by key, and no write that it waits for. The owner is whoever
    /// they are now. What they would have to do before anything else in the panel, they have to do
    /// before a token of theirs does anything.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for a token that there is not (any more), that has expired, or that may
    /// not be used from there, and if its owner is disabled: all but the first are in the audit trail.
    /// [`AppError::StepPending`].
    pub async fn authenticate(
        &self,
        token: &ApiTokenSecret,
        origin: &Origin,
    ) -> Result<AuthenticatedToken, AppError> {
        let (context, now) = (&self.context, UtcTime::now());
        let found = context.store().api_token(&token.hash()).await?;
        let found = found.ok_or(AppError::NotSignedIn)?;
        let actor = acting_by(&found, origin, now);
        if let Some(reason) = refusal(&found, origin, now) {
            let (action, subject) = (
                AuditAction::ApiTokenRefused,
                panel_user_subject(&found.login),
            );
            context.refused_since(&actor, action, subject, reason);
            return Err(AppError::NotSignedIn);
        }
        if found.must_change_password {
            return Err(AppError::StepPending(PendingStep::ChangePassword));
        }
        if context
            .second_factor_missing(found.owner, found.role)
            .await?
        {
            return Err(AppError::StepPending(PendingStep::SetUpSecondFactor));
        }
        context.api_token_used(&found, token.hash(), origin, now);
        Ok(AuthenticatedToken {
            actor,
            locale: found.locale,
            token: found.id,
            expires_at: found.expires_at,
        })
    }
}

/// The owner of a token, acting by it. Whoever made it had proved who they are.
fn acting_by(found: &ApiTokenRecord, origin: &Origin, now: UtcTime) -> Actor {
    Actor::PanelUser {
        id: found.owner,
        login: found.login.clone(),
        role: found.role,
        proved_at: now,
        origin: origin.clone(),
        token: Some(ActingToken {
            id: found.id,
            name: found.name.clone(),
            access: found.access,
            is_limited: found.is_limited,
        }),
    }
}

/// Why a token does not work there and then; none if it does.
fn refusal(found: &ApiTokenRecord, origin: &Origin, now: UtcTime) -> Option<RefusalReason> {
    if found.is_disabled {
        Some(RefusalReason::TokenOwnerDisabled)
    } else if found.expires_at.is_some_and(|at| at <= now) {
        Some(RefusalReason::TokenExpired)
    } else if !found.addresses.contains(origin.address) {
        Some(RefusalReason::AddressNotAllowed)
    } else {
        None
    }
}
