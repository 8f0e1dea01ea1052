//! Directory listings for `LIST`, `NLST` and `MLSD`, in chunks.

mod folder;
mod line;
#[cfg(test)]
mod tests;
mod tree;

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::time::SystemTime;

use cap_std::fs::{Dir, Metadata};

use crate::error::FileError;
use crate::path::VirtualPath;
use crate::pattern::Pattern;
use crate::session::ListStyle;
use folder::{Folder, Step};
use line::{push_long_line, push_name};
use tree::Tree;

/// A chunk is complete when it has reached this size.
const CHUNK: usize = 256 * 1024;
/// Entries read for one chunk: a pattern that matches nothing must not occupy a thread for the
/// whole of a large folder.
const MAX_ENTRIES_PER_CHUNK: usize = 4096;

/// A listing in progress: the lines that are still to be sent.
pub(crate) struct Listing {
    home: Dir,
    style: ListStyle,
    now: SystemTime,
    rest: Rest,
}

enum Rest {
    Folder(Folder),
    Tree(Box<Tree>),
    /// One entry: `LIST` of a file.
    Line(Vec<u8>),
}

impl Listing {
    /// Lists a folder's entries, or one file. If nothing has that name and its last component is a
    /// pattern: the entries that match it; no match is not an error.
    pub(crate) fn open(
        home: &Dir,
        path: &VirtualPath,
        pattern: Option<&Pattern>,
        style: ListStyle,
    ) -> Result<Self, FileError> {
        let now = SystemTime::now();
        let rest = match (metadata_of(home, path), pattern) {
            (Err(FileError::NotFound | FileError::BadName), Some(pattern)) => {
                let prefix = style.prefix_of_siblings();
                let folder = Folder::open(home, path.parent().relative(), Some(pattern.clone()))?;
                Rest::of_folder(folder, &style, prefix)
            }
            (Err(error), _) => return Err(error),
            (Ok(metadata), _) if metadata.is_dir() => {
                let folder = Folder::open(home, path.relative(), None)?;
                Rest::of_folder(folder, &style, style.prefix_of_entries())
            }
            (Ok(metadata), _) => Rest::Line(line_of_file(path, &metadata, &style, now)?),
        };
        Ok(Self {
            home: home.try_clone()?,
            style,
            now,
            rest,
        })
    }

    /// Appends the next complete lines to `chunk`. False at the end.
    pub(crate) fn fill(&mut self, chunk: &mut Vec<u8>) -> io::Result<bool> {
        let Self {
            home,
            style,
            now,
            rest,
        } = self;
        match rest {
            Rest::Line(line) => {
                chunk.append(line);
                Ok(false)
            }
            Rest::Tree(tree) => tree.fill(chunk, home, *now),
            Rest::Folder(folder) => {
                for _ in 0..MAX_ENTRIES_PER_CHUNK {
                    match folder.step(chunk, home, style, *now)? {
                        Step::End => return Ok(false),
                        Step::Skipped | Step::Listed | Step::ListedFolder(_) => {}
                    }
                    if chunk.len() >= CHUNK {
                        break;
                    }
                }
                Ok(true)
            }
        }
    }
}

impl Rest {
    fn of_folder(folder: Folder, style: &ListStyle, prefix: Vec<u8>) -> Self {
        match style {
            ListStyle::Recursive { .. } => Self::Tree(Box::new(Tree::new(folder, prefix))),
            ListStyle::Names { .. } | ListStyle::Long | ListStyle::Facts(_) => {
                Self::Folder(folder.with_prefix(prefix))
            }
        }
    }
}

impl ListStyle {
    /// What comes before the names of the entries of the folder `name`: in their lines (`NLST`),
    /// or in headings (`LIST -R`).
    fn prefix_of_entries(&self) -> Vec<u8> {
        match self {
            Self::Names { name } | Self::Recursive { name }
                if name.is_empty() || name.ends_with(b"/") =>
            {
                name.clone()
            }
            Self::Names { name } | Self::Recursive { name } => [name, &b"/"[..]].concat(),
            Self::Long | Self::Facts(_) => Vec::new(),
        }
    }

    /// The same for the entries of `folder` that a pattern matches, as in `NLST folder/pattern`.
    fn prefix_of_siblings(&self) -> Vec<u8> {
        match self {
            Self::Names { name } | Self::Recursive { name } => {
                match name.iter().rposition(|b| *b == b'/') {
                    Some(at) => name.get(..=at).unwrap_or_default().to_vec(),
                    None => Vec::new(),
                }
            }
            Self::Long | Self::Facts(_) => Vec::new(),
        }
    }
}

/// The metadata of what has that name. A symlink whose target is missing or outside of the home
/// is listed as a symlink.
fn metadata_of(home: &Dir, path: &VirtualPath) -> Result<Metadata, FileError> {
    let relative = path.relative();
    home.metadata(relative)
        .or_else(|error| match home.symlink_metadata(relative) {
            Ok(metadata) if metadata.is_symlink() => Ok(metadata),
            _ => Err(FileError::from(error)),
        })
}

fn line_of_file(
    path: &VirtualPath,
    metadata: &Metadata,
    style: &ListStyle,
    now: SystemTime,
) -> Result<Vec<u8>, FileError> {
    let mut line = Vec::new();
    match style {
        ListStyle::Long | ListStyle::Recursive { .. } => {
            push_long_line(&mut line, metadata, now);
            push_name(&mut line, path.name().unwrap_or_default().as_bytes());
        }
        ListStyle::Names { name } => {
            push_name(&mut line, name.strip_suffix(b"/").unwrap_or(name));
        }
        // A link without a target that could be told of.
        ListStyle::Facts(_) if metadata.is_symlink() => return Err(FileError::NotADirectory),
        ListStyle::Facts(_) => return Err(FileError::MlsdOfFile),
    }
    line.extend_from_slice(b"\r\n");
    Ok(line)
}
