//! The name an FTP client signs in with.

use serde::{Deserialize, Serialize};

use super::checked_text;

/// The name of an FTP account, folded to lower case.
///
/// 1 to 64 characters of `a-z 0-9 . _ - @`. It begins with a letter or digit, does not end with
/// `.`, has at most one `@` and is none of the names that systems and people reserve.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

checked_text!(AccountName, AccountNameError);

/// Which rule of [`AccountName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountNameError {
    /// The text is empty.
    Empty,
    /// More than [`AccountName::MAX_LENGTH`] characters.
    TooLong,
    /// A character outside `a-z 0-9 . _ - @`.
    Character(char),
    /// The first character is neither a letter nor a digit.
    Start,
    /// The last character is a dot.
    EndsWithDot,
    /// More than one `@`.
    TwoAts,
    /// A name that systems, or the panel's own addresses, use.
    Reserved,
}

/// Names that FTP clients, mail and system tools give a meaning of their own, and `new`, which
/// is the address of the form that adds an account.
const RESERVED: [&str; 22] = [
    "admin",
    "administrator",
    "anonymous",
    "apache",
    "backup",
    "bin",
    "daemon",
    "ftp",
    "games",
    "guest",
    "mail",
    "mysql",
    "new",
    "nginx",
    "nobody",
    "operator",
    "postgres",
    "postmaster",
    "root",
    "sys",
    "system",
    "www-data",
];

impl AccountName {
    /// The longest name, in characters (all of them ASCII).
    pub const MAX_LENGTH: usize = 64;

    /// Reads a name as submitted: surrounding spaces are dropped, letters folded to lower case.
    ///
    /// # Errors
    /// The first broken rule, in the order in which a person reads the text.
    pub fn parse(text: &str) -> Result<Self, AccountNameError> {
        let name = text.trim().to_ascii_lowercase();
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_@".contains(c);
        if name.is_empty() {
            return Err(AccountNameError::Empty);
        }
        if let Some(character) = name.chars().find(|c| !allowed(*c)) {
            return Err(AccountNameError::Character(character));
        }
        if name.len() > Self::MAX_LENGTH {
            return Err(AccountNameError::TooLong);
        }
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(AccountNameError::Start);
        }
        if name.ends_with('.') {
            return Err(AccountNameError::EndsWithDot);
        }
        if name.matches('@').count() > 1 {
            return Err(AccountNameError::TwoAts);
        }
        if RESERVED.contains(&name.as_str()) {
            return Err(AccountNameError::Reserved);
        }
        Ok(Self(name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| AccountName::parse(text).expect_err("should be refused");
        assert_eq!(broken("  "), AccountNameError::Empty);
        assert_eq!(broken(&"a".repeat(65)), AccountNameError::TooLong);
        assert_eq!(broken("a b"), AccountNameError::Character(' '));
        assert_eq!(broken("é"), AccountNameError::Character('é'));
        assert_eq!(broken("a/b"), AccountNameError::Character('/'));
        assert_eq!(broken(".a"), AccountNameError::Start);
        assert_eq!(broken("@a"), AccountNameError::Start);
        assert_eq!(broken("a."), AccountNameError::EndsWithDot);
        assert_eq!(broken("a@b@c"), AccountNameError::TwoAts);
        for name in RESERVED {
            assert_eq!(broken(name), AccountNameError::Reserved);
            assert_eq!(broken(&name.to_uppercase()), AccountNameError::Reserved);
        }
    }

    #[test]
    fn letter_case_and_surrounding_spaces_do_not_count() {
        assert_eq!(
            AccountName::parse(" Marie@Example.com ").map(String::from),
            Ok("marie@example.com".to_owned())
        );
    }

    #[test]
    fn stored_text_is_checked_when_read() {
        assert!(serde_json::from_str::<AccountName>(r#""root""#).is_err());
    }

    proptest! {
        #[test]
        fn what_the_rules_describe_is_accepted(name in "[a-z0-9][a-z0-9._-]{0,40}(@[a-z0-9]{1,20})?") {
            prop_assume!(!name.ends_with('.') && !RESERVED.contains(&name.as_str()));
            prop_assert_eq!(AccountName::parse(&name).map(String::from), Ok(name));
        }

        #[test]
        fn whatever_is_accepted_obeys_the_rules(text in any::<String>()) {
            if let Ok(name) = AccountName::parse(&text) {
                let name = name.as_str();
                prop_assert!((1..=64).contains(&name.len()));
                prop_assert!(name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'@')));
                prop_assert!(name.as_bytes()[0].is_ascii_alphanumeric());
                prop_assert!(!name.ends_with('.'));
                prop_assert!(name.matches('@').count() <= 1);
                prop_assert!(!RESERVED.contains(&name));
            }
        }

        #[test]
        fn reading_twice_changes_nothing(text in "[A-Za-z0-9._@ -]{1,70}") {
            if let Ok(name) = AccountName::parse(&text) {
                prop_assert_eq!(AccountName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
