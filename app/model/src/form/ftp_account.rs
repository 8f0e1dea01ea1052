//! The forms that add an FTP account and change one.

use serde::{Deserialize, Serialize};

use super::{FtpAccountSettingsForm, SecretText, form_fields};
use crate::{
    AccountName, AddFtpAccount, Field, FieldErrors, FtpAccountChange, FtpAccountDraft,
    FtpAccountSettings, FtpAccountView, HomeDirectory, KeptDays, LinkValidity, LocalTime,
    NewFtpAccount, NewFtpAccountByLink, Password,
};

/// The form « Ajouter un compte FTP ».
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FtpAccountForm {
    /// The name to sign in with.
    pub name: String,
    /// The folder that the account sees as `/`.
    pub home_directory: String,
    /// The first password. It is not read if there is a link.
    pub password: SecretText,
    /// For how many hours the link works by which the recipient sets the first password; empty
    /// for no link.
    pub link_hours: String,
    /// « Options avancées ».
    pub settings: FtpAccountSettingsForm,
}

form_fields!(FtpAccountForm {
    texts {
        AccountName: name,
        HomeDirectory: home_directory,
        LinkHours: link_hours,
    }
    secrets { Password: password }
    settings: settings
});

impl FtpAccountForm {
    /// The form as it is offered for a new account.
    pub fn of(draft: &FtpAccountDraft, zone: &dyn LocalTime) -> Self {
        Self {
            home_directory: draft.home_directory.to_string(),
            settings: FtpAccountSettingsForm::of(&draft.settings, zone),
            ..Self::default()
        }
    }

    /// The account to be made. A setting that was not submitted is that of `defaults`; an expiry
    /// is read in `zone`.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(
        &self,
        defaults: &FtpAccountSettings,
        zone: &dyn LocalTime,
    ) -> Result<AddFtpAccount, FieldErrors> {
        if self.link_hours.is_empty() {
            self.parse_with_password(defaults, zone)
                .map(AddFtpAccount::WithPassword)
        } else {
            self.parse_by_link(defaults, zone)
                .map(AddFtpAccount::ByLink)
        }
    }

    /// The account to be made with the password that was typed, whatever is said of a link.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_with_password(
        &self,
        defaults: &FtpAccountSettings,
        zone: &dyn LocalTime,
    ) -> Result<NewFtpAccount, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.read(Field::AccountName, AccountName::parse(&self.name));
        let home = HomeDirectory::parse(&self.home_directory);
        let home = errors.read(Field::HomeDirectory, home);
        let password = Password::parse(self.password.expose(), self.name.trim());
        let password = errors.read(Field::Password, password);
        let settings = self.settings.read(defaults, zone, &mut errors);
        let fields = name.zip(home).zip(password);
        errors.finish(
            fields.map(|((name, home_directory), password)| NewFtpAccount {
                name,
                home_directory,
                password,
                settings,
            }),
        )
    }

    fn parse_by_link(
        &self,
        defaults: &FtpAccountSettings,
        zone: &dyn LocalTime,
    ) -> Result<NewFtpAccountByLink, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.read(Field::AccountName, AccountName::parse(&self.name));
        let home = HomeDirectory::parse(&self.home_directory);
        let home = errors.read(Field::HomeDirectory, home);
        let validity = LinkValidity::parse(&self.link_hours);
        let validity = errors.read(Field::LinkHours, validity);
        let settings = self.settings.read(defaults, zone, &mut errors);
        let fields = name.zip(home).zip(validity);
        errors.finish(
            fields.map(|((name, home_directory), validity)| NewFtpAccountByLink {
                name,
                home_directory,
                settings,
                validity,
            }),
        )
    }
}

/// The form that changes an FTP account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FtpAccountChangeForm {
    /// The name that the account has. It is no field that one fills in.
    pub account: String,
    /// The version of the account that the form was made from.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The name to sign in with from now on.
    pub name: String,
    /// For how many days the name before works as well; empty for not at all.
    pub keep_old_name: String,
    /// The folder that the account sees as `/` from now on.
    pub home_directory: String,
    /// Another password; empty for the one that it has.
    pub password: SecretText,
    /// « Options avancées ».
    pub settings: FtpAccountSettingsForm,
}

form_fields!(FtpAccountChangeForm {
    texts {
        AccountName: name,
        KeepOldName: keep_old_name,
        HomeDirectory: home_directory,
    }
    secrets { Password: password }
    settings: settings
    version: version
});

impl FtpAccountChangeForm {
    /// The form with what an account has now.
    pub fn of(account: &FtpAccountView, zone: &dyn LocalTime) -> Self {
        Self {
            account: account.name.to_string(),
            version: account.version,
            name: account.name.to_string(),
            home_directory: account.home_directory.to_string(),
            settings: FtpAccountSettingsForm::of(&account.settings, zone),
            ..Self::default()
        }
    }

