//! Recognising who is signed in.

use crate::secret::SessionToken;
use model::{AppError, Locale, PanelUserId, UtcTime, Viewer};

use super::Sessions;

use super::token_hash;

/// Who is signed in by a token.
#[derive(Clone, Debug)]
pub struct ResumedSession {
    /// Who acts.
    pub actor_id: PanelUserId,
    /// The same person, as the screens show them.
    pub viewer: Viewer,
    /// The language chosen.
    pub locale: Option<Locale>,
}

impl Sessions {
    /// Who is signed in by this token; nobody, if its session has ended.
    ///
    /// Asked at each request: one query, and no write. A session lives for a week, until its
    /// person signs out or gets another password.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database cannot tell.
    pub async fn resume(&self, token: &SessionToken) -> Result<Option<ResumedSession>, AppError> {
        let found = self
            .context
            .store()
            .signed_in(&token_hash(token), UtcTime::now())
            .await?;
        Ok(found.map(|(actor_id, viewer, locale)| ResumedSession {
            actor_id,
            viewer,
            locale,
        }))
    }
}
