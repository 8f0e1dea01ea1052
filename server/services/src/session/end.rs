//! Ending one's own sessions.

use model::{Actor, AppError, PanelSessionId};
use tokio::sync::watch;

use super::Sessions;
use crate::audit::{AuditTrail, PanelSessionsSnapshot, panel_user_subject};
use crate::secret::SessionToken;
use crate::store::AuditAction;
use crate::transaction::transaction;

impl Sessions {
    /// Ends one of the acting person's own sessions, at once. One that has ended already is no error,
    /// and somebody else's is none of theirs.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user; [`AppError::NotForTokens`].
    pub async fn end(&self, actor: &Actor, id: PanelSessionId) -> Result<(), AppError> {
        self.context.refuse_tokens(actor)?;
        let Actor::PanelUser {
            id: person, login, ..
        } = actor
        else {
            return Err(AppError::NotSignedIn);
        };
        // Nobody is kept from it, however much they have changed.
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            if !transaction.remove_session_of(*person, id).await? {
                return Ok(());
            }
            let ended = PanelSessionsSnapshot { sessions: 1 };
            let (action, subject) = (AuditAction::SessionsEnded, panel_user_subject(login));
            trail
                .write(transaction, action, subject, Some(&ended), None)
                .await
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(())
    }

    /// Ends all of the acting person's own sessions, at once, but the one with this token.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user; [`AppError::NotForTokens`].
    pub async fn end_others(&self, actor: &Actor, token: &SessionToken) -> Result<(), AppError> {
        self.context.refuse_tokens(actor)?;
        let Actor::PanelUser { id, login, .. } = actor else {
            return Err(AppError::NotSignedIn);
        };
        let kept = token.hash();
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            let sessions = transaction.remove_other_sessions(*id, &kept).await?;
            if sessions == 0 {
                return Ok(());
            }
            let ended = PanelSessionsSnapshot { sessions };
            let (action, subject) = (AuditAction::SessionsEnded, panel_user_subject(login));
            trail
                .write(transaction, action, subject, Some(&ended), None)
                .await
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(())
    }

    /// Changes whenever this process has ended sessions: what goes on for longer than a request looks
    /// then whether its own is among them.
    pub fn ends(&self) -> watch::Receiver<()> {
        self.context.session_ends.subscribe()
    }
}
