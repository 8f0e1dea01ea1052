//! Names that an FTP account had, and that clients may still sign in with for a time.

use serde::{Deserialize, Serialize};

use super::{AccountName, Field, FieldError, SettingError, UtcTime};

/// For how many days a renamed account may still sign in with the name that it had; 0 for not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptDays(u32);

impl KeptDays {
    /// The longest time.
    pub const MAX: u32 = 90;

    /// Reads a number of days as submitted; nothing is 0.
    ///
    /// # Errors
    /// [`SettingError::NotANumber`] for what is no whole number up to [`KeptDays::MAX`].
    pub fn parse(text: &str) -> Result<Self, SettingError> {
        let wrong = SettingError::NotANumber { most: Self::MAX };
        match text.trim() {
            "" => Ok(Self(0)),
            text if text.bytes().all(|byte| byte.is_ascii_digit()) => text
                .parse()
                .ok()
                .filter(|days| *days <= Self::MAX)
                .map(Self)
                .ok_or(wrong),
            _ => Err(wrong),
        }
    }

    /// What is wrong with a text in the field of a form.
    pub fn check(_: Field, text: &str) -> Option<FieldError> {
        Self::parse(text).err().map(Into::into)
    }

    /// Until when a name is kept that is given up at `now`; none if it is not kept.
    pub fn until(self, now: UtcTime) -> Option<UtcTime> {
        (self.0 > 0).then(|| now.plus_days(self.0))
    }
}

/// A name that an account had and may still sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerName {
    /// The name.
    pub name: AccountName,
    /// Until when.
    pub until: UtcTime,
    /// When it was last signed in with; none if never since it was given up.
    pub last_used_at: Option<UtcTime>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_and_not_too_many() {
        for (text, days) in [("", 0), (" 0 ", 0), ("7", 7), ("90", 90)] {
            assert_eq!(KeptDays::parse(text), Ok(KeptDays(days)), "{text}");
        }
        for text in ["91", "-1", "1.5", "+3", "a week", "99999999999"] {
            let most = KeptDays::MAX;
            let wrong = Err(SettingError::NotANumber { most });
            assert_eq!(KeptDays::parse(text), wrong, "{text}");
        }
    }

    #[test]
    fn no_days_is_not_at_all() {
        assert_eq!(KeptDays::default().until(UtcTime(5)), None);
        assert_eq!(KeptDays(2).until(UtcTime(5)), Some(UtcTime(172_805)));
    }
}
