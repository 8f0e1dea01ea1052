//! The forms of one-time links: one makes a link, the other is where it leads.

use serde::{Deserialize, Serialize};

use super::{SecretText, form_fields};
use crate::{Field, FieldError, FieldErrors, LinkValidity, Password};

/// The form that makes a link by which the recipient of an FTP account sets its password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OneTimeLinkForm {
    /// The account's name. It is no field that one fills in.
    pub account: String,
    /// For how many hours the link works.
    pub link_hours: String,
}

form_fields!(OneTimeLinkForm {
    texts { LinkHours: link_hours }
});

impl Default for OneTimeLinkForm {
    fn default() -> Self {
        Self {
            account: String::new(),
            link_hours: LinkValidity::default().hours().to_string(),
        }
    }
}

impl OneTimeLinkForm {
    /// For how long the link is to work.
    ///
    /// # Errors
    /// The rule that the hours break.
    pub fn parse(&self) -> Result<LinkValidity, FieldErrors> {
        let mut errors = FieldErrors::default();
        let validity = errors.read(Field::LinkHours, LinkValidity::parse(&self.link_hours));
        errors.finish(validity)
    }
}

/// The form where a one-time link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetPasswordForm {
    /// The new password.
    pub password: SecretText,
    /// The same once more.
    #[serde(rename = "again")]
    pub repeated: SecretText,
}

form_fields!(SetPasswordForm {
    texts {}
    secrets {
        Password: password,
        RepeatedPassword: repeated,
    }
});

impl SetPasswordForm {
    /// The new password of the account called `name`.
    ///
    /// # Errors
    /// The rule that each field breaks; of a password that breaks one it is not said that the
    /// other differs.
    pub fn parse(&self, name: &str) -> Result<Password, FieldErrors> {
        let mut errors = FieldErrors::default();
        let password = Password::parse(self.password.expose(), name);
        let password = errors.read(Field::Password, password);
        if password.is_some() && self.password != self.repeated {
            errors.add(Field::RepeatedPassword, FieldError::PasswordsDiffer);
        }
        errors.finish(password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PasswordError, SettingError};

    #[test]
    fn the_usual_link_is_offered_and_fine() {
        let parsed = OneTimeLinkForm::default().parse();
        assert_eq!(parsed, Ok(LinkValidity::default()));
        let wrong = OneTimeLinkForm {
            link_hours: "337".to_owned(),
            ..OneTimeLinkForm::default()
        };
        let error = wrong
            .parse()
            .err()
            .and_then(|errors| errors.get(Field::LinkHours));
        assert_eq!(error, Some(SettingError::NotANumber { most: 336 }.into()));
    }

    #[test]
    fn a_password_is_typed_twice() {
        let parse = |password: &str, repeated: &str| {
            let form = SetPasswordForm {
                password: password.into(),
                repeated: repeated.into(),
            };
            form.parse("marie")
                .map(|password| password.expose().to_owned())
        };
        let fine = "correct horse battery";
        assert_eq!(parse(fine, fine).as_deref(), Ok(fine));
        let differ = parse(fine, "correct horse").expect_err("they differ");
        let error = FieldError::PasswordsDiffer;
        assert_eq!(differ.get(Field::RepeatedPassword), Some(error));
        let short = parse("short", "other").expect_err("it is short");
        assert_eq!(
            short.get(Field::Password),
            Some(PasswordError::TooShort.into())
        );
        assert_eq!(short.get(Field::RepeatedPassword), None);
    }
}
