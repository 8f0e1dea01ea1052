//! Virtual paths: the client's `/` is its home, and nothing is above it.
//!
//! Paths are bytes: a name need not be UTF-8 to be listed, fetched or removed. They are
//! resolved lexically; that no symlink leaves the home is ensured by `cap_std::fs::Dir`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Linux's `PATH_MAX`: a longer path could not be opened anyway.
const MAX_PATH: usize = 4096;

/// The most bytes of a path as text. Records are kept for long, and logs have long lines otherwise.
const MAX_TEXT: usize = 500;
/// What stands for the middle of a path that is longer.
const ELLIPSIS: &str = "…";

/// The prefix of the names of uploads in progress. Listings hide them, and clients cannot use it.
pub(crate) const UPLOAD_PREFIX: &[u8] = b".berth-upload-";

/// Whether listings hide this name: it is that of an upload in progress.
pub fn is_hidden(name: &OsStr) -> bool {
    name.as_bytes().starts_with(UPLOAD_PREFIX)
}

/// An absolute path within a home: `/`, or `/` and components between single
/// slashes, none of them `.` or `..`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct VirtualPath(Vec<u8>);

/// Why a name cannot be resolved to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    /// It holds a NUL byte.
    Nul,
    TooLong,
}

impl std::fmt::Debug for VirtualPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", String::from_utf8_lossy(&self.0).escape_debug())
    }
}

impl std::fmt::Display for VirtualPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl VirtualPath {
    pub(crate) fn root() -> Self {
        Self(b"/".to_vec())
    }

    /// Resolves `name` relative to this directory. `..` at the root stays at the root.
    pub(crate) fn resolve(&self, name: &[u8]) -> Result<Self, PathError> {
        if name.contains(&0) {
            return Err(PathError::Nul);
        }
        let mut bytes = if name.starts_with(b"/") || self.is_root() {
            Vec::with_capacity(name.len() + 1)
        } else {
            self.0.clone()
        };
        for component in name.split(|b| *b == b'/') {
            match component {
                b"" | b"." => {}
                b".." => {
                    let parent = bytes.iter().rposition(|b| *b == b'/').unwrap_or(0);
                    bytes.truncate(parent);
                }
                _ => {
                    bytes.push(b'/');
                    bytes.extend_from_slice(component);
                }
            }
        }
        if bytes.len() > MAX_PATH {
            return Err(PathError::TooLong);
        }
        if bytes.is_empty() {
            bytes.push(b'/');
        }
        Ok(Self(bytes))
    }

    /// For display and records: what is not UTF-8 or not printable is replaced, and of more than
    /// [`MAX_TEXT`] bytes the middle is left out.
    pub(crate) fn text(&self) -> String {
        let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let text: String = String::from_utf8_lossy(&self.0)
            .chars()
            .map(shown)
            .collect();
        if text.len() <= MAX_TEXT {
            return text;
        }
        let half = (MAX_TEXT - ELLIPSIS.len()) / 2;
        let begin = text.floor_char_boundary(half);
        let end = text.ceil_char_boundary(text.len() - half);
        let (begin, end) = (text.get(..begin), text.get(end..));
        [begin.unwrap_or_default(), ELLIPSIS, end.unwrap_or_default()].concat()
    }

