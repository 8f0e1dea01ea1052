//! Beginning a session of the panel.

use model::{AppError, Origin, PanelUserId, UtcTime};

use super::device::issue_device_cookie;
use crate::secret::{DeviceToken, SessionToken};
use crate::store::{NewSessionRecord, Transaction};

/// How long a session lives, used or not, in seconds: a week.
const LIFETIME: i64 = 7 * 24 * 60 * 60;
/// Characters that are stored of what the browser calls itself.
const MAX_USER_AGENT: usize = 200;

/// The tokens that a browser gets when a session begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserTokens {
    /// By which it shows who is signed in.
    pub session: SessionToken,
    /// By which it shows who has signed in there before.
    pub device: DeviceToken,
}

/// The tokens that a browser got earlier and sends when a session shall begin. They are replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormerTokens {
    /// Of a session that has not ended.
    pub session: Option<SessionToken>,
    /// Whatever stands in its device cookie.
    pub device: Option<DeviceToken>,
}

/// Begins a session, with tokens that nobody had before: one that somebody else put into the
/// browser is of no use to them. The session that the browser had ends.
pub(crate) async fn begin_session(
    transaction: &Transaction,
    panel_user_id: PanelUserId,
    origin: &Origin,
    former: &FormerTokens,
    now: UtcTime,
) -> Result<BrowserTokens, AppError> {
    let session = SessionToken::generate()?;
    let record = NewSessionRecord {
        token_hash: session.hash(),
        panel_user_id,
        created_at: now,
        expires_at: UtcTime(now.0 + LIFETIME),
        address: origin.address.to_string(),
        user_agent: origin.user_agent.chars().take(MAX_USER_AGENT).collect(),
    };
    if let Some(session) = &former.session {
        transaction.remove_session(&session.hash()).await?;
    }
    transaction.add_session(record).await?;
    let device = former.device.as_ref();
    let device = issue_device_cookie(transaction, panel_user_id, device, now).await?;
    Ok(BrowserTokens { session, device })
}
