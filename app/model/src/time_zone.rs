//! The time zone in which a person sees times.

use serde::{Deserialize, Serialize};

use super::checked_text;

/// The name of a time zone of the IANA database, such as `Europe/Paris`.
///
/// 1 to 64 characters of `A-Z a-z 0-9 _ + - /`, not beginning with `/`. Whether there is such a
/// zone, and what its rules are, the server knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZone(String);

checked_text!(TimeZone, TimeZoneError);

/// Which rule of [`TimeZone`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeZoneError {
    /// There is no text.
    Empty,
    /// More than [`TimeZone::MAX_LENGTH`] characters.
    TooLong,
    /// A character outside `A-Z a-z 0-9 _ + - /`.
    Character(char),
    /// The first character is `/`.
    Start,
}

impl TimeZone {
    /// The longest name, in characters (all of them ASCII).
    pub const MAX_LENGTH: usize = 64;

    /// Reads the name of a zone.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, TimeZoneError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+-/".contains(c);
        if text.is_empty() {
            return Err(TimeZoneError::Empty);
        }
        if let Some(character) = text.chars().find(|c| !allowed(*c)) {
            return Err(TimeZoneError::Character(character));
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(TimeZoneError::TooLong);
        }
        if text.starts_with('/') {
            return Err(TimeZoneError::Start);
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether it is UTC, which needs no rules.
    pub fn is_utc(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| TimeZone::parse(text).expect_err(text);
        assert_eq!(broken(""), TimeZoneError::Empty);
        assert_eq!(broken(&"a".repeat(65)), TimeZoneError::TooLong);
        assert_eq!(broken("Europe/../x"), TimeZoneError::Character('.'));
        assert_eq!(broken("/etc/passwd"), TimeZoneError::Start);
    }

    #[test]
    fn utc_is_usual() {
        assert!(TimeZone::parse("UTC").is_ok_and(|zone| zone.is_utc()));
        assert!(TimeZone::parse("Europe/Paris").is_ok_and(|zone| !zone.is_utc()));
    }

    #[test]
    fn stored_text_is_checked_when_read() {
        assert!(serde_json::from_str::<TimeZone>(r#""/etc""#).is_err());
    }

    proptest! {
        #[test]
        fn what_the_rules_describe_is_accepted(name in "[A-Za-z0-9_+-][A-Za-z0-9_+/-]{0,63}") {
            prop_assert_eq!(TimeZone::parse(&name).map(String::from), Ok(name));
        }

        #[test]
        fn whatever_is_accepted_obeys_the_rules(text in any::<String>()) {
            if let Ok(zone) = TimeZone::parse(&text) {
                prop_assert!((1..=64).contains(&zone.as_str().len()));
                prop_assert!(zone.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-/".contains(&b)));
                prop_assert!(!zone.as_str().starts_with('/'));
            }
        }
    }
}
