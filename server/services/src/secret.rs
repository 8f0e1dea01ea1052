//! Secrets that are made as text, stored as hashes and never printed.

use data_encoding::BASE64URL_NOPAD;
use model::RecoveryCode;
use sha2::{Digest, Sha256};

use crate::error::InternalError;
use crate::random;
use crate::store::TokenHash;

/// Implements what such secrets share.
macro_rules! secret_token {
    ($type:ident) => {
        secret_token!($type, "");
    };
    // What begins with the same letters is found by scanners for secrets, wherever it got into.
    ($type:ident, $prefix:literal) => {
        impl $type {
            /// Takes a token as it was sent.
            pub fn new(text: String) -> Self {
                Self(text)
            }

            /// A new token of 256 random bits.
            pub(crate) fn generate() -> Result<Self, InternalError> {
                Ok(Self(format!(concat!($prefix, "{}"), random::token()?)))
            }

            /// The secret itself, to be sent to its owner.
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// What is stored of it. With 256 random bits a plain hash is enough.
            pub(crate) fn hash(&self) -> TokenHash {
                TokenHash(BASE64URL_NOPAD.encode(&Sha256::digest(self.0.as_bytes())))
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    };
}

/// The token by which a browser shows that it is signed in. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);
secret_token!(SessionToken);

/// The token by which a browser shows that somebody has signed in there before (OWASP, "device
/// cookie"). It is no more than a counter of its own for wrong passwords. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceToken(String);
secret_token!(DeviceToken);

/// The token by which a browser shows that its person's password was right, until they have shown a
/// second factor. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInToken(String);
secret_token!(SignInToken);

/// The token in a one-time link. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeToken(String);
secret_token!(OneTimeToken);

/// The token by which a browser shows that an FTP account is signed in to the page of its own. Never
/// printed.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountSessionToken(String);
secret_token!(AccountSessionToken);

/// The text of an API token, by which a program acts for a panel user. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiTokenSecret(String);
secret_token!(ApiTokenSecret, "berth_");

/// What is stored of a recovery code. Its 80 random bits are beyond trying them all, however quick
/// the hash is: a slow one, as of passwords, is for what people choose.
pub(crate) fn recovery_code_hash(code: &RecoveryCode) -> TokenHash {
    TokenHash(BASE64URL_NOPAD.encode(&Sha256::digest(code.expose().as_bytes())))
}
