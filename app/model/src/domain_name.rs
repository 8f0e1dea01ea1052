//! The domain name that names a subscription.

use std::borrow::Cow;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};

use super::{checked_text, domain_text};

/// A domain name in ASCII, folded to lower case, without a final dot (RFC 1123, 2.1).
///
/// Labels of 1 to 63 characters of `a-z 0-9 -` that neither begin nor end with `-`, at least two
/// of them, 253 characters in all. An internationalised name is kept in its `xn--` form, in which
/// addresses and the command line's JSON have it, too; people see its [`text`](Self::text).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

checked_text!(DomainName, DomainNameError, parse_ascii);

/// Which rule of [`DomainName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DomainNameError {
    /// The text is empty.
    Empty,
    /// More than [`DomainName::MAX_LENGTH`] characters, or a label of more than 63.
    TooLong,
    /// A character outside `a-z 0-9 - .`.
    Character(char),
    /// Letters that cannot be in a domain name, or not together (UTS #46).
    Letters,
    /// No dot inside, two dots in a row, or a label that begins or ends with `-`.
    Shape,
}

impl DomainName {
    /// The longest domain name, in characters.
    pub const MAX_LENGTH: usize = 253;

    /// Reads a domain name as submitted: in ASCII, or in the letters of its language (UTS #46).
    ///
    /// It is for the server, since the tables it needs are too big for the browser.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, DomainNameError> {
        let text = text.trim();
        if text.is_ascii() {
            return Self::parse_ascii(text);
        }
        if let Some(character) = text.chars().find(|c| c.is_ascii() && !is_allowed(*c)) {
            return Err(DomainNameError::Character(character));
        }
        let name = Uts46::new().to_ascii(
            text.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            // Looked at below.
            DnsLength::Ignore,
        );
        Self::parse_ascii(&name.map_err(|_| DomainNameError::Letters)?)
    }

    /// Reads a domain name in ASCII, as it is kept.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse_ascii(text: &str) -> Result<Self, DomainNameError> {
        let text = text.trim().to_ascii_lowercase();
        let name = text.strip_suffix('.').unwrap_or(&text);
        if name.is_empty() {
            return Err(DomainNameError::Empty);
        }
        if let Some(character) = name.chars().find(|c| !is_allowed(*c)) {
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

    /// The name as people write it, where that can be read as no other.
    pub fn text(&self) -> Cow<'_, str> {
        domain_text(&self.0)
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-.".contains(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| DomainName::parse(text).expect_err(text);
        assert_eq!(broken(" "), DomainNameError::Empty);
        assert_eq!(broken("exä mple.com"), DomainNameError::Character(' '));
        for text in [
            "exä\u{202e}mple.com",
            "\u{301}a.com",
            "\u{5d0}a.com",
            "xn--\u{e4}.com",
        ] {
            assert_eq!(broken(text), DomainNameError::Letters, "{text:?}");
        }
        assert_eq!(broken("é"), DomainNameError::Shape);
        assert_eq!(
            broken(&format!("{}.com", "é".repeat(60))),
            DomainNameError::TooLong
        );
        assert_eq!(
            DomainName::parse_ascii("exämple.com"),
            Err(DomainNameError::Character('ä'))
        );
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

    #[test]
    fn a_name_in_the_letters_of_a_language_is_kept_in_ascii_and_shown_as_written() {
        for (typed, kept, shown) in [
            ("exämple.test", "xn--exmple-cua.test", "exämple.test"),
            (" EXÄMPLE.Test. ", "xn--exmple-cua.test", "exämple.test"),
            ("exa\u{308}mple.test", "xn--exmple-cua.test", "exämple.test"),
            ("xn--exmple-cua.test", "xn--exmple-cua.test", "exämple.test"),
            ("straße。example", "xn--strae-oqa.example", "straße.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah", "例え.テスト"),
            ("пример.рф", "xn--e1afmkfd.xn--p1ai", "пример.рф"),
        ] {
            let name = DomainName::parse(typed).expect(typed);
            assert_eq!((name.as_str(), &*name.text()), (kept, shown), "{typed}");
            assert_eq!(DomainName::parse(&name.text()), Ok(name));
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_the_same_name(
            label in "[a-z0-9ß-öø-ÿā-žά-ώа-џ\u{5d0}-\u{5ea}\u{621}-\u{6cc}ぁ-んァ-ー一-十가-나ก-๎ŉĳ\u{300}-]{1,8}",
        ) {
            if let Ok(name) = DomainName::parse(&format!("{label}.example")) {
                prop_assert_eq!(DomainName::parse(&name.text()), Ok(name.clone()));
                prop_assert_eq!(DomainName::parse(name.as_str()), Ok(name.clone()));
                prop_assert_eq!(DomainName::parse_ascii(name.as_str()), Ok(name));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}\\.test|[0-9A-Z]{1,4}xn--[a-z0-9-]{0,20}\\.test|xn--[a-z0-9-]{0,20}\\.test") {
            if let Ok(name) = DomainName::parse(&text) {
                prop_assert!(name.as_str().is_ascii());
                prop_assert!(!name.text().is_empty());
            }
        }

        #[test]
        fn reading_twice_changes_nothing(text in "[A-Za-z0-9.-]{1,80}") {
            if let Ok(name) = DomainName::parse(&text) {
                prop_assert!(name.as_str().split('.').count() >= 2);
                prop_assert_eq!(DomainName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
