//! One-time links: whoever receives an FTP account sets its password alone, so that nobody has to
//! send one.

mod make;
mod open;
mod revoke;
mod set_password;

pub(super) use make::NewLink;
pub(super) use revoke::revoke;

use crate::secret::OneTimeToken;
use data_encoding::BASE64URL_NOPAD;
use model::AppError;
use sha2::{Digest, Sha256};

use crate::context::internal;
use crate::store::TokenHash;

crate::part! {
    /// Links by which a recipient sets an account's password.
    OneTimeLinks
}

/// Makes a token that nobody had before: 256 random bits.
fn new_token() -> Result<OneTimeToken, AppError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| internal(&error))?;
    Ok(OneTimeToken::new(BASE64URL_NOPAD.encode(&secret)))
}

/// What is stored of a token, as with those of the panel's sessions.
fn token_hash(token: &OneTimeToken) -> TokenHash {
    let hash = Sha256::digest(token.expose().as_bytes());
    TokenHash(BASE64URL_NOPAD.encode(&hash))
}
