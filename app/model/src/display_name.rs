//! The name that a panel user is called by.

use serde::{Deserialize, Serialize};

use super::checked_text;
use super::control_characters::has_control;

/// What a panel user is called in the panel: 1 to 100 characters, none of which is a
/// [control character](super::is_control).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DisplayName(String);

checked_text!(DisplayName, DisplayNameError);

/// Which rule of [`DisplayName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DisplayNameError {
    /// The text is empty.
    Empty,
    /// More than [`DisplayName::MAX_LENGTH`] characters.
    TooLong,
    /// A control character, or one that turns the direction of text.
    ControlCharacter,
}

impl DisplayName {
    /// The longest name, in characters.
    pub const MAX_LENGTH: usize = 100;

    /// Reads a name as submitted: surrounding spaces are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, DisplayNameError> {
        let name = text.trim();
        if name.is_empty() {
            return Err(DisplayNameError::Empty);
        }
        if has_control(name) {
            return Err(DisplayNameError::ControlCharacter);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(DisplayNameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| DisplayName::parse(text).expect_err(text);
        assert_eq!(broken(" "), DisplayNameError::Empty);
        assert_eq!(broken(&"é".repeat(101)), DisplayNameError::TooLong);
        for text in ["a\tb", "Anne \u{202e}nimda", "\u{2067}Anne"] {
            assert_eq!(broken(text), DisplayNameError::ControlCharacter, "{text:?}");
        }
        let name = DisplayName::parse(" Anne-Zoé ").map(String::from);
        assert_eq!(name, Ok("Anne-Zoé".to_owned()));
    }
}
