//! The second factor of a panel user's sign-in: codes of an app, passkeys, recovery codes.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{DisplayName, Role, UtcTime};

/// A code of an authenticator app (RFC 6238): six digits. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpCode(Zeroizing<String>);

/// A text is no code: neither of an app nor one for recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeError;

impl TotpCode {
    /// The digits of a code.
    pub const DIGITS: usize = 6;

    /// Reads a code as it is typed: apps show it with a space in its middle.
    ///
    /// # Errors
    /// [`CodeError`] for anything but six digits.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code: Zeroizing<String> = Zeroizing::new(without_separators(text));
        let is_code = code.len() == Self::DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then_some(Self(code)).ok_or(CodeError)
    }

    /// The six digits.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TotpCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpCode(…)")
    }
}

/// A code that stands in for a second factor that was lost, once: 16 characters of Base32 (RFC 4648),
/// which are 80 bits. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// The characters of a code.
    pub const LENGTH: usize = 16;
    /// The characters between two dashes, as a code is shown.
    const GROUP: usize = 4;

    /// Reads a code as it is typed: in letters of either case, with or without dashes and spaces.
    ///
    /// # Errors
    /// [`CodeError`] for anything but 16 characters of Base32.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = Zeroizing::new(without_separators(text).to_ascii_lowercase());
        let is_base32 = |byte: u8| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte);
        let is_code = code.len() == Self::LENGTH && code.bytes().all(is_base32);
        is_code.then_some(Self(code)).ok_or(CodeError)
    }

    /// The code without dashes.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The code as its owner is shown it, in four groups.
    pub fn shown(&self) -> String {
        let groups: Vec<&str> = (0..Self::LENGTH)
            .step_by(Self::GROUP)
            .filter_map(|at| self.0.get(at..at + Self::GROUP))
            .collect();
        groups.join("-")
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(…)")
    }
}

fn without_separators(text: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && *c != '-';
    text.chars().filter(is_kept).collect()
}

/// What is typed to show that one is who the password says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecondFactorCode {
    /// A code of an app.
    Totp(TotpCode),
    /// A recovery code.
    Recovery(RecoveryCode),
}

/// The second factor of a person, as they see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    /// Since when an app makes codes; none if none does.
    pub totp_since: Option<UtcTime>,
    /// The passkeys, by name.
    pub passkeys: Vec<PasskeyRow>,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
    /// Whether the person must have a second factor.
    pub is_required: bool,
    /// Whether passkeys work at the address at which the panel is asked for.
    pub passkeys_work_here: bool,
}

impl SecondFactorView {
    /// Whether there is a second factor.
    pub fn is_set_up(&self) -> bool {
        self.totp_since.is_some() || !self.passkeys.is_empty()
    }
}

/// A passkey in the list of its owner's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    /// What its owner calls it.
    pub name: DisplayName,
    /// When it was added.
    pub added_at: UtcTime,
    /// When somebody last signed in with it.
    pub last_used_at: Option<UtcTime>,
    /// The host name that it is for.
    pub host: String,
}

/// What one's app needs to make codes. Shown to its owner alone, until a first right code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSetUp {
    /// The secret in Base32, to be typed.
    pub secret: String,
    /// The same as an app reads it (`otpauth:`).
    pub address: String,
    /// The address as a QR code; none if it is too long for one.
    pub qr_code: Option<QrCode>,
}

/// A QR code, to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Its width and height in modules, the quiet zone among them.
    pub size: u32,
    /// Its dark modules, as the data of an SVG path.
    pub path: String,
}

/// How a person whose password was right may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorChoice {
    /// With a code of their app.
    pub totp: bool,
    /// With a passkey, at the address at which the panel is asked for.
    pub passkey: bool,
    /// With a recovery code.
    pub recovery_code: bool,
}

/// Whether a signed-in person has to prove again who they are, and by what they can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofChoice {
    /// Whether they have to, for what cannot be undone.
    pub is_due: bool,
    /// With a passkey, at the address at which the panel is asked for. The password always serves.
    pub passkey: bool,
}

/// Who must have a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorPolicy {
    /// Administrators.
    #[serde(default)]
    pub administrators: bool,
    /// Resellers.
    #[serde(default)]
    pub resellers: bool,
    /// Customers.
    #[serde(default)]
    pub customers: bool,
}

impl SecondFactorPolicy {
    /// Whether whoever has this role must have a second factor.
    pub fn requires(self, role: Role) -> bool {
        match role {
            Role::Administrator => self.administrators,
            Role::Reseller => self.resellers,
            Role::Customer => self.customers,
        }
    }
}

/// The page « Sécurité ».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityView {
    /// Who must have a second factor.
    pub policy: SecondFactorPolicy,
    /// Grows with each change, from 0.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_as_apps_show_it() {
        let read = |text: &str| TotpCode::parse(text).map(|code| code.expose().to_owned());
        assert_eq!(read(" 012 345 "), Ok("012345".to_owned()));
        for text in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(read(text), Err(CodeError), "{text}");
        }
    }

    #[test]
    fn no_code_is_printed() {
        let codes = [
            SecondFactorCode::Totp(TotpCode::parse("012345").expect("a code")),
            SecondFactorCode::Recovery(RecoveryCode::parse("abcd-efgh-2345-67ij").expect("a code")),
        ];
        let printed = format!("{codes:?}");
        assert!(!printed.contains("012345") && !printed.contains("efgh"));
    }

    proptest! {
        #[test]
        fn a_recovery_code_is_read_as_it_is_shown(code in "[a-z2-7]{16}") {
            let read = RecoveryCode::parse(&code).expect("a code");
            prop_assert_eq!(read.expose(), &code);
            let shown = read.shown();
            prop_assert_eq!(shown.len(), 19);
            prop_assert_eq!(RecoveryCode::parse(&shown.to_uppercase()), Ok(read));
        }

        #[test]
        fn nothing_else_is_a_recovery_code(text in "[a-z0-9-]{0,15}|[a-z2-7]{17,40}") {
            prop_assert_eq!(RecoveryCode::parse(&text), Err(CodeError));
        }
    }
}
