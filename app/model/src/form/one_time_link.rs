//! The forms of one-time links: one makes a link, the other is where it leads.

use serde::{Deserialize, Serialize};

use super::{SecretText, form_fields};
use crate::{
    EmailAddress, Field, FieldError, FieldErrors, LinkValidity, Locale, Password, SettingError,
};

/// The form that makes a link by which the recipient of an FTP account sets its password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OneTimeLinkForm {
    /// The account's name. It is no field that one fills in.
    pub account: String,
    /// For how many hours the link works.
    pub link_hours: String,
    /// Where the link is mailed; empty for nowhere.
    pub email: String,
    /// The language of that mail.
    pub mail_locale: String,
}

form_fields!(OneTimeLinkForm {
    texts {
        LinkHours: link_hours,
        Email: email,
        MailLocale: mail_locale,
    }
});

impl Default for OneTimeLinkForm {
    fn default() -> Self {
        Self {
            account: String::new(),
            link_hours: LinkValidity::default().hours().to_string(),
            email: String::new(),
            mail_locale: Locale::default().tag().to_owned(),
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

    /// To whom the link is to be mailed, and in which language; none if to nobody.
    ///
    /// # Errors
    /// The rule that each field breaks.
    pub fn parse_recipient(&self) -> Result<Option<(EmailAddress, Locale)>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let recipient = link_recipient(&mut errors, &self.email, &self.mail_locale);
        errors.finish(recipient)
    }
}

/// To whom a link is to be mailed, and in which language; none within if to nobody, and none at all if
/// that is not said rightly.
pub(super) fn link_recipient(
    errors: &mut FieldErrors,
    email: &str,
    locale: &str,
) -> Option<Option<(EmailAddress, Locale)>> {
    let address = EmailAddress::parse_optional(email);
    match errors.read(Field::Email, address) {
        Some(Some(address)) => {
            let locale = Locale::from_tag(locale).ok_or(SettingError::NotAChoice);
            let locale = errors.read(Field::MailLocale, locale);
            locale.map(|locale| Some((address, locale)))
        }
        nobody => nobody.map(|_| None),
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
    use crate::PasswordError;

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
    fn a_link_is_mailed_to_whom_is_named_in_a_language_that_there_is() {
        let parse = |email: &str, locale: &str| {
            let form = OneTimeLinkForm {
                email: email.to_owned(),
                mail_locale: locale.to_owned(),
                ..OneTimeLinkForm::default()
            };
            form.parse_recipient()
        };
        let marie = EmailAddress::parse("marie@example.com").ok();
        assert_eq!(parse(" ", "tlh"), Ok(None));
        assert_eq!(
            parse("marie@example.com", "fr"),
            Ok(marie.map(|marie| (marie, Locale::Fr)))
        );
        for (email, locale, field) in [
            ("marie", "fr", Field::Email),
            ("marie@example.com", "tlh", Field::MailLocale),
        ] {
            let refused = parse(email, locale).expect_err(email);
            assert!(refused.get(field).is_some(), "{email} {locale}");
        }
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
