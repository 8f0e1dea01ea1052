//! What a subscription may have and use, and which settings its owner may change.

use serde::{Deserialize, Serialize};

use super::ftp_account_settings::{number, size};
use super::{
    DomainName, Field, FieldError, FtpAccountSettings, FtpUsage, PlanId, PlanName, size_text,
};

/// What a subscription may have and use. None is no limit.
///
/// Each of its [`FIELDS`](Self::FIELDS) has a text, which forms and the command line share:
/// [`value`](Self::value) writes it and [`set`](Self::set) reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionLimits {
    /// How many FTP accounts, the main one included, those in « Corbeille » not.
    pub ftp_accounts: Option<u32>,
    /// How many bytes its webspace may hold, whoever wrote them.
    pub disk_space: Option<u64>,
    /// How many files and folders its webspace may hold, whoever made them.
    pub files: Option<u64>,
    /// How many FTP sessions all of its accounts may have at once.
    pub ftp_sessions: Option<u32>,
    /// KiB a second that the uploads of all of its accounts may take together.
    pub upload_rate: Option<u32>,
    /// KiB a second that the downloads of all of its accounts may take together.
    pub download_rate: Option<u32>,
    /// The settings of FTP accounts that neither the owner nor a collaborator may change.
    pub locked: LockedSettings,
}

impl SubscriptionLimits {
    /// Every limit, in the order of the form.
    pub const FIELDS: [Field; 6] = [
        Field::MaxFtpAccounts,
        Field::MaxDiskSpace,
        Field::MaxFiles,
        Field::MaxFtpSessions,
        Field::TotalUploadRate,
        Field::TotalDownloadRate,
    ];
    /// The most FTP accounts.
    pub const MAX_FTP_ACCOUNTS: u32 = 1_000_000;
    /// The most sessions at once.
    pub const MAX_FTP_SESSIONS: u32 = 100_000;

    /// A limit as text; empty where there is none.
    pub fn value(&self, field: Field) -> String {
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        match field {
            Field::MaxFtpAccounts => number(self.ftp_accounts),
            Field::MaxDiskSpace => self.disk_space.map(size_text).unwrap_or_default(),
            Field::MaxFiles => self.files.map(|n| n.to_string()).unwrap_or_default(),
            Field::MaxFtpSessions => number(self.ftp_sessions),
            Field::TotalUploadRate => number(self.upload_rate),
            Field::TotalDownloadRate => number(self.download_rate),
            _ => String::new(),
        }
    }

    /// Sets a limit to a text; an empty one is no limit. A field that is no limit changes nothing.
    ///
    /// # Errors
    /// The rule that the text breaks; then the limit stays as it was.
    pub fn set(&mut self, field: Field, text: &str) -> Result<(), FieldError> {
        let text = text.trim();
        let max_rate = FtpAccountSettings::MAX_RATE;
        match field {
            Field::MaxFtpAccounts => self.ftp_accounts = number(text, Self::MAX_FTP_ACCOUNTS)?,
            Field::MaxDiskSpace => self.disk_space = size(text)?,
            Field::MaxFiles => {
                self.files = number(text, FtpAccountSettings::MAX_FILES)?.map(u64::from);
            }
            Field::MaxFtpSessions => self.ftp_sessions = number(text, Self::MAX_FTP_SESSIONS)?,
            Field::TotalUploadRate => self.upload_rate = number(text, max_rate)?,
            Field::TotalDownloadRate => self.download_rate = number(text, max_rate)?,
            _ => {}
        }
        Ok(())
    }

    /// Whether nothing is limited and nothing is locked.
    pub fn is_unlimited(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what the webspace holds is limited, and so has to be counted.
    pub fn limits_webspace(&self) -> bool {
        self.disk_space.is_some() || self.files.is_some()
    }

    /// Whether open sessions may go on as they are with the other limits: theirs are those of the
    /// sign-in, but what the webspace holds is checked at each change of it.
    pub fn grants_sessions_the_same(&self, other: &Self) -> bool {
        let of_sessions = |limits: &Self| {
            (
                limits.ftp_sessions,
                limits.upload_rate,
                limits.download_rate,
            )
        };
        of_sessions(self) == of_sessions(other)
    }

    /// One text for all of them, the same for the same limits only: by this a form says which limits a
    /// person has seen the consequences of.
    pub fn fingerprint(&self) -> String {
        let texts = Self::FIELDS.map(|field| self.value(field));
        format!("{}/{}", texts.join("/"), self.locked.keys())
    }

    /// Where what a subscription has and uses is beyond the limits.
    pub fn excesses(&self, used: &SubscriptionUse) -> Vec<LimitExcess> {
        let excess = |field, most: Option<u64>, has: u64| {
            let most = most.filter(|most| has > *most)?;
            Some(LimitExcess { field, has, most })
        };
        let of = [
            excess(
                Field::MaxFtpAccounts,
                self.ftp_accounts.map(u64::from),
                used.ftp_accounts,
            ),
            excess(Field::MaxDiskSpace, self.disk_space, used.webspace.bytes),
            excess(Field::MaxFiles, self.files, used.webspace.files),
        ];
        of.into_iter().flatten().collect()
    }
}

/// Some of the settings of FTP accounts: those that only whoever manages the subscription changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LockedSettings {
    /// In the order of [`FtpAccountSettings::FIELDS`].
    fields: Vec<Field>,
}

