//! « Deuxième facteur »: what a person signs in with beside the password, and who must have it.

mod own;
mod passkeys;
mod recovery_codes;
mod removal;
mod reset;
mod security;
mod sign_in;
mod totp;

pub(crate) use own::SecondFactor;
pub(crate) use recovery_codes::RecoveryCodes;
pub(crate) use reset::SecondFactorReset;
pub(crate) use security::Security;
pub(crate) use sign_in::SignInSecondFactor;
pub(crate) use totp::SetUpTotp;
