//! Signing out of the panel.

use model::{Actor, AppError, Origin, UtcTime};

use super::Sessions;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::secret::SessionToken;
use crate::store::AuditAction;
use crate::transaction::transaction;

impl Sessions {
    /// Ends the session of a token. One that has ended already is no error.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn sign_out(&self, token: &SessionToken, origin: &Origin) -> Result<(), AppError> {
        let hash = token.hash();
        let store = self.context.store();
        let bounds = self.context.session_bounds(UtcTime::now());
        let Some(session) = store.session(&hash, bounds).await? else {
            return Ok(());
        };
        let actor = Actor::PanelUser {
            id: session.panel_user_id,
            login: session.viewer.login.clone(),
            role: session.viewer.role,
            proved_at: session.proved_at,
            origin: origin.clone(),
            token: None,
        };
        // Nobody is kept from signing out, however much they have changed.
        let trail = AuditTrail::begin(&actor)?;
        transaction!(store, |transaction| {
            if !transaction.remove_session(&hash).await? {
                return Ok(());
            }
            let subject = panel_user_subject(&session.viewer.login);
            let sign_ins = &self.context.sign_ins;
            trail
                .write_or_count(transaction, sign_ins, AuditAction::SignedOut, subject)
                .await
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(())
    }
}
