//! Browsers in which somebody has signed in before.
//!
//! Such a browser has a counter of its own for wrong passwords (OWASP, "Slow Down Online Guessing
//! Attacks with Device Cookies"). Its cookie is kept in the database, so that it outlasts a restart
//! and can be taken back.

use model::{AppError, Login, PanelUserId, UtcTime};

use crate::context::Context;
use crate::secret::DeviceToken;
use crate::store::{NewDeviceCookieRecord, TokenHash, Transaction};

/// For how long a browser is known after a sign-in, in seconds: a year. The cookie lasts as long.
const KNOWN_FOR: i64 = 365 * 24 * 60 * 60;
/// Browsers that are known of one person. Who signs in from many loses their own oldest.
const MAX_DEVICES: u64 = 50;

/// Issues a device cookie to the browser in which a person signs in, in the place of the one that it
/// has. Who else signed in there is known there still.
pub(super) async fn issue_device_cookie(
    transaction: &Transaction,
    panel_user_id: PanelUserId,
    former: Option<&DeviceToken>,
    now: UtcTime,
) -> Result<DeviceToken, AppError> {
    let token = DeviceToken::generate()?;
    let record = NewDeviceCookieRecord {
        token_hash: token.hash(),
        panel_user_id,
        issued_at: now,
        former: former.map(DeviceToken::hash),
    };
    transaction
        .replace_device_cookie(record, since(now), MAX_DEVICES)
        .await?;
    Ok(token)
}

fn since(now: UtcTime) -> UtcTime {
    UtcTime(now.0 - KNOWN_FOR)
}

impl Context {
    /// What wrong passwords for this login are counted by in a browser in which it signed in before;
    /// none if the browser's device cookie does not say so.
    pub(super) async fn device_of(
        &self,
        login: &Login,
        token: Option<&DeviceToken>,
    ) -> Result<Option<TokenHash>, AppError> {
        let Some(token) = token else { return Ok(None) };
        let hash = token.hash();
        let since = since(UtcTime::now());
        let is_known = self.store().is_device_of(&hash, login, since).await?;
        Ok(is_known.then_some(hash))
    }
}
