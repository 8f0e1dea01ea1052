//! Generating passwords.

use model::Password;
use zeroize::Zeroizing;

use crate::error::InternalError;
use crate::random;

/// Letters and digits that no one mistakes for one another, and that mean nothing to URLs, shells
/// and old clients. 56 of them, so 23 make 133 bits.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
const GENERATED_LENGTH: usize = 23;

/// Makes a password that nobody guesses, for the account or panel user called `name`.
pub(crate) fn generate(name: &str) -> Result<Password, InternalError> {
    loop {
        let mut text = Zeroizing::new(String::with_capacity(GENERATED_LENGTH));
        while text.len() < GENERATED_LENGTH {
            let byte: [u8; 1] = random::bytes()?;
            // Rejection sampling: six bits select one of 64, and what lies beyond the alphabet is
            // dropped, so that each letter is equally likely.
            if let Some(&letter) = ALPHABET.get(usize::from(byte[0] & 0x3f)) {
                text.push(char::from(letter));
            }
        }
        // It may by chance contain the name: then another.
        if let Ok(password) = Password::parse(&text, name) {
            return Ok(password);
        }
    }
}
