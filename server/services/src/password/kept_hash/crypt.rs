//! The schemes of `crypt` that need time alone: SHA-crypt and bcrypt.

use std::str::FromStr;

use bcrypt::HashParts;
use model::HashNotKept;
use sha_crypt::{PasswordHashRef, PasswordVerifier, ShaCrypt as ShaCryptVerifier};

use super::limits::{BCRYPT_COST, Cost, SHA_CRYPT_ROUNDS};

/// `$5$` or `$6$`, perhaps `rounds=…$`, then `salt$hash`.
pub(super) struct ShaCrypt(String);

/// Rounds where none are written.
const DEFAULT_ROUNDS: u64 = 5_000;
/// `crypt` never writes less.
const MIN_ROUNDS: u64 = 1_000;
/// `crypt` never writes a longer one.
const MAX_SHA_CRYPT_SALT: usize = 16;

impl ShaCrypt {
    pub(super) fn parse(text: &str) -> Result<(Self, Cost), HashNotKept> {
        let hash = PasswordHashRef::new(text).map_err(|_| HashNotKept::Malformed)?;
        let output_length = if hash.id() == "5" { 43 } else { 86 };
        let fields: Vec<&str> = hash.fields().map(|field| field.as_str()).collect();
        let (rounds, salt, output) = match fields[..] {
            [salt, output] => (DEFAULT_ROUNDS, salt, output),
            [rounds, salt, output] => {
                let rounds = rounds.strip_prefix("rounds=");
                let rounds = rounds.and_then(|rounds| rounds.parse().ok());
                (rounds.ok_or(HashNotKept::Malformed)?, salt, output)
            }
            _ => return Err(HashNotKept::Malformed),
        };
        let is_salt = (1..=MAX_SHA_CRYPT_SALT).contains(&salt.len()) && !salt.contains('=');
        if !is_salt || output.len() != output_length || rounds < MIN_ROUNDS {
            return Err(HashNotKept::Malformed);
        }
        Ok((Self(text.to_owned()), SHA_CRYPT_ROUNDS.judge(rounds)?))
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let verifier = ShaCryptVerifier::default();
        verifier.verify_password(password, self.0.as_str()).is_ok()
    }
}

/// `$2a$`, `$2b$` or `$2y$`, then `cost$` and 53 characters.
pub(super) struct Bcrypt(String);

/// bcrypt is not defined for less.
const MIN_BCRYPT_COST: u32 = 4;

impl Bcrypt {
    pub(super) fn parse(text: &str) -> Result<(Self, Cost), HashNotKept> {
        let parts = HashParts::from_str(text).map_err(|_| HashNotKept::Malformed)?;
        if parts.get_cost() < MIN_BCRYPT_COST {
            return Err(HashNotKept::Malformed);
        }
        let cost = BCRYPT_COST.judge(parts.get_cost().into())?;
        Ok((Self(text.to_owned()), cost))
    }

    /// Whether the first 72 bytes of a password are right: bcrypt never compared more.
    pub(super) fn verify(&self, password: &[u8]) -> bool {
        bcrypt::verify(password, &self.0).unwrap_or(false)
    }
}
