//! Plain digests with or without a salt, as LDAP (RFC 2307), Dovecot, ProFTPD and SFTPGo write them:
//! the scheme in braces, then Base64, or hexadecimal digits for a digest without a salt.

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use model::HashNotKept;
use subtle::ConstantTimeEq;

use super::hash_function::HashFunction;

/// A digest of a password and the salt after it.
pub(super) struct Digest {
    function: HashFunction,
    digest: Vec<u8>,
    salt: Vec<u8>,
}

impl Digest {
    /// Reads what follows a scheme's name, which is in capitals.
    pub(super) fn parse(scheme: &str, text: &str) -> Result<Self, HashNotKept> {
        let (function, is_salted) = match scheme {
            "MD5" | "PLAIN-MD5" | "LDAP-MD5" => (HashFunction::Md5, false),
            "SMD5" => (HashFunction::Md5, true),
            "SHA" | "SHA1" => (HashFunction::Sha1, false),
            "SSHA" => (HashFunction::Sha1, true),
            "SHA256" => (HashFunction::Sha256, false),
            "SSHA256" => (HashFunction::Sha256, true),
            "SHA512" => (HashFunction::Sha512, false),
            "SSHA512" => (HashFunction::Sha512, true),
            _ => return Err(HashNotKept::UnknownScheme),
        };
        let length = function.output_length();
        let bytes = if !is_salted && text.len() == 2 * length {
            HEXLOWER_PERMISSIVE.decode(text.as_bytes())
        } else {
            BASE64_NOPAD.decode(text.trim_end_matches('=').as_bytes())
        };
        let bytes = bytes.map_err(|_| HashNotKept::Malformed)?;
        let (digest, salt) = bytes
            .split_at_checked(length)
            .ok_or(HashNotKept::Malformed)?;
        if salt.is_empty() == is_salted {
            return Err(HashNotKept::Malformed);
        }
        Ok(Self {
            function,
            digest: digest.to_vec(),
            salt: salt.to_vec(),
        })
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let digest = self.function.digest(&[password, &self.salt]);
        digest.ct_eq(&self.digest).into()
    }
}
