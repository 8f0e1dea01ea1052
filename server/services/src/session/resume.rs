//! Finding out who is signed in.

use model::{AppError, Locale, PanelUserId, TimeZone, UtcTime, Viewer};

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
}

impl Sessions {
    /// Who is signed in by this token; nobody, if its session has ended.
    ///
    /// Called at each request: one query, and no write. A session lives for a week, until its
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
        Ok(found.map(|session| ResumedSession {
            actor_id: session.panel_user_id,
            viewer: session.viewer,
            locale: session.locale,
            time_zone: session.time_zone,
        }))
    }
}
