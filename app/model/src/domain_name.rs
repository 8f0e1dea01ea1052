//! The domain name that names a subscription.

use serde::{Deserialize, Serialize};

use super::checked_text;

/// A domain name in ASCII, folded to lower case, without a final dot (RFC 1123, 2.1).
///
/// Labels of 1 to 63 characters of `a-z 0-9 -` that neither begin nor end with `-`, at least two
/// of them, 253 characters in all. An internationalised name is written in its `xn--` form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

checked_text!(DomainName, DomainNameError);

/// Which rule of [`DomainName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DomainNameError {
    /// The text is empty.
    Empty,
    /// More than [`DomainName::MAX_LENGTH`] characters, or a label of more than 63.
    TooLong,
    /// A character outside `a-z 0-9 - .`.
    Character(char),
    /// No dot inside, two dots in a row, or a label that begins or ends with `-`.
    Shape,
}

impl DomainName {
    /// The longest domain name, in characters.
    pub const MAX_LENGTH: usize = 253;

    /// Reads a domain name as submitted.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, DomainNameError> {
        let text = text.trim().to_ascii_lowercase();
        let name = text.strip_suffix('.').unwrap_or(&text);
        if name.is_empty() {
            return Err(DomainNameError::Empty);
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
        if let Some(character) = name.chars().find(|c| !allowed(*c)) {
            return Err(DomainNameError::Character(character));
        }
        if name.len() > Self::MAX_LENGTH || name.split('.').any(|label| label.len() > 63) {
            return Err(DomainNameError::TooLong);
        }
        let fine =
            |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
        if !name.contains('.') || !name.split('.').all(fine) {
            return Err(DomainNameError::Shape);
        }
        Ok(Self(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| DomainName::parse(text).expect_err(text);
        assert_eq!(broken(" "), DomainNameError::Empty);
        assert_eq!(broken("exämple.com"), DomainNameError::Character('ä'));
        assert_eq!(
            broken("https://example.com"),
            DomainNameError::Character(':')
        );
        assert_eq!(
            broken(&format!("{}.com", "a".repeat(64))),
            DomainNameError::TooLong
        );
        assert_eq!(broken(&"abcdefg.".repeat(40)), DomainNameError::TooLong);
        for text in ["localhost", "a..b", "-a.com", "a-.com", ".com"] {
            assert_eq!(broken(text), DomainNameError::Shape, "{text}");
        }
    }

    #[test]
    fn letter_case_and_a_final_dot_do_not_count() {
        assert_eq!(
            DomainName::parse("Example.COM.").map(String::from),
            Ok("example.com".to_owned())
        );
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "[A-Za-z0-9.-]{1,80}") {
            if let Ok(name) = DomainName::parse(&text) {
                prop_assert!(name.as_str().split('.').count() >= 2);
                prop_assert_eq!(DomainName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
