//! Beginning a session of the panel.

use model::{AppError, Origin, PanelSessionId, PanelUserId, UtcTime};

use super::device::issue_device_cookie;
use crate::context::Context;
use crate::error::InternalError;
use crate::random;
use crate::secret::{DeviceToken, SessionToken};
use crate::store::{NewSessionRecord, Transaction};

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

impl Context {
    /// Begins a session, with tokens that nobody had before: one that somebody else put into the
    /// browser is of no use to them. The session that the browser had ends.
    pub(crate) async fn begin_session(
        &self,
        transaction: &Transaction,
        panel_user_id: PanelUserId,
        origin: &Origin,
        former: &FormerTokens,
        now: UtcTime,
    ) -> Result<BrowserTokens, AppError> {
        let session = SessionToken::generate()?;
        let lifetime = self.session_limits().lifetime;
        let record = NewSessionRecord {
            id: session_id()?,
            token_hash: session.hash(),
            panel_user_id,
            created_at: now,
            expires_at: UtcTime(now.0 + lifetime),
            address: origin.address.to_string(),
            user_agent: origin.user_agent.chars().take(MAX_USER_AGENT).collect(),
        };
        if let Some(session) = &former.session {
            transaction.remove_session(&session.hash()).await?;
        }
        let bounds = self.session_bounds(now);
        transaction.add_session(record, bounds).await?;
        let device = former.device.as_ref();
        let device = issue_device_cookie(transaction, panel_user_id, device, now).await?;
        Ok(BrowserTokens { session, device })
    }
}

/// What a session is called: random, so that it tells neither its token nor how many there are.
fn session_id() -> Result<PanelSessionId, InternalError> {
    let random = u64::from_le_bytes(random::bytes()?);
    Ok(PanelSessionId((random >> 1).cast_signed()))
}
