//! The form by which whoever has an FTP account changes its password.

use serde::{Deserialize, Serialize};

use super::{SecretText, SetPasswordForm, form_fields};
use crate::{FieldErrors, Password};

/// The form by which whoever has an FTP account changes its password, at the page of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnPasswordForm {
    /// The password that the account has.
    pub current_password: SecretText,
    /// The new one.
    pub password: SecretText,
    /// The same once more.
    #[serde(rename = "again")]
    pub repeated: SecretText,
}

form_fields!(OwnPasswordForm {
    texts {}
    secrets {
        CurrentPassword: current_password,
        Password: password,
        RepeatedPassword: repeated,
    }
});

impl OwnPasswordForm {
    /// The new password of the account called `name`. The current one has no rules.
    ///
    /// # Errors
    /// As of [`SetPasswordForm::parse`].
    pub fn parse(&self, name: &str) -> Result<Password, FieldErrors> {
        let new = SetPasswordForm {
            password: self.password.clone(),
            repeated: self.repeated.clone(),
        };
        new.parse(name)
    }
}
