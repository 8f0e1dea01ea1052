//! A person's own sessions.

use model::{Actor, AppError, PanelSessionRow, UtcTime};

use super::Sessions;
use crate::secret::SessionToken;

impl Sessions {
    /// The acting person's own sessions in the panel, the one that was seen last first. `token` is
    /// that of the one in which they ask. There are 50 at most.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user; [`AppError::NotForTokens`].
    pub async fn list(
        &self,
        actor: &Actor,
        token: &SessionToken,
    ) -> Result<Vec<PanelSessionRow>, AppError> {
        self.context.refuse_tokens(actor)?;
        let person = actor.panel_user_id().ok_or(AppError::NotSignedIn)?;
        let bounds = self.context.session_bounds(UtcTime::now());
        let sessions = self.context.store().sessions_of(person, bounds).await?;
        let current = token.hash();
        let rows = sessions.into_iter().map(|session| PanelSessionRow {
            id: session.id,
            is_current: session.token_hash == current,
            user_agent: session.user_agent,
            address: session.address,
            since: session.created_at,
            last_seen: session.last_seen_at,
        });
        Ok(rows.collect())
    }
}
