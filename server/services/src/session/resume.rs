//! Finding out who is signed in.

use model::{AppError, Locale, PanelUserId, PendingStep, TimeZone, UtcTime, Viewer};

use super::Sessions;
use crate::context::Context;
use crate::secret::SessionToken;
use crate::store::SessionRecord;

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
    /// When the person last proved who they are, in this session.
    pub proved_at: UtcTime,
    /// What the person has to do before anything else. The web server refuses all else.
    pub pending: Option<PendingStep>,
}

impl Sessions {
    /// Who is signed in by this token; nobody, if its session has ended.
    ///
    /// Called at each request: a few queries by key, and no write that it waits for. A session goes
    /// on as the settings say, until its person ends it, signs out or gets another password.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn resume(&self, token: &SessionToken) -> Result<Option<ResumedSession>, AppError> {
        let (token, now) = (token.hash(), UtcTime::now());
        let bounds = self.context.session_bounds(now);
        let Some(session) = self.context.store().session(&token, bounds).await? else {
            return Ok(None);
        };
        self.context.session_seen(token, session.last_seen_at, now);
        let pending = self.context.pending_step(&session).await?;
        Ok(Some(ResumedSession {
            pending,
            proved_at: session.proved_at,
            actor_id: session.panel_user_id,
            viewer: session.viewer,
            locale: session.locale,
            time_zone: session.time_zone,
        }))
    }
}

impl Context {
    /// The first thing that a session's person has to do, if there is any.
    async fn pending_step(&self, session: &SessionRecord) -> Result<Option<PendingStep>, AppError> {
        if session.must_change_password {
            return Ok(Some(PendingStep::ChangePassword));
        }
        let (person, role) = (session.panel_user_id, session.viewer.role);
        let is_missing = self.second_factor_missing(person, role).await?;
        Ok(is_missing.then_some(PendingStep::SetUpSecondFactor))
    }
}
