//! The folder on the server that a subscription may use.

use serde::{Deserialize, Serialize};

use super::checked_text;
use super::control_characters::has_control;

/// An absolute folder on the server, without `.` or `..`, and never `/` itself. It has no control
/// character and none that turns the direction of text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebspaceRoot(String);

checked_text!(WebspaceRoot, WebspaceRootError, parse_kept);

/// Which rule of [`WebspaceRoot`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebspaceRootError {
    /// The text is empty.
    Empty,
    /// It does not begin with `/`.
    NotAbsolute,
    /// `/` itself: a whole server is nobody's webspace.
    WholeServer,
    /// A component is `.` or `..`.
    DotComponent,
    /// A [control character](super::is_control), or one that turns the direction of text.
    ControlCharacter,
    /// More than [`WebspaceRoot::MAX_BYTES`] bytes.
    TooLong,
}

impl WebspaceRoot {
    /// The longest path, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 1024;

    /// Reads a path as submitted; doubled and trailing slashes are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, WebspaceRootError> {
        if has_control(text) {
            return Err(WebspaceRootError::ControlCharacter);
        }
        Self::parse_kept(text)
    }

    /// Reads a path that was kept: earlier versions took characters that turn the direction of text.
    ///
    /// # Errors
    /// The first broken rule of the others.
    pub fn parse_kept(text: &str) -> Result<Self, WebspaceRootError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WebspaceRootError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(WebspaceRootError::ControlCharacter);
        }
        if !text.starts_with('/') {
            return Err(WebspaceRootError::NotAbsolute);
        }
        if text.len() > Self::MAX_BYTES {
            return Err(WebspaceRootError::TooLong);
        }
        let components: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
        if components.is_empty() {
            return Err(WebspaceRootError::WholeServer);
        }
        if components.iter().any(|part| matches!(*part, "." | "..")) {
            return Err(WebspaceRootError::DotComponent);
        }
        Ok(Self(format!("/{}", components.join("/"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| WebspaceRoot::parse(text).expect_err(text);
        assert_eq!(broken(""), WebspaceRootError::Empty);
        assert_eq!(broken("www/site"), WebspaceRootError::NotAbsolute);
        assert_eq!(broken("//"), WebspaceRootError::WholeServer);
        assert_eq!(broken("/var/../etc"), WebspaceRootError::DotComponent);
        for text in ["/var\u{7}", "/var\u{202e}", "/\u{2068}var"] {
            assert_eq!(
                broken(text),
                WebspaceRootError::ControlCharacter,
                "{text:?}"
            );
        }
        assert!(WebspaceRoot::parse_kept("/var\u{202e}").is_ok());
        assert_eq!(
            broken(&format!("/{}", "a".repeat(1024))),
            WebspaceRootError::TooLong
        );
    }

    #[test]
    fn slashes_are_normalised() {
        assert_eq!(
            WebspaceRoot::parse("/var//www/example.com/").map(String::from),
            Ok("/var/www/example.com".to_owned())
        );
    }
}