impl LockedSettings {
    /// The settings that can be locked, in the order of the form: all but the owner's own note.
    pub fn choices() -> impl Iterator<Item = Field> {
        let fields = FtpAccountSettings::FIELDS.into_iter();
        fields.filter(|field| *field != Field::Note)
    }

    /// These of the settings; what cannot be locked is left out.
    pub fn of(is_locked: impl Fn(Field) -> bool) -> Self {
        Self {
            fields: Self::choices().filter(|field| is_locked(*field)).collect(),
        }
    }

    /// Reads [`keys`](Self::keys), in any order.
    ///
    /// # Errors
    /// The first word that is the key of no setting that can be locked.
    pub fn parse(text: &str) -> Result<Self, UnknownSetting> {
        let words = text.split([',', ' ']).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        for word in &words {
            if !Self::choices().any(|field| FtpAccountSettings::key(field) == *word) {
                return Err(UnknownSetting);
            }
        }
        Ok(Self::of(|field| {
            words.contains(&FtpAccountSettings::key(field))
        }))
    }

    /// The keys of the settings, with commas between.
    pub fn keys(&self) -> String {
        let keys = self
            .fields
            .iter()
            .map(|field| FtpAccountSettings::key(*field));
        keys.collect::<Vec<_>>().join(",")
    }

    /// Whether a setting is locked.
    pub fn contains(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    /// The settings, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = Field> {
        self.fields.iter().copied()
    }

    /// Whether none is locked.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// These settings, with those of `defaults` where they are locked.
    #[must_use]
    pub fn restored(
        &self,
        mut settings: FtpAccountSettings,
        defaults: &FtpAccountSettings,
    ) -> FtpAccountSettings {
        for field in self.iter() {
            // What is written can be read.
            let _ = settings.set(field, &defaults.value(field));
        }
        settings
    }

    /// The first locked setting in which the two differ.
    pub fn first_change(
        &self,
        before: &FtpAccountSettings,
        after: &FtpAccountSettings,
    ) -> Option<Field> {
        let differs = |field: &Field| before.value(*field) != after.value(*field);
        self.iter().find(differs)
    }
}

/// A word is the key of no setting that can be locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownSetting;

impl std::fmt::Display for UnknownSetting {
    /// For logs. A person reads the locale's sentence.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("UnknownSetting")
    }
}

impl TryFrom<String> for LockedSettings {
    type Error = UnknownSetting;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<LockedSettings> for String {
    fn from(locked: LockedSettings) -> Self {
        locked.keys()
    }
}

/// What a subscription has and uses of what can be limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionUse {
    /// Its FTP accounts, the main one included, those in « Corbeille » not.
    pub ftp_accounts: u64,
    /// What its webspace holds. Never counted as long as it was not limited.
    pub webspace: FtpUsage,
}

/// One limit that a subscription is beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitExcess {
    /// The limit.
    pub field: Field,
    /// What the subscription has.
    pub has: u64,
    /// What it may have.
    pub most: u64,
}

/// A subscription that is, or would be, beyond limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverLimits {
    /// Which one.
    pub domain: DomainName,
    /// Which limits.
    pub excesses: Vec<LimitExcess>,
}

/// What a change of limits would mean, before it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsPreview {
    /// How many subscriptions would have the limits.
    pub subscriptions: u64,
    /// How many of them would be beyond them.
    pub over: u64,
    /// Some of these, by domain name: at most [`Self::MAX_EXAMPLES`].
    pub examples: Vec<OverLimits>,
    /// How many have a webspace that was never counted, so that it is not known.
    pub uncounted: u64,
    /// The [fingerprint](SubscriptionLimits::fingerprint) of the limits.
    pub limits: String,
}

impl LimitsPreview {
    /// The most examples.
    pub const MAX_EXAMPLES: u32 = 20;
}

/// Where a subscription's limits come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LimitsSource {
    /// They are those of a plan, and change with it.
    Plan(PlanId),
    /// They are the subscription's own.
    Own(SubscriptionLimits),
}

/// The limits of a subscription, as the page that changes them shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionLimitsView {
    /// The subscription.
    pub domain: DomainName,
    /// What it may have and use.
    pub limits: SubscriptionLimits,
    /// The plan that they are from; none if they are its own.
    pub plan: Option<PlanId>,
    /// What it has and uses.
    pub used: SubscriptionUse,
    /// Grows with each change, from 0.
    pub version: i64,
    /// The plans that can be chosen.
    pub plans: Vec<(PlanId, PlanName)>,
}

