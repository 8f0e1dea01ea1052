//! Randomness for keys and tokens.

use data_encoding::BASE64URL_NOPAD;

use crate::error::InternalError;

/// Random bytes of the operating system.
///
/// # Errors
/// If it has none.
pub(crate) fn bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], InternalError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A token that nobody guesses: 256 random bits, in text that is safe in URLs and cookies.
///
/// # Errors
/// As [`bytes`].
pub(crate) fn token() -> Result<String, InternalError> {
    Ok(BASE64URL_NOPAD.encode(&bytes::<32>()?))
}
