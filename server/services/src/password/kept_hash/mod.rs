//! Hashes of passwords that other servers made, verified until Berth makes its own.
//!
//! A text is judged before any work is done with it: whether a scheme that is known wrote it, and
//! whether verifying it would cost too much. Nothing is guessed: a text that does not say its scheme
//! is none.

mod crypt;
mod digest;
mod hash_function;
mod limits;
mod md5_crypt;
mod memory_hard;
mod pbkdf2;
#[cfg(test)]
mod tests;

use model::HashNotKept;

use crypt::{Bcrypt, ShaCrypt};
use digest::Digest;
pub(super) use limits::Cost;
use md5_crypt::Md5Crypt;
use memory_hard::{Argon2Hash, Yescrypt};
use pbkdf2::Pbkdf2;

/// The longest text, in bytes. What the schemes write is far shorter.
const MAX_LENGTH: usize = 512;

/// The longest password that is verified with a hash that is not Argon2's, in bytes. The rounds of
/// some schemes cost more the longer the password is, and whoever signs in chooses that.
const MAX_PASSWORD_LENGTH: usize = 256;

/// Whether a hash of another server can be kept: whether a password can be verified with it, in a
/// bounded time and a bounded memory.
///
/// # Errors
/// Why not.
pub(crate) fn check_kept_hash(text: &str) -> Result<(), HashNotKept> {
    KeptHash::parse(text).map(drop)
}

/// A hash that a password can be verified with.
pub(super) struct KeptHash {
    scheme: Scheme,
    cost: Cost,
}

enum Scheme {
    Argon2(Argon2Hash),
    Bcrypt(Bcrypt),
    Digest(Digest),
    Md5Crypt(Md5Crypt),
    Pbkdf2(Pbkdf2),
    ShaCrypt(ShaCrypt),
    Yescrypt(Yescrypt),
}

impl KeptHash {
    /// Reads a hash as it was stored, by Berth or by another server.
    ///
    /// # Errors
    /// Why it cannot be kept.
    pub(super) fn parse(text: &str) -> Result<Self, HashNotKept> {
        if text.len() > MAX_LENGTH {
            return Err(HashNotKept::Malformed);
        }
        let Some((scheme, rest)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}'))
        else {
            return parse_crypt(text);
        };
        match scheme.to_ascii_uppercase().as_str() {
            "CRYPT" | "MD5-CRYPT" | "SHA256-CRYPT" | "SHA512-CRYPT" | "BLF-CRYPT" | "ARGON2I"
            | "ARGON2ID" => parse_crypt(rest),
            // Dovecot's `{MD5}` is MD5-crypt, that of everybody else is a plain digest.
            "MD5" if rest.starts_with('$') => parse_crypt(rest),
            scheme => {
                let digest = Digest::parse(scheme, rest)?;
                Ok(Self::new(Scheme::Digest(digest), Cost::Usual))
            }
        }
    }

    fn new(scheme: Scheme, cost: Cost) -> Self {
        Self { scheme, cost }
    }

    /// What verifying a password costs.
    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    /// Whether a password belongs to it. Compares in constant time. Blocks for as long as the hash
    /// is costly.
    pub(super) fn verify(&self, password: &str) -> bool {
        let password = password.as_bytes();
        match &self.scheme {
            Scheme::Argon2(hash) => hash.verify(password),
            _ if password.len() > MAX_PASSWORD_LENGTH => false,
            Scheme::Bcrypt(hash) => hash.verify(password),
            Scheme::Digest(hash) => hash.verify(password),
            Scheme::Md5Crypt(hash) => hash.verify(password),
            Scheme::Pbkdf2(hash) => hash.verify(password),
            Scheme::ShaCrypt(hash) => hash.verify(password),
            Scheme::Yescrypt(hash) => hash.verify(password),
        }
    }
}

/// Reads what begins with `$` and its scheme's name, and the marks of `passwd` and `shadow` for
/// accounts without a password.
fn parse_crypt(text: &str) -> Result<KeptHash, HashNotKept> {
    if text.is_empty() || text == "x" || text.starts_with(['*', '!']) {
        return Err(HashNotKept::NoPassword);
    }
    let name = text
        .strip_prefix('$')
        .and_then(|rest| rest.split_once('$'))
        .map(|(name, _)| name)
        .ok_or(HashNotKept::UnknownScheme)?;
    let (scheme, cost) = match name {
        "1" | "apr1" => (Scheme::Md5Crypt(Md5Crypt::parse(text)?), Cost::Usual),
        "5" | "6" => {
            let (hash, cost) = ShaCrypt::parse(text)?;
            (Scheme::ShaCrypt(hash), cost)
        }
        "2a" | "2b" | "2y" => {
            let (hash, cost) = Bcrypt::parse(text)?;
            (Scheme::Bcrypt(hash), cost)
        }
        "y" => {
            let (hash, cost) = Yescrypt::parse(text)?;
            (Scheme::Yescrypt(hash), cost)
        }
        "argon2d" | "argon2i" | "argon2id" => {
            let (hash, cost) = Argon2Hash::parse(text)?;
            (Scheme::Argon2(hash), cost)
        }
        _ => {
            let (hash, cost) = Pbkdf2::parse(text)?;
            (Scheme::Pbkdf2(hash), cost)
        }
    };
    Ok(KeptHash::new(scheme, cost))
}