/// What a subscription may have and use, beside what it has and uses: for all who see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsInUse {
    /// What it may have and use.
    pub limits: SubscriptionLimits,
    /// The name of the plan that they are from, for those who manage the subscription.
    pub plan: Option<PlanName>,
    /// What it has and uses.
    pub used: SubscriptionUse,
    /// Its open FTP sessions.
    pub ftp_sessions: u64,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::SettingError;
    use proptest::prelude::*;

    #[test]
    fn a_text_that_is_no_limit_changes_nothing() {
        let mut limits = SubscriptionLimits::default();
        limits.set(Field::MaxFtpAccounts, " 20 ").unwrap();
        for (field, text) in [
            (Field::MaxFtpAccounts, "0"),
            (Field::MaxFtpAccounts, "-1"),
            (Field::MaxFtpAccounts, "1000001"),
            (Field::MaxFtpSessions, "many"),
            (Field::TotalUploadRate, "1.5"),
        ] {
            let error = limits.set(field, text).unwrap_err();
            let number = FieldError::Setting(SettingError::NotANumber { most: 0 });
            assert_eq!(
                std::mem::discriminant(&error),
                std::mem::discriminant(&number),
                "{text}"
            );
        }
        let size = limits.set(Field::MaxDiskSpace, "5");
        assert_eq!(size, Err(SettingError::NotASize.into()));
        assert_eq!(limits.value(Field::MaxFtpAccounts), "20");
        limits.set(Field::MaxFtpAccounts, "").unwrap();
        assert!(limits.is_unlimited());
    }

    #[test]
    fn locked_settings_are_known_by_their_keys() {
        let locked = LockedSettings::parse("quota_bytes, permission").unwrap();
        assert_eq!(locked.keys(), "permission,quota_bytes");
        assert!(locked.contains(Field::Permission) && !locked.contains(Field::State));
        for unknown in ["note", "settings[permission]", "x"] {
            assert_eq!(LockedSettings::parse(unknown), Err(UnknownSetting));
        }
        let (before, mut after) = (FtpAccountSettings::default(), FtpAccountSettings::default());
        after.note = "mine".to_owned();
        assert_eq!(locked.first_change(&before, &after), None);
        after.quota_bytes = Some(1);
        assert_eq!(
            locked.first_change(&before, &after),
            Some(Field::QuotaBytes)
        );
    }

    #[test]
    fn only_what_is_beyond_a_limit_is_an_excess() {
        let limits = SubscriptionLimits {
            ftp_accounts: Some(20),
            disk_space: Some(1000),
            ..SubscriptionLimits::default()
        };
        let used = |ftp_accounts, bytes| SubscriptionUse {
            ftp_accounts,
            webspace: FtpUsage {
                bytes,
                files: 9,
                ..FtpUsage::default()
            },
        };
        assert_eq!(limits.excesses(&used(20, 1000)), []);
        let over = limits.excesses(&used(25, 1001));
        let over: Vec<_> = over
            .iter()
            .map(|one| (one.field, one.has, one.most))
            .collect();
        let expected = [
            (Field::MaxFtpAccounts, 25, 20),
            (Field::MaxDiskSpace, 1001, 1000),
        ];
        assert_eq!(over, expected);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            ftp_accounts in proptest::option::of(1..=SubscriptionLimits::MAX_FTP_ACCOUNTS),
            disk_space in proptest::option::of(1..=crate::MAX_SIZE),
            files in proptest::option::of(1..=FtpAccountSettings::MAX_FILES),
            ftp_sessions in proptest::option::of(1..=SubscriptionLimits::MAX_FTP_SESSIONS),
            rate in proptest::option::of(1..=FtpAccountSettings::MAX_RATE),
            locked in 0_u32..1024,
        ) {
            let choices: Vec<Field> = LockedSettings::choices().collect();
            let is_locked = |field| {
                let at = choices.iter().position(|choice| *choice == field).unwrap();
                locked & (1 << at) != 0
            };
            let limits = SubscriptionLimits {
                ftp_accounts,
                disk_space,
                files: files.map(u64::from),
                ftp_sessions,
                upload_rate: rate,
                download_rate: rate,
                locked: LockedSettings::of(is_locked),
            };
            let mut read = SubscriptionLimits {
                locked: LockedSettings::parse(&limits.locked.keys()).unwrap(),
                ..SubscriptionLimits::default()
            };
            for field in SubscriptionLimits::FIELDS {
                read.set(field, &limits.value(field)).unwrap();
            }
            prop_assert_eq!(read.fingerprint(), limits.fingerprint());
            prop_assert_eq!(read, limits);
        }
    }
}
