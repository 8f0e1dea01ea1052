//! The schemes that need much memory: Argon2 and yescrypt.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use model::HashNotKept;
use yescrypt::{Mode, PasswordHashRef, Yescrypt as YescryptVerifier};

use super::limits::{Cost, MEMORY, MEMORY_OF_ALL_PASSES};

/// A PHC string of Argon2d, Argon2i or Argon2id.
pub(super) struct Argon2Hash(Box<PasswordHash>);

impl Argon2Hash {
    pub(super) fn parse(text: &str) -> Result<(Self, Cost), HashNotKept> {
        let mut hash = PasswordHash::new(text).map_err(|_| HashNotKept::Malformed)?;
        if hash.salt.is_none() || hash.hash.is_none() {
            return Err(HashNotKept::Malformed);
        }
        // Strings of before the version was written are of the first one.
        let version = hash.version.unwrap_or(Version::V0x10.into());
        Version::try_from(version).map_err(|_| HashNotKept::UnknownScheme)?;
        hash.version = Some(version);
        let params = Params::try_from(&hash).map_err(|_| HashNotKept::Malformed)?;
        let memory = u64::from(params.m_cost()) * 1024;
        let of_all_passes = memory.saturating_mul(u64::from(params.t_cost()));
        let cost = MEMORY
            .judge(memory)?
            .max(MEMORY_OF_ALL_PASSES.judge(of_all_passes)?);
        Ok((Self(Box::new(hash)), cost))
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        // Algorithm, version and parameters are those of the hash.
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default());
        argon2.verify_password(password, &*self.0).is_ok()
    }
}

/// `$y$parameters$salt$hash`, as `crypt` writes it.
pub(super) struct Yescrypt(String);

/// 32 bytes in Base64.
const YESCRYPT_OUTPUT: usize = 43;

impl Yescrypt {
    pub(super) fn parse(text: &str) -> Result<(Self, Cost), HashNotKept> {
        let hash = PasswordHashRef::new(text).map_err(|_| HashNotKept::Malformed)?;
        let fields: Vec<&str> = hash.fields().map(|field| field.as_str()).collect();
        let [params, salt, output] = fields[..] else {
            return Err(HashNotKept::Malformed);
        };
        // One of no length would belong to every password.
        if salt.is_empty() || output.len() != YESCRYPT_OUTPUT {
            return Err(HashNotKept::Malformed);
        }
        let params: yescrypt::Params = params.parse().map_err(|_| HashNotKept::Malformed)?;
        // `crypt` chooses only the memory: what else could cost time is never written.
        let plain = yescrypt::Params::new(Mode::default(), params.n(), params.r(), 1);
        if plain != Ok(params) {
            return Err(HashNotKept::UnknownScheme);
        }
        let memory = params.n().saturating_mul(128 * u64::from(params.r()));
        Ok((Self(text.to_owned()), MEMORY.judge(memory)?))
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let verifier = YescryptVerifier::default();
        verifier.verify_password(password, self.0.as_str()).is_ok()
    }
}
