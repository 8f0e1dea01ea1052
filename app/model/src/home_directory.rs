//! The folder that an FTP account sees as `/`.

use serde::{Deserialize, Serialize};

use super::checked_text;
use super::control_characters::has_control;
use unicode_normalization::UnicodeNormalization;

/// A path inside the webspace root, written from `/`.
///
/// At most 1,024 bytes; components of 1 to 255 bytes, none of them `.` or `..`; no control
/// character and none that turns the direction of text; doubled and trailing slashes are normalised
/// away. Accents stay as they are typed, since a folder that is there is named by its bytes. Whether a
/// symlink leads outside is for the server to see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HomeDirectory(String);

checked_text!(HomeDirectory, HomeDirectoryError, parse_kept);

/// Which rule of [`HomeDirectory`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HomeDirectoryError {
    /// The text is empty.
    Empty,
    /// It does not begin with `/`.
    NotFromRoot,
    /// A component is `.` or `..`.
    DotComponent,
    /// A [control character](super::is_control), or one that turns the direction of text.
    ControlCharacter,
    /// More than [`HomeDirectory::MAX_BYTES`] bytes.
    TooLong,
    /// A component of more than [`HomeDirectory::MAX_COMPONENT_BYTES`] bytes.
    ComponentTooLong,
}

impl HomeDirectory {
    /// The longest path, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 1024;
    /// The longest name of one folder, in bytes of UTF-8.
    pub const MAX_COMPONENT_BYTES: usize = 255;

    /// The webspace root itself, `/`.
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    /// Reads a path as submitted and normalises it.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, HomeDirectoryError> {
        if has_control(text) {
            return Err(HomeDirectoryError::ControlCharacter);
        }
        Self::parse_kept(text)
    }

    /// Reads a path that was kept: earlier versions took characters that turn the direction of text.
    ///
    /// # Errors
    /// The first broken rule of the others.
    pub fn parse_kept(text: &str) -> Result<Self, HomeDirectoryError> {
        let text = text.trim_matches(' ');
        if text.is_empty() {
            return Err(HomeDirectoryError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(HomeDirectoryError::ControlCharacter);
        }
        if !text.starts_with('/') {
            return Err(HomeDirectoryError::NotFromRoot);
        }
        let components: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
        if components.iter().any(|part| matches!(*part, "." | "..")) {
            return Err(HomeDirectoryError::DotComponent);
        }
        if components
            .iter()
            .any(|part| part.len() > Self::MAX_COMPONENT_BYTES)
        {
            return Err(HomeDirectoryError::ComponentTooLong);
        }
        let path = format!("/{}", components.join("/"));
        if path.len() > Self::MAX_BYTES {
            return Err(HomeDirectoryError::TooLong);
        }
        Ok(Self(path))
    }

    /// The same path in Unicode's normal form C: how Berth spells the folders that it makes.
    ///
    /// Composing never makes a path longer or breaks another of its rules. It is for the server,
    /// since the tables it needs are too big for the browser.
    pub fn composed(&self) -> Self {
        Self(self.0.nfc().collect())
    }

    /// The folders from the webspace root down; none for the root itself.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// The folder that this one is in; none for the root itself.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/').filter(|_| self.0 != "/")?;
        Some(if parent.is_empty() {
            Self::root()
        } else {
            Self(parent.to_owned())
        })
    }

    /// The path without its leading `/`, as it is opened below the webspace root; `.` for `/`.
    pub fn below_root(&self) -> &str {
        match self.0.strip_prefix('/') {
            Some("") | None => ".",
            Some(path) => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| HomeDirectory::parse(text).expect_err(text);
        assert_eq!(broken(""), HomeDirectoryError::Empty);
        assert_eq!(broken("site"), HomeDirectoryError::NotFromRoot);
        assert_eq!(broken("/a/../b"), HomeDirectoryError::DotComponent);
        assert_eq!(broken("/.."), HomeDirectoryError::DotComponent);
        assert_eq!(broken("/./a"), HomeDirectoryError::DotComponent);
        assert_eq!(broken("/a\0b"), HomeDirectoryError::ControlCharacter);
        for text in ["/a\nb", "/a\u{202e}b", "/\u{2066}", "/a\u{2069}"] {
            assert_eq!(
                broken(text),
                HomeDirectoryError::ControlCharacter,
                "{text:?}"
            );
        }
        assert_eq!(
            broken(&format!("/{}", "a".repeat(256))),
            HomeDirectoryError::ComponentTooLong
        );
        assert_eq!(broken(&"/abcdefg".repeat(200)), HomeDirectoryError::TooLong);
    }

    #[test]
    fn what_an_earlier_version_took_can_still_be_read() {
        let kept = HomeDirectory::parse_kept("/a\u{202e}b").map(String::from);
        assert_eq!(kept, Ok("/a\u{202e}b".to_owned()));
        let text = "\"/a\u{202e}b\"";
        assert!(serde_json::from_str::<HomeDirectory>(text).is_ok());
        let control = Err(HomeDirectoryError::ControlCharacter);
        assert_eq!(HomeDirectory::parse_kept("/a\nb"), control);
    }

    #[test]
    fn slashes_are_normalised() {
        for (typed, stored) in [
            ("/", "/"),
            ("//", "/"),
            ("/site/", "/site"),
            ("//a///b//", "/a/b"),
            (" /a b ", "/a b"),
        ] {
            assert_eq!(
                HomeDirectory::parse(typed).map(String::from),
                Ok(stored.to_owned())
            );
        }
    }

    #[test]
    fn a_folder_is_in_its_parent() {
        let parent = |path: &str| {
            let home = HomeDirectory::parse(path).expect("a home directory");
            home.parent().map(String::from)
        };
        assert_eq!(parent("/a/b").as_deref(), Some("/a"));
        assert_eq!(parent("/a").as_deref(), Some("/"));
        assert_eq!(parent("/"), None);
    }

    #[test]
    fn what_is_typed_is_kept_and_can_be_composed() {
        let typed = HomeDirectory::parse("/e\u{301}te\u{301}").expect("a home directory");
        assert_eq!(typed.as_str(), "/e\u{301}te\u{301}");
        assert_eq!(typed.composed().as_str(), "/été");
    }

    #[test]
    fn hidden_folders_and_dots_inside_a_name_are_fine() {
        for path in ["/.well-known", "/a..b", "/...", "/été/photos 2026"] {
            assert!(HomeDirectory::parse(path).is_ok(), "{path}");
        }
    }

    proptest! {
        #[test]
        fn what_the_rules_describe_is_accepted(parts in prop::collection::vec("[a-zA-Z0-9éà _-]{1,20}", 0..20)) {
            let path = format!("/{}", parts.join("/"));
            prop_assume!(!path.ends_with(' '));
            prop_assert_eq!(HomeDirectory::parse(&path).map(String::from), Ok(path));
        }

        #[test]
        fn whatever_is_accepted_obeys_the_rules(text in "(/|\\.|[a-z]|\\PC|\0){0,40}") {
            if let Ok(home) = HomeDirectory::parse(&text) {
                let path = home.as_str();
                prop_assert!(path.starts_with('/') && path.len() <= 1024);
                prop_assert!(path == "/" || !path.ends_with('/'));
                prop_assert!(!path.contains("//"));
                prop_assert!(!path.contains(crate::is_control));
                prop_assert!(home.components().all(|part| part != "." && part != ".."));
                prop_assert_eq!(HomeDirectory::parse(path), Ok(home.clone()));
            }
        }
    }
}
