//! One-time links: whoever receives an FTP account sets its password alone, so that nobody has to
//! send one.

mod make;
mod open;
mod revoke;
mod set_password;

pub(super) use make::NewLink;
pub(super) use revoke::revoke;

use app::backend::OneTimeToken;
use app::model::Problem;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::internal;
use crate::store::TokenHash;

/// Makes a token that nobody had before: 256 random bits.
fn new_token() -> Result<OneTimeToken, Problem> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| internal(&error))?;
    Ok(OneTimeToken::new(BASE64URL_NOPAD.encode(&secret)))
}

/// What is stored of a token, as with those of the panel's sessions.
fn token_hash(token: &OneTimeToken) -> TokenHash {
    let hash = Sha256::digest(token.expose().as_bytes());
    TokenHash(BASE64URL_NOPAD.encode(&hash))
}
