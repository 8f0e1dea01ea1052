//! Sessions of the panel.

mod resume;
mod sign_in;
mod sign_out;

pub use resume::ResumedSession;

use crate::secret::SessionToken;
use data_encoding::BASE64URL_NOPAD;
use model::{AppError, Origin, PanelUserId, UtcTime};
use sha2::{Digest, Sha256};

use crate::context::internal;
use crate::store::{NewSessionRecord, TokenHash, Transaction};

crate::part! {
    /// Sessions of panel users.
    Sessions
}

/// How long a session lives, used or not, in seconds: a week.
const LIFETIME: i64 = 7 * 24 * 60 * 60;

/// What is stored of a token. It has 256 random bits, so that a plain hash is enough.
fn token_hash(token: &SessionToken) -> TokenHash {
    let hash = Sha256::digest(token.expose().as_bytes());
    TokenHash(BASE64URL_NOPAD.encode(&hash))
}

/// Begins a session with a new token.
pub(super) async fn begin_session(
    transaction: &Transaction,
    panel_user_id: PanelUserId,
    origin: &Origin,
    now: UtcTime,
) -> Result<SessionToken, AppError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| internal(&error))?;
    let token = SessionToken::new(BASE64URL_NOPAD.encode(&secret));
    let session = NewSessionRecord {
        token_hash: token_hash(&token),
        panel_user_id,
        created_at: now,
        expires_at: UtcTime(now.0 + LIFETIME),
        address: origin.address.to_string(),
        user_agent: origin.user_agent.chars().take(200).collect(),
    };
    transaction.add_session(session).await?;
    Ok(token)
}
