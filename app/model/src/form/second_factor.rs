//! The forms of second factors: to sign in with one, to set one up, to take one off.

use serde::{Deserialize, Serialize};

use super::{SecretText, form_fields};
use crate::{
    DisplayName, Field, FieldError, FieldErrors, RecoveryCode, SecondFactorCode,
    SecondFactorPolicy, TotpCode,
};

/// The form where a sign-in with a right password goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecondFactorForm {
    /// A code of one's app; empty if there is a recovery code.
    pub code: SecretText,
    /// A recovery code.
    pub recovery_code: SecretText,
    /// Where to go on; a path of the panel's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

form_fields!(SecondFactorForm {
    texts {}
    secrets {
        Code: code,
        RecoveryCode: recovery_code,
    }
});

impl SecondFactorForm {
    /// What was typed.
    ///
    /// # Errors
    /// That it is no code.
    pub fn parse(&self) -> Result<SecondFactorCode, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = if self.recovery_code.is_empty() {
            read_code(&mut errors, &self.code).map(SecondFactorCode::Totp)
        } else {
            let code = RecoveryCode::parse(self.recovery_code.expose());
            let code = code.map_err(|_| FieldError::NotACode);
            let code = errors.read(Field::RecoveryCode, code);
            code.map(SecondFactorCode::Recovery)
        };
        errors.finish(code)
    }
}

/// The form by which a first code shows that one's app is set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TotpForm {
    /// The code.
    pub code: SecretText,
}

form_fields!(TotpForm {
    texts {}
    secrets { Code: code }
});

impl TotpForm {
    /// The code.
    ///
    /// # Errors
    /// That it is none.
    pub fn parse(&self) -> Result<TotpCode, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = read_code(&mut errors, &self.code);
        errors.finish(code)
    }
}

fn read_code(errors: &mut FieldErrors, text: &SecretText) -> Option<TotpCode> {
    let code = TotpCode::parse(text.expose()).map_err(|_| FieldError::NotACode);
    errors.read(Field::Code, code)
}

/// The form by which a passkey is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyForm {
    /// What its owner calls it.
    pub passkey_name: String,
}

form_fields!(PasskeyForm {
    texts { PasskeyName: passkey_name }
});

impl PasskeyForm {
    /// The name.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn parse(&self) -> Result<DisplayName, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.read(Field::PasskeyName, DisplayName::parse(&self.passkey_name));
        errors.finish(name)
    }
}

/// The form that says who must have a second factor. What is ticked is there, whatever its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecurityForm {
    /// The version of the settings that the form was made from.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// Ticked for administrators.
    pub administrators: String,
    /// Ticked for resellers.
    pub resellers: String,
    /// Ticked for customers.
    pub customers: String,
}

impl SecurityForm {
    /// Who must have a second factor.
    pub fn policy(&self) -> SecondFactorPolicy {
        SecondFactorPolicy {
            administrators: !self.administrators.is_empty(),
            resellers: !self.resellers.is_empty(),
            customers: !self.customers.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_signs_in_with_a_code_or_with_a_recovery_code() {
        let parse = |code: &str, recovery_code: &str| {
            let form = SecondFactorForm {
                code: code.into(),
                recovery_code: recovery_code.into(),
                next: None,
            };
            form.parse()
        };
        assert!(matches!(
            parse("123 456", ""),
            Ok(SecondFactorCode::Totp(_))
        ));
        let recovery = parse("", "abcd-efgh-2345-67ij");
        assert!(matches!(recovery, Ok(SecondFactorCode::Recovery(_))));
        let error = Some(FieldError::NotACode);
        let wrong = parse("", "").expect_err("nothing was typed");
        assert_eq!(wrong.get(Field::Code), error);
        let wrong = parse("123456", "abc").expect_err("no recovery code");
        assert_eq!(wrong.get(Field::RecoveryCode), error);
    }

    #[test]
    fn what_is_ticked_is_required() {
        let form = SecurityForm {
            version: 3,
            administrators: "on".to_owned(),
            ..SecurityForm::default()
        };
        let policy = form.policy();
        assert!(policy.administrators && !policy.customers);
    }
}
