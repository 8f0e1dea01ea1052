//! Beginning a session of the panel.

use model::{AppError, Origin, PanelUserId, UtcTime};

use crate::secret::SessionToken;
use crate::store::{NewSessionRecord, Transaction};

/// How long a session lives, used or not, in seconds: a week.
const LIFETIME: i64 = 7 * 24 * 60 * 60;
/// Characters that are stored of what the browser calls itself.
const MAX_USER_AGENT: usize = 200;

/// Begins a session with a new token.
pub(crate) async fn begin_session(
    transaction: &Transaction,
    panel_user_id: PanelUserId,
    origin: &Origin,
    now: UtcTime,
) -> Result<SessionToken, AppError> {
    let token = SessionToken::generate()?;
    let session = NewSessionRecord {
        token_hash: token.hash(),
        panel_user_id,
        created_at: now,
        expires_at: UtcTime(now.0 + LIFETIME),
        address: origin.address.to_string(),
        user_agent: origin.user_agent.chars().take(MAX_USER_AGENT).collect(),
    };
    transaction.add_session(session).await?;
    Ok(token)
}