    /// The change to be made. A setting that was not submitted is that of `now`, which the account
    /// has in the version of the form; an expiry is read in `zone`.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(
        &self,
        now: &FtpAccountSettings,
        zone: &dyn LocalTime,
    ) -> Result<FtpAccountChange, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.read(Field::AccountName, AccountName::parse(&self.name));
        let kept = errors.read(Field::KeepOldName, KeptDays::parse(&self.keep_old_name));
        let home = HomeDirectory::parse(&self.home_directory);
        let home_directory = errors.read(Field::HomeDirectory, home);
        let password = if self.password.is_empty() {
            None
        } else {
            let password = Password::parse(self.password.expose(), self.name.trim());
            errors.read(Field::Password, password)
        };
        let settings = self.settings.read(now, zone, &mut errors);
        errors.finish(Some(FtpAccountChange {
            name,
            keep_old_name: kept.unwrap_or_default(),
            home_directory,
            password,
            settings: (!self.settings.is_empty()).then_some(settings),
            version: Some(self.version),
        }))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;

    use super::*;
    use crate::form::Form;
    use crate::{
        AccountNameError, FieldError, FtpUsage, HomeDirectoryError, PasswordError, SettingError,
        Utc, UtcTime,
    };

    fn filled(fields: &[(Field, &str)]) -> FtpAccountForm {
        let mut form = FtpAccountForm::default();
        let usual = [
            (Field::AccountName, "Marie"),
            (Field::HomeDirectory, "/site"),
            (Field::Password, "correct horse battery"),
        ];
        for (field, text) in usual.iter().chain(fields) {
            form.set(*field, text);
        }
        form
    }

    fn errors(form: &FtpAccountForm) -> FieldErrors {
        form.parse(&FtpAccountSettings::default(), &Utc)
            .map(|_| ())
            .unwrap_err()
    }

    #[test]
    fn all_errors_come_at_once_and_in_the_order_of_the_form() {
        let form = filled(&[
            (Field::AccountName, "root"),
            (Field::HomeDirectory, "site"),
            (Field::Password, "short"),
            (Field::Expiry, "tomorrow"),
            (Field::MaxSessions, "3"),
        ]);
        let errors = errors(&form);
        let expected = [
            (Field::AccountName, AccountNameError::Reserved.into()),
            (Field::HomeDirectory, HomeDirectoryError::NotFromRoot.into()),
            (Field::Password, PasswordError::TooShort.into()),
            (Field::Expiry, SettingError::NotATime.into()),
        ];
        let found: Vec<(Field, FieldError)> = errors
            .iter()
            .map(|invalid| (invalid.field, invalid.error))
            .collect();
        assert_eq!(found, expected);
        assert_eq!(errors.get(Field::MaxSessions), None);
        assert_eq!(
            errors.get(Field::Expiry),
            Some(SettingError::NotATime.into())
        );
        assert_eq!(errors.except(Field::Password).iter().count(), 3);
    }

    #[test]
    fn an_account_has_a_password_or_a_link() {
        let base = FtpAccountSettings::default();
        let parse = |fields: &[(Field, &str)]| filled(fields).parse(&base, &Utc);
        let Ok(AddFtpAccount::WithPassword(new)) = parse(&[]) else {
            unreachable!("a password was typed");
        };
        assert_eq!(new.name.as_str(), "marie");
        assert_eq!(new.password.expose(), "correct horse battery");
        let by_link = [(Field::LinkHours, "5"), (Field::Password, "")];
        let Ok(AddFtpAccount::ByLink(new)) = parse(&by_link) else {
            unreachable!("a link was chosen");
        };
        assert_eq!(
            (new.home_directory.as_str(), new.validity.hours()),
            ("/site", 5)
        );
        assert!(parse(&[(Field::LinkHours, "0")]).is_err());
        assert!(parse(&[(Field::Password, "")]).is_err());
    }

    #[test]
    fn the_password_must_not_contain_the_name_that_is_typed() {
        let form = filled(&[
            (Field::AccountName, " Marie "),
            (Field::Password, "oh marie 2026"),
        ]);
        let error = Some(PasswordError::ContainsName.into());
        assert_eq!(errors(&form).get(Field::Password), error);
    }

    #[test]
    fn an_empty_password_and_what_is_not_submitted_stay() {
        let form = FtpAccountChangeForm {
            name: "marie".to_owned(),
            home_directory: "/".to_owned(),
            version: 7,
            ..FtpAccountChangeForm::default()
        };
        let change = form.parse(&FtpAccountSettings::default(), &Utc).unwrap();
        assert!(change.password.is_none() && change.settings.is_none());
        assert_eq!(change.version, Some(7));
    }

    #[test]
    fn one_submitted_setting_leaves_the_others() {
        let now = FtpAccountSettings {
            max_sessions: Some(3),
            tls_required: true,
            ..FtpAccountSettings::default()
        };
        let mut form = FtpAccountChangeForm {
            name: "marie".to_owned(),
            home_directory: "/".to_owned(),
            ..FtpAccountChangeForm::default()
        };
        form.set(Field::MaxSessions, "");
        let change = form.parse(&now, &Utc).unwrap();
        let settings = FtpAccountSettings {
            max_sessions: None,
            ..now
        };
        assert_eq!(change.settings, Some(settings));
    }

    /// A clock that is an hour ahead of UTC.
    struct HourAhead;

    impl LocalTime for HourAhead {
        fn to_utc(&self, civil: crate::CivilTime) -> Option<UtcTime> {
            Utc.to_utc(civil).map(|time| UtcTime(time.0 - 3_600))
        }

        fn to_civil(&self, time: UtcTime) -> crate::CivilTime {
            Utc.to_civil(UtcTime(time.0 + 3_600))
        }
    }

    #[test]
    fn an_expiry_is_read_in_the_zone_of_the_person() {
        let read = |text| {
            let form = filled(&[(Field::Expiry, text)]);
            let new = form.parse_with_password(&FtpAccountSettings::default(), &HourAhead);
            new.unwrap()
                .settings
                .expires_at
                .map(UtcTime::rfc3339)
                .unwrap()
        };
        assert_eq!(read("2026-07-01T12:00"), "2026-07-01T11:00:00Z");
        assert_eq!(read("2026-07-01"), "2026-07-01T23:00:00Z");
        assert_eq!(read("2026-07-01T12:00:00Z"), "2026-07-01T12:00:00Z");
    }

    proptest! {
        #[test]
        fn an_account_and_its_form_are_the_same(
            name in "[a-z][a-z0-9]{3,20}x", home in "(/[a-z]{1,8}){1,4}",
            version: i64, expires in proptest::option::of(0_i64..10_000_000_000),
            sessions in proptest::option::of(1_u32..=1000), note in "[a-z]{0,20}", ahead: bool,
        ) {
            let zone: &dyn LocalTime = if ahead { &HourAhead } else { &Utc };
            let settings = FtpAccountSettings {
                expires_at: expires.map(UtcTime),
                max_sessions: sessions,
                note,
                ..FtpAccountSettings::default()
            };
            let account = FtpAccountView {
                domain: crate::DomainName::parse("example.com").unwrap(),
                name: AccountName::parse(&name).unwrap(),
                home_directory: HomeDirectory::parse(&home).unwrap(),
                is_main: false,
                version,
                last_sign_in_at: None,
                settings,
                link: None,
                former_names: Vec::new(),
                usage: FtpUsage::default(),
                has_old_hash: false,
                waits_for_password: false,
            };
            let form = FtpAccountChangeForm::of(&account, zone);
            let change = form.parse(&FtpAccountSettings::default(), zone).unwrap();
            prop_assert_eq!(change.name, Some(account.name));
            prop_assert_eq!(change.home_directory, Some(account.home_directory));
            prop_assert_eq!(change.settings, Some(account.settings));
            prop_assert_eq!(change.version, Some(version));
            prop_assert!(change.password.is_none());
        }

        #[test]
        fn a_form_is_parsed_if_each_of_its_fields_is(
            name in ".{0,12}", home in "/?[a-z./]{0,12}", password in ".{0,14}",
            hours in "[0-9]{0,4}", expires in "[0-9T:-]{0,16}", sessions in "[0-9]{0,5}",
        ) {
            let form = filled(&[
                (Field::AccountName, &name), (Field::HomeDirectory, &home),
                (Field::Password, &password), (Field::LinkHours, &hours),
                (Field::Expiry, &expires), (Field::MaxSessions, &sessions),
            ]);
            let secret_is_fine = if hours.is_empty() {
                Password::parse(&password, name.trim()).is_ok()
            } else {
                LinkValidity::parse(&hours).is_ok()
            };
            let fine = AccountName::parse(&name).is_ok()
                && HomeDirectory::parse(&home).is_ok()
                && secret_is_fine
                && FtpAccountSettings::check(Field::Expiry, &expires).is_none()
                && FtpAccountSettings::check(Field::MaxSessions, &sessions).is_none();
            let parsed = form.parse(&FtpAccountSettings::default(), &Utc);
            prop_assert_eq!(parsed.is_ok(), fine);
        }
    }
}
