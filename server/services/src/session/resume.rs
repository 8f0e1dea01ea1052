//! Finding out who is signed in.

use model::{AppError, Locale, PanelUserId, PendingStep, TimeZone, UtcTime, Viewer};

use super::Sessions;
use crate::secret::SessionToken;

/// Who is signed in by a token.
#[derive(Clone, Debug)]
pub struct ResumedSession {
    /// Who acts.
    pub actor_id: PanelUserId,
    /// The same person, as the pages show them.
    pub viewer: Viewer,
    /// The person's language; none if never set.
    pub locale: Option<Locale>,
    /// The time zone in which times are shown; none if it was never reported.
    pub time_zone: Option<TimeZone>,
    /// What the person has to do before anything else. The web server refuses all else.
    pub pending: Option<PendingStep>,
}

impl Sessions {
    /// Who is signed in by this token; nobody, if its session has ended.
    ///
    /// Called at each request: a few queries by key, and no write. A session lives for a week, until its
    /// person signs out or gets another password.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn resume(&self, token: &SessionToken) -> Result<Option<ResumedSession>, AppError> {
        let found = self
            .context
            .store()
            .session(&token.hash(), UtcTime::now())
            .await?;
        let Some(session) = found else {
            return Ok(None);
        };
        let (person, role) = (session.panel_user_id, session.viewer.role);
        let is_missing = self.context.second_factor_missing(person, role).await?;
        Ok(Some(ResumedSession {
            actor_id: session.panel_user_id,
            viewer: session.viewer,
            locale: session.locale,
            time_zone: session.time_zone,
            pending: is_missing.then_some(PendingStep::SetUpSecondFactor),
        }))
    }
}
