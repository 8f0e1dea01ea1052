//! The name a person signs in to the panel with.

use serde::{Deserialize, Serialize};

use super::checked_text;

/// A panel user's login, folded to lower case. Never the same thing as an FTP account's name.
///
/// 1 to 64 characters of `a-z 0-9 . _ - @ +`, beginning with a letter or digit, so that an
/// e-mail address can serve as one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

checked_text!(Login, LoginError);

/// Which rule of [`Login`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoginError {
    /// The text is empty.
    Empty,
    /// More than [`Login::MAX_LENGTH`] characters.
    TooLong,
    /// A character outside `a-z 0-9 . _ - @ +`.
    Character(char),
    /// The first character is neither a letter nor a digit.
    Start,
}

impl Login {
    /// The longest login, in characters.
    pub const MAX_LENGTH: usize = 64;

    /// Reads a login as submitted: surrounding spaces are dropped, letters folded to lower case.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, LoginError> {
        let login = text.trim().to_ascii_lowercase();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._-@+".contains(c);
        if login.is_empty() {
            return Err(LoginError::Empty);
        }
        if let Some(character) = login.chars().find(|c| !allowed(*c)) {
            return Err(LoginError::Character(character));
        }
        if login.len() > Self::MAX_LENGTH {
            return Err(LoginError::TooLong);
        }
        if !login.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(LoginError::Start);
        }
        Ok(Self(login))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| Login::parse(text).expect_err(text);
        assert_eq!(broken(""), LoginError::Empty);
        assert_eq!(broken(&"a".repeat(65)), LoginError::TooLong);
        assert_eq!(broken("a b"), LoginError::Character(' '));
        assert_eq!(broken("-a"), LoginError::Start);
    }

    proptest! {
        #[test]
        fn what_the_rules_describe_is_accepted(login in "[a-z0-9][a-z0-9._@+-]{0,63}") {
            prop_assert_eq!(Login::parse(&login).map(String::from), Ok(login));
        }
    }
}
