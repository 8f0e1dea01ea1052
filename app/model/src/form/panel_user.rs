//! The forms of panel users: signing in, another password, and another person.

use serde::{Deserialize, Serialize};

use super::{SecretText, form_fields};
use crate::{
    DisplayName, EmailAddress, Field, FieldErrors, Login, NewPanelUser, Password, PasswordUse, Role,
};

/// The form « Connexion » of the panel. It has no rules: a wrong login costs as much time as a
/// wrong password, and neither says more than that.
///
/// Both fields must be there: no form is sent without them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInForm {
    /// The name to sign in with.
    pub login: String,
    /// The password.
    pub password: SecretText,
    /// Where to go on; a path of the panel's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

form_fields!(SignInForm {
    texts { Login: login }
    secrets { Password: password }
});

/// The form by which a panel user changes the own password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangePasswordForm {
    /// The password that the person has.
    pub current_password: SecretText,
    /// The new one.
    pub password: SecretText,
    /// Where to go on; a path of the panel's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

form_fields!(ChangePasswordForm {
    texts {}
    secrets {
        CurrentPassword: current_password,
        Password: password,
    }
});

impl ChangePasswordForm {
    /// The new password of the person with this login and role.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn parse(&self, login: &Login, role: Role) -> Result<Password, FieldErrors> {
        let mut errors = FieldErrors::default();
        let password = Password::parse_for(self.password.expose(), login.as_str(), role);
        let password = errors.read(Field::Password, password);
        errors.finish(password)
    }
}

/// What is said of a panel user to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelUserForm {
    /// The name to sign in with.
    pub login: String,
    /// The name to be called by; empty for the login.
    pub display_name: String,
    /// Where their mail goes; empty for nowhere.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// The first password.
    pub password: SecretText,
}

form_fields!(PanelUserForm {
    texts {
        Login: login,
        DisplayName: display_name,
        Email: email,
    }
    secrets { Password: password }
});

impl Default for PanelUserForm {
    /// A customer: who may do less.
    fn default() -> Self {
        Self {
            login: String::new(),
            display_name: String::new(),
            email: String::new(),
            role: Role::Customer,
            password: SecretText::default(),
        }
    }
}

impl PanelUserForm {
    /// The panel user to be made, who has to choose another password at the first sign-in. The
    /// browser's language decides until one is chosen.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<NewPanelUser, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.read(Field::Login, Login::parse(&self.login));
        let login_text = self.login.trim();
        let password = Password::parse_for(self.password.expose(), login_text, self.role);
        let password = errors.read(Field::Password, password);
        let display_name = match self.display_name.trim() {
            "" => login.as_ref().map(Login::to_string),
            name => {
                let name = errors.read(Field::DisplayName, DisplayName::parse(name));
                name.map(String::from)
            }
        };
        let email = errors.read(Field::Email, EmailAddress::parse_optional(&self.email));
        let new = login.zip(display_name).zip(password).zip(email);
        errors.finish(
            new.map(|(((login, display_name), password), email)| NewPanelUser {
                login,
                display_name,
                email,
                password,
                password_use: PasswordUse::Temporary,
                role: self.role,
                locale: None,
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::{DisplayNameError, LoginError, PasswordError};

    #[test]
    fn a_panel_user_is_called_by_the_login_if_nothing_else_is_said() {
        let form = PanelUserForm {
            login: " Anne@Example.com".to_owned(),
            password: "correct horse battery".into(),
            ..PanelUserForm::default()
        };
        let new = form.parse().unwrap();
        assert_eq!(
            (new.display_name.as_str(), new.role),
            ("anne@example.com", Role::Customer)
        );
        let named = PanelUserForm {
            display_name: " Anne ".to_owned(),
            ..form
        };
        assert_eq!(named.parse().unwrap().display_name, "Anne");
        let turned = PanelUserForm {
            display_name: "Anne\u{202e}".to_owned(),
            ..named
        };
        assert_eq!(
            turned.parse().unwrap_err().get(Field::DisplayName),
            Some(DisplayNameError::ControlCharacter.into())
        );
    }

    #[test]
    fn all_errors_come_at_once() {
        let errors = PanelUserForm::default().parse().unwrap_err();
        assert_eq!(errors.get(Field::Login), Some(LoginError::Empty.into()));
        assert_eq!(
            errors.get(Field::Password),
            Some(PasswordError::Empty.into())
        );
    }

    #[test]
    fn the_own_password_keeps_the_rules() {
        let login = Login::parse("anne").unwrap();
        let parse = |password: &str| {
            let form = ChangePasswordForm {
                current_password: "whatever".into(),
                password: password.into(),
                next: None,
            };
            form.parse(&login, Role::Administrator)
                .map(|new| new.expose().to_owned())
        };
        assert!(parse("correct horse battery").is_ok());
        let errors = parse("anne is here").unwrap_err();
        assert_eq!(
            errors.get(Field::Password),
            Some(PasswordError::ContainsName.into())
        );
    }
}
