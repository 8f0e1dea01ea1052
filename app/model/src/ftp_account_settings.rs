//! What an FTP account may do and until when: « Options avancées ».

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::control_characters::has_control;
use super::{
    AddressList, Field, FieldError, FtpRefusal, LocalTime, Utc, UtcTime, parse_size, size_text,
};

/// What an FTP account may do with the files below its home directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FtpPermission {
    /// Everything.
    #[default]
    ReadWrite,
    /// List and download.
    ReadOnly,
    /// List, make folders and upload new files. What is there stays as it is, and is not read.
    UploadOnly,
}

impl FtpPermission {
    /// Every permission, in the order in which a person is offered them.
    pub const ALL: [Self; 3] = [Self::ReadWrite, Self::ReadOnly, Self::UploadOnly];

    /// The permission in forms, on the command line and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::ReadWrite => "read-write",
            Self::ReadOnly => "read-only",
            Self::UploadOnly => "upload-only",
        }
    }

    /// The permission of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What an FTP account may do and until when, and what its owner notes about it.
///
/// Each of its [`FIELDS`](Self::FIELDS) has a text, which forms and the command line share:
/// [`value`](Self::value) writes it and [`set`](Self::set) reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountSettings {
    /// Whether it may sign in at all.
    pub enabled: bool,
    /// What it may do with files.
    pub permission: FtpPermission,
    /// From when on it may not sign in any more; none for never.
    pub expires_at: Option<UtcTime>,
    /// Where it may be used from.
    pub allowed_addresses: AddressList,
    /// How many sessions it may have at once; none for as many as the server grants.
    pub max_sessions: Option<u32>,
    /// KiB a second that its uploads may take together; none for no limit.
    pub upload_rate: Option<u32>,
    /// KiB a second that its downloads may take together; none for no limit.
    pub download_rate: Option<u32>,
    /// Whether it may only be used over TLS.
    pub tls_required: bool,
    /// What its owner notes about it. Clients never see it.
    pub note: String,
    /// How many bytes its home directory may hold, whoever wrote them; none for no limit.
    pub quota_bytes: Option<u64>,
    /// How many files and folders its home directory may hold, whoever made them; none for no limit.
    pub quota_files: Option<u64>,
}

impl Default for FtpAccountSettings {
    /// What a new account has: everything is allowed.
    fn default() -> Self {
        Self {
            enabled: true,
            permission: FtpPermission::default(),
            expires_at: None,
            allowed_addresses: AddressList::default(),
            max_sessions: None,
            upload_rate: None,
            download_rate: None,
            tls_required: false,
            note: String::new(),
            quota_bytes: None,
            quota_files: None,
        }
    }
}

/// How far away the expiry of an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// It has expired.
    Over,
    /// It expires within [`FtpAccountSettings::SOON`].
    Soon,
    /// It expires later.
    Later,
}

impl Expiry {
    /// How far away this time is.
    pub fn of(at: UtcTime, now: UtcTime) -> Self {
        match at.0.saturating_sub(now.0) {
            ..=0 => Self::Over,
            1..=FtpAccountSettings::SOON => Self::Soon,
            _ => Self::Later,
        }
    }
}

/// Which rule of a setting a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingError {
    /// None of the values that one can choose from.
    NotAChoice,
    /// No date, and no date with a time of day.
    NotATime,
    /// No whole number from 1 up to this one.
    NotANumber {
        /// The greatest.
        most: u32,
    },
    /// No size from 1 byte up to [`MAX_SIZE`](super::MAX_SIZE), with its unit.
    NotASize,
    /// More than [`FtpAccountSettings::MAX_NOTE_LENGTH`] characters.
    NoteTooLong,
    /// A control character.
    ControlCharacter,
}

/// How two states are written.
const STATES: [&str; 2] = ["disabled", "enabled"];
/// How it is written whether TLS is required.
const TLS: [&str; 2] = ["optional", "required"];

