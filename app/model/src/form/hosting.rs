//! The form « Paramètres de l'hébergement ».

use serde::{Deserialize, Serialize};

use super::form_fields;
use crate::{Field, FieldErrors, HostingSettings, HostingView, SystemUser, Umask};

/// The form that changes whom the files of a subscription belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostingForm {
    /// The version of the settings that the form was made from.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// `USER` or `USER:GROUP`; empty for Berth's own user.
    pub system_user: String,
    /// Three octal digits; empty for the usual one.
    pub umask: String,
}

form_fields!(HostingForm {
    texts {
        SystemUser: system_user,
        Umask: umask,
    }
    version: version
});

impl HostingForm {
    /// The form with the settings that there are.
    pub fn of(hosting: &HostingView) -> Self {
        let settings = &hosting.settings;
        Self {
            version: hosting.version,
            system_user: settings
                .system_user
                .as_ref()
                .map(SystemUser::to_string)
                .unwrap_or_default(),
            umask: settings.umask.to_string(),
        }
    }

    /// The new settings.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<HostingSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let settings = read_hosting(&mut errors, &self.system_user, &self.umask);
        errors.finish(settings)
    }
}

/// Reads the two fields, which other forms have too.
pub(super) fn read_hosting(
    errors: &mut FieldErrors,
    system_user: &str,
    umask: &str,
) -> Option<HostingSettings> {
    let system_user = match system_user.trim() {
        "" => Some(None),
        text => errors
            .read(Field::SystemUser, SystemUser::parse(text))
            .map(Some),
    };
    let umask = match umask.trim() {
        "" => Some(Umask::default()),
        text => errors.read(Field::Umask, Umask::parse(text)),
    };
    system_user
        .zip(umask)
        .map(|(system_user, umask)| HostingSettings { system_user, umask })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SystemUserError, UmaskError};

    #[test]
    fn what_is_empty_is_berths_own_user_and_the_usual_umask() {
        let form = |system_user: &str, umask: &str| HostingForm {
            version: 1,
            system_user: system_user.to_owned(),
            umask: umask.to_owned(),
        };
        assert_eq!(form("", " ").parse(), Ok(HostingSettings::default()));
        let settings = form("anne:web", "27").parse().expect("both are fine");
        assert_eq!(settings.umask.to_string(), "027");
        let errors = form("root", "9").parse().expect_err("both are wrong");
        assert_eq!(
            errors.get(Field::SystemUser),
            Some(SystemUserError::Root.into())
        );
        assert_eq!(errors.get(Field::Umask), Some(UmaskError.into()));
    }
}