    pub(crate) fn is_root(&self) -> bool {
        self.0 == b"/"
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path relative to the home's directory handle, `.` for the home itself.
    pub(crate) fn relative(&self) -> &Path {
        let relative = self.0.get(1..).unwrap_or_default();
        let relative = if relative.is_empty() { b"." } else { relative };
        Path::new(OsStr::from_bytes(relative))
    }

    /// The last component, none for the root.
    pub(crate) fn name(&self) -> Option<&OsStr> {
        let name = self.0.rsplit(|b| *b == b'/').next().unwrap_or_default();
        (!name.is_empty()).then(|| OsStr::from_bytes(name))
    }

    /// The parent directory; the root is its own parent.
    pub(crate) fn parent(&self) -> Self {
        match self.0.iter().rposition(|b| *b == b'/') {
            Some(at) if at > 0 => Self(self.0.get(..at).unwrap_or_default().to_vec()),
            _ => Self::root(),
        }
    }

    /// Whether the last component is reserved for the server.
    pub(crate) fn is_reserved(&self) -> bool {
        self.name()
            .is_some_and(|name| name.as_bytes().starts_with(UPLOAD_PREFIX))
    }

    /// In double quotes, those within doubled (RFC 959, Appendix II).
    pub(crate) fn quoted(&self) -> Vec<u8> {
        let mut quoted = Vec::with_capacity(self.0.len() + 2);
        quoted.push(b'"');
        for byte in &self.0 {
            if *byte == b'"' {
                quoted.push(b'"');
            }
            quoted.push(*byte);
        }
        quoted.push(b'"');
        quoted
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn path(bytes: &str) -> VirtualPath {
        VirtualPath::root().resolve(bytes.as_bytes()).unwrap()
    }

    #[test]
    fn resolves_by_letters() {
        for (from, name, want) in [
            ("/", "a", "/a"),
            ("/a/b", "c", "/a/b/c"),
            ("/a/b", "/c", "/c"),
            ("/a/b", "..", "/a"),
            ("/a", "../../..", "/"),
            ("/", "..", "/"),
            ("/a", "./b//c/.", "/a/b/c"),
            ("/a", "b/../../c", "/c"),
            ("/a", "", "/a"),
            ("/", " space ", "/ space "),
            ("/", "...", "/..."),
        ] {
            assert_eq!(
                path(from).resolve(name.as_bytes()).unwrap(),
                path(want),
                "{from} {name}"
            );
        }
        assert_eq!(path("/a").resolve(b"x\0y"), Err(PathError::Nul));
        assert_eq!(path("/a").resolve(&[b'x'; 5000]), Err(PathError::TooLong));
    }

    #[test]
    fn names_the_last_component() {
        assert_eq!(path("/a/b").name(), Some(OsStr::new("b")));
        assert_eq!(path("/").name(), None);
        assert_eq!(path("/a/b").parent(), path("/a"));
        assert_eq!(path("/a").parent(), path("/"));
        assert_eq!(path("/").parent(), path("/"));
        assert!(path("/a/.berth-upload-1").is_reserved());
        assert!(!path("/.berth-upload-1/a").is_reserved());
    }

    #[test]
    fn is_shown_as_people_write_it() {
        assert_eq!(
            path("/l'\u{e9}t\u{e9} \"a\"").text(),
            "/l'\u{e9}t\u{e9} \"a\""
        );
        let raw = VirtualPath::root().resolve(b"a\xff\r\x1bb").unwrap();
        assert_eq!(raw.text(), "/a\u{fffd}\u{fffd}\u{fffd}b");
        let long = format!("/begin{}end", "é".repeat(1000));
        let text = path(&long).text();
        assert!(text.starts_with("/beginé") && text.ends_with("éend"));
        assert!(text.contains("é…é") && (497..=500).contains(&text.len()));
        let just = format!("/{}", "a".repeat(499));
        assert_eq!(path(&just).text(), just);
    }

    #[test]
    fn doubles_quotes() {
        assert_eq!(path("/a\"b").quoted(), b"\"/a\"\"b\"");
    }

    proptest! {
        #[test]
        fn never_leaves_the_root(
            from in proptest::collection::vec(any::<u8>(), 0..64),
            name in proptest::collection::vec(
                prop_oneof![Just(b'.'), Just(b'/'), Just(b'a'), any::<u8>()], 0..64),
        ) {
            let Ok(from) = VirtualPath::root().resolve(&from) else { return Ok(()) };
            let Ok(path) = from.resolve(&name) else { return Ok(()) };
            prop_assert!(path.as_bytes().starts_with(b"/"));
            prop_assert!(path.relative().is_relative());
            for component in path.relative().components() {
                let normal = matches!(component, std::path::Component::Normal(_));
                prop_assert!(normal || path.is_root());
            }
            prop_assert_eq!(path.resolve(b".").unwrap(), path);
        }

        #[test]
        fn quoting_can_be_undone(name in proptest::collection::vec(1u8.., 0..64)) {
            let Ok(path) = VirtualPath::root().resolve(&name) else { return Ok(()) };
            let quoted = path.quoted();
            let inner = &quoted[1..quoted.len() - 1];
            let mut back = Vec::new();
            let mut bytes = inner.iter();
            while let Some(byte) = bytes.next() {
                back.push(*byte);
                if *byte == b'"' {
                    prop_assert_eq!(bytes.next(), Some(&b'"'));
                }
            }
            prop_assert_eq!(back, path.as_bytes());
        }
    }
}