impl FtpAccountSettings {
    /// Every setting, in the order of the form.
    pub const FIELDS: [Field; 11] = [
        Field::State,
        Field::Permission,
        Field::QuotaBytes,
        Field::QuotaFiles,
        Field::Expiry,
        Field::AllowedAddresses,
        Field::MaxSessions,
        Field::UploadRate,
        Field::DownloadRate,
        Field::Tls,
        Field::Note,
    ];
    /// The most sessions at once.
    pub const MAX_SESSIONS: u32 = 1_000;
    /// The greatest rate, in KiB a second: 10 GiB.
    pub const MAX_RATE: u32 = 10 * 1024 * 1024;
    /// The greatest number of files.
    pub const MAX_FILES: u32 = 1_000_000_000;
    /// What is soon for an expiry, in seconds: 7 days.
    pub const SOON: i64 = 7 * 86_400;
    /// The longest note, in characters.
    pub const MAX_NOTE_LENGTH: usize = 500;

    /// A setting's key: in the database, and in lists of settings.
    pub fn key(field: Field) -> &'static str {
        let key = field.key();
        key.strip_prefix("settings[")
            .and_then(|key| key.strip_suffix(']'))
            .unwrap_or(key)
    }

    /// The values that one can choose from for a setting; none if one types it.
    pub fn choices(field: Field) -> Option<Vec<&'static str>> {
        match field {
            // What is usual comes first.
            Field::State => Some(vec![STATES[1], STATES[0]]),
            Field::Permission => Some(FtpPermission::ALL.map(FtpPermission::key).to_vec()),
            Field::Tls => Some(TLS.to_vec()),
            _ => None,
        }
    }

    /// A setting as text; empty where there is none, or no limit. Times are in UTC.
    pub fn value(&self, field: Field) -> String {
        self.value_in(field, &Utc)
    }

    /// As [`value`](Self::value), with times as a clock in `zone` shows them.
    pub fn value_in(&self, field: Field, zone: &dyn LocalTime) -> String {
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        match field {
            Field::State => STATES[usize::from(self.enabled)].to_owned(),
            Field::Permission => self.permission.key().to_owned(),
            Field::Expiry => {
                let expires_at = self.expires_at.map(|time| time.input_value(zone));
                expires_at.unwrap_or_default()
            }
            Field::AllowedAddresses => self.allowed_addresses.to_string(),
            Field::MaxSessions => number(self.max_sessions),
            Field::UploadRate => number(self.upload_rate),
            Field::DownloadRate => number(self.download_rate),
            Field::Tls => TLS[usize::from(self.tls_required)].to_owned(),
            Field::Note => self.note.clone(),
            Field::QuotaBytes => self.quota_bytes.map(size_text).unwrap_or_default(),
            Field::QuotaFiles => self.quota_files.map(|n| n.to_string()).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// Sets a setting to a text, with times in UTC. A field that is none of the settings changes
    /// nothing.
    ///
    /// # Errors
    /// The rule that the text breaks; then the setting stays as it was.
    pub fn set(&mut self, field: Field, text: &str) -> Result<(), FieldError> {
        self.set_in(field, text, &Utc)
    }

    /// As [`set`](Self::set), with times in `zone`.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn set_in(
        &mut self,
        field: Field,
        text: &str,
        zone: &dyn LocalTime,
    ) -> Result<(), FieldError> {
        let text = text.trim();
        match field {
            Field::State => self.enabled = choice(text, STATES)?,
            Field::Permission => {
                self.permission = FtpPermission::parse(text).ok_or(SettingError::NotAChoice)?;
            }
            Field::Expiry => self.expires_at = time(text, zone)?,
            Field::AllowedAddresses => self.allowed_addresses = AddressList::parse(text)?,
            Field::MaxSessions => self.max_sessions = number(text, Self::MAX_SESSIONS)?,
            Field::UploadRate => self.upload_rate = number(text, Self::MAX_RATE)?,
            Field::DownloadRate => self.download_rate = number(text, Self::MAX_RATE)?,
            Field::Tls => self.tls_required = choice(text, TLS)?,
            Field::Note => self.note = note(text)?,
            Field::QuotaBytes => self.quota_bytes = size(text)?,
            Field::QuotaFiles => {
                self.quota_files = number(text, Self::MAX_FILES)?.map(u64::from);
            }
            _ => {}
        }
        Ok(())
    }

    /// What is wrong with a text for a setting.
    pub fn check(field: Field, text: &str) -> Option<FieldError> {
        Self::default().set(field, text).err()
    }

    /// Whether an account may sign in with these from `address` at this time.
    ///
    /// # Errors
    /// The first setting that does not allow it.
    pub fn admit(&self, address: IpAddr, tls: bool, now: UtcTime) -> Result<(), FtpRefusal> {
        if !self.enabled {
            Err(FtpRefusal::Disabled)
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Err(FtpRefusal::Expired)
        } else if !self.allowed_addresses.contains(address) {
            Err(FtpRefusal::AddressNotAllowed)
        } else if self.tls_required && !tls {
            Err(FtpRefusal::TlsRequired)
        } else {
            Ok(())
        }
    }

    /// Whether they are those of a new account.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// How far away the expiry is; none if there is none.
    pub fn expiry(&self, now: UtcTime) -> Option<Expiry> {
        self.expires_at.map(|at| Expiry::of(at, now))
    }

    /// Whether open sessions may go on as they are with the other settings.
    pub fn grants_the_same(&self, other: &Self) -> bool {
        let without_note = |settings: &Self| Self {
            note: String::new(),
            ..settings.clone()
        };
        without_note(self) == without_note(other)
    }
}

