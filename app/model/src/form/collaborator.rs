//! The form by which somebody gets a part in a subscription.

use serde::{Deserialize, Serialize};

use super::form_fields;
use super::one_time_link::link_recipient;
use crate::{
    CollaboratorRole, DisplayName, Field, FieldErrors, LinkValidity, Locale, Login,
    NewCollaborator, SettingError,
};

/// The form that gives somebody a part in a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollaboratorForm {
    /// The login; if nobody has it, somebody is added.
    pub login: String,
    /// What somebody who is added is called; empty for the login.
    pub display_name: String,
    /// The key of the part.
    pub role: String,
    /// For how many hours the link works by which somebody who is added sets a password.
    pub link_hours: String,
    /// Where that link is mailed; empty for nowhere.
    pub email: String,
    /// The language of that mail.
    pub mail_locale: String,
}

form_fields!(CollaboratorForm {
    texts {
        Login: login,
        DisplayName: display_name,
        Role: role,
        LinkHours: link_hours,
        Email: email,
        MailLocale: mail_locale,
    }
});

impl Default for CollaboratorForm {
    /// The part that may do less.
    fn default() -> Self {
        Self {
            login: String::new(),
            display_name: String::new(),
            role: CollaboratorRole::Viewer.as_str().to_owned(),
            link_hours: LinkValidity::default().hours().to_string(),
            email: String::new(),
            mail_locale: Locale::default().tag().to_owned(),
        }
    }
}

impl CollaboratorForm {
    /// Who is to have which part.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<NewCollaborator, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.read(Field::Login, Login::parse(&self.login));
        let display_name = match self.display_name.trim() {
            "" => login.as_ref().map(Login::to_string),
            name => {
                let name = errors.read(Field::DisplayName, DisplayName::parse(name));
                name.map(String::from)
            }
        };
        let role = CollaboratorRole::parse(&self.role).ok_or(SettingError::NotAChoice);
        let role = errors.read(Field::Role, role);
        let validity = errors.read(Field::LinkHours, LinkValidity::parse(&self.link_hours));
        let recipient = link_recipient(&mut errors, &self.email, &self.mail_locale);
        let person = login.zip(display_name).zip(role);
        let new = person.zip(validity.zip(recipient));
        errors.finish(
            new.map(
                |(((login, display_name), role), (validity, recipient))| NewCollaborator {
                    login,
                    display_name,
                    role,
                    validity,
                    recipient,
                },
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn somebody_views_unless_more_is_said() {
        let form = CollaboratorForm {
            login: "Paul".to_owned(),
            ..CollaboratorForm::default()
        };
        let new = form.parse().unwrap();
        assert_eq!(new.role, CollaboratorRole::Viewer);
        assert_eq!(
            (new.login.as_str(), new.display_name.as_str()),
            ("paul", "paul")
        );
        let owner = CollaboratorForm {
            role: "owner".to_owned(),
            ..form
        };
        let errors = owner.parse().unwrap_err();
        assert_eq!(
            errors.get(Field::Role),
            Some(SettingError::NotAChoice.into())
        );
    }
}
