//! The folders in which webspaces may be.

use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Folders below which webspaces may be, written with `:` between them. None by default: then the
/// use cases have their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebspaceBases(Vec<PathBuf>);

impl WebspaceBases {
    /// The folders, if any was given.
    pub fn given(&self) -> Option<&[PathBuf]> {
        Some(self.0.as_slice()).filter(|bases| !bases.is_empty())
    }
}

impl From<Vec<PathBuf>> for WebspaceBases {
    fn from(bases: Vec<PathBuf>) -> Self {
        Self(bases)
    }
}

/// A part of a list of folders that is none.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no absolute folder. Write them like /var/www:/srv, without . or ..")]
pub struct WebspaceBasesError(String);

impl FromStr for WebspaceBases {
    type Err = WebspaceBasesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split(':').filter(|part| !part.is_empty());
        let bases = parts.map(|part| {
            let has_dots = part.split('/').any(|name| matches!(name, "." | ".."));
            if has_dots || !Path::new(part).is_absolute() {
                return Err(WebspaceBasesError(part.to_owned()));
            }
            // Without doubled and trailing slashes.
            Ok(Path::new(part).components().collect())
        });
        bases.collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_folders_are_read_or_refused_by_part() {
        let read = |text: &str| text.parse::<WebspaceBases>();
        assert_eq!(read("").map(|bases| bases.given().is_none()), Ok(true));
        let two = WebspaceBases(vec!["/var/www".into(), "/srv".into()]);
        assert_eq!(read("/var/www:/srv"), Ok(two.clone()));
        assert_eq!(read("/var//www/::/srv:"), Ok(two));
        for part in ["www", "/srv/../etc", "./www", " /srv"] {
            assert_eq!(
                read(&format!("/home:{part}")),
                Err(WebspaceBasesError(part.to_owned()))
            );
        }
    }
}