fn choice(text: &str, choices: [&str; 2]) -> Result<bool, SettingError> {
    match choices.iter().position(|choice| *choice == text) {
        Some(at) => Ok(at == 1),
        None => Err(SettingError::NotAChoice),
    }
}

fn time(text: &str, zone: &dyn LocalTime) -> Result<Option<UtcTime>, SettingError> {
    if text.is_empty() {
        return Ok(None);
    }
    let time = UtcTime::parse_in(text, zone);
    time.map(Some).ok_or(SettingError::NotATime)
}

pub(super) fn number(text: &str, most: u32) -> Result<Option<u32>, SettingError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .ok()
        .filter(|number| (1..=most).contains(number))
        .map(Some)
        .ok_or(SettingError::NotANumber { most })
}

pub(super) fn size(text: &str) -> Result<Option<u64>, SettingError> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_size(text).map(Some).ok_or(SettingError::NotASize)
}

fn note(text: &str) -> Result<String, SettingError> {
    if has_control(text) {
        Err(SettingError::ControlCharacter)
    } else if text.chars().count() > FtpAccountSettings::MAX_NOTE_LENGTH {
        Err(SettingError::NoteTooLong)
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::AddressListError;
    use proptest::prelude::*;

    fn set(field: Field, text: &str) -> Result<String, FieldError> {
        let mut settings = FtpAccountSettings::default();
        settings.set(field, text).map(|()| settings.value(field))
    }

    #[test]
    fn each_setting_is_read_and_written_in_one_way() {
        for (field, text, kept) in [
            (Field::State, "disabled", "disabled"),
            (Field::Permission, "upload-only", "upload-only"),
            (Field::Expiry, "2026-12-31", "2027-01-01T00:00"),
            (Field::Expiry, "2026-12-31 18:30", "2026-12-31T18:30"),
            (Field::Expiry, "2026-12-31T18:30:05Z", "2026-12-31T18:30:05"),
            (Field::Expiry, "", ""),
            (Field::AllowedAddresses, "192.0.2.9/24", "192.0.2.0/24"),
            (Field::MaxSessions, " 3 ", "3"),
            (Field::UploadRate, "", ""),
            (Field::Tls, "required", "required"),
            (Field::Note, " until spring ", "until spring"),
            (Field::QuotaBytes, "1,5 Go", "1500 MB"),
            (Field::QuotaBytes, "", ""),
            (Field::QuotaFiles, "1000", "1000"),
        ] {
            assert_eq!(set(field, text), Ok(kept.to_owned()), "{field:?} {text}");
        }
    }

    #[test]
    fn an_error_is_reported_and_changes_nothing() {
        let number = |most| SettingError::NotANumber { most }.into();
        for (field, text, error) in [
            (Field::State, "on", SettingError::NotAChoice.into()),
            (Field::Permission, "", SettingError::NotAChoice.into()),
            (Field::Tls, "no", SettingError::NotAChoice.into()),
            (Field::Expiry, "2026-02-30", SettingError::NotATime.into()),
            (Field::Expiry, "tomorrow", SettingError::NotATime.into()),
            (
                Field::AllowedAddresses,
                "here",
                AddressListError::NotAnAddress.into(),
            ),
            (Field::MaxSessions, "0", number(1000)),
            (Field::MaxSessions, "1001", number(1000)),
            (
                Field::DownloadRate,
                "-1",
                number(FtpAccountSettings::MAX_RATE),
            ),
            (Field::Note, "a\u{7}", SettingError::ControlCharacter.into()),
            (
                Field::Note,
                "for \u{202e}eiram",
                SettingError::ControlCharacter.into(),
            ),
            (Field::QuotaBytes, "5", SettingError::NotASize.into()),
            (
                Field::QuotaFiles,
                "0",
                number(FtpAccountSettings::MAX_FILES),
            ),
        ] {
            assert_eq!(set(field, text), Err(error), "{field:?} {text}");
        }
        let long = "é".repeat(FtpAccountSettings::MAX_NOTE_LENGTH);
        assert_eq!(set(Field::Note, &long), Ok(long.clone()));
        assert!(set(Field::Note, &format!("{long}x")).is_err());
    }

    #[test]
    fn the_first_setting_that_does_not_admit_is_reported() {
        let here = "192.0.2.1".parse().unwrap();
        let admit = |changes: &[(Field, &str)], tls, now| {
            let mut settings = FtpAccountSettings::default();
            for (field, text) in changes {
                settings.set(*field, text).unwrap();
            }
            settings.admit(here, tls, UtcTime(now))
        };
        assert_eq!(admit(&[], false, 0), Ok(()));
        assert_eq!(
            admit(&[(Field::State, "disabled")], true, 0),
            Err(FtpRefusal::Disabled)
        );
        let expiring = [(Field::Expiry, "1970-01-01T00:01")];
        assert_eq!(admit(&expiring, true, 59), Ok(()));
        assert_eq!(admit(&expiring, true, 60), Err(FtpRefusal::Expired));
        let elsewhere = [(Field::AllowedAddresses, "198.51.100.0/24")];
        assert_eq!(
            admit(&elsewhere, true, 0),
            Err(FtpRefusal::AddressNotAllowed)
        );
        assert_eq!(
            admit(&[(Field::AllowedAddresses, "192.0.2.0/31")], true, 0),
            Ok(())
        );
        let tls = [(Field::Tls, "required")];
        assert_eq!(
            (admit(&tls, false, 0), admit(&tls, true, 0)),
            (Err(FtpRefusal::TlsRequired), Ok(()))
        );
    }

    #[test]
    fn an_expiry_is_soon_for_seven_days() {
        let mut settings = FtpAccountSettings::default();
        assert_eq!(settings.expiry(UtcTime(0)), None);
        settings.set(Field::Expiry, "1970-01-08T00:00").unwrap();
        for (now, expiry) in [
            (-1, Expiry::Later),
            (0, Expiry::Soon),
            (604_799, Expiry::Soon),
            (604_800, Expiry::Over),
        ] {
            assert_eq!(settings.expiry(UtcTime(now)), Some(expiry));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            enabled: bool, tls_required: bool, permission in 0_usize..3,
            expires in proptest::option::of(0_i64..10_000_000_000),
            sessions in proptest::option::of(1_u32..=1000),
            rate in proptest::option::of(1..=FtpAccountSettings::MAX_RATE),
            note in "[^\\p{C}\\p{Z}]{0,20}",
            quota_bytes in proptest::option::of(1..=crate::MAX_SIZE),
            files in proptest::option::of(1..=FtpAccountSettings::MAX_FILES),
        ) {
            let settings = FtpAccountSettings {
                enabled, tls_required,
                permission: FtpPermission::ALL[permission],
                expires_at: expires.map(UtcTime),
                allowed_addresses: AddressList::parse("192.0.2.0/24, ::1").unwrap(),
                max_sessions: sessions,
                upload_rate: rate,
                download_rate: rate,
                note,
                quota_bytes,
                quota_files: files.map(u64::from),
            };
            let mut read = FtpAccountSettings::default();
            for field in FtpAccountSettings::FIELDS {
                read.set(field, &settings.value(field)).unwrap();
            }
            prop_assert_eq!(read, settings);
        }
    }
}
