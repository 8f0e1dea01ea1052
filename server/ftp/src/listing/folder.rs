//! One folder, read entry by entry.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use cap_std::fs::{Dir, Metadata, MetadataExt, ReadDir};

use super::line::{push_link_target, push_long_line, push_name};
use crate::error::FileError;
use crate::facts::{EntryContext, FactSet, push_facts};
use crate::path::is_hidden;
use crate::pattern::Pattern;
use crate::session::ListStyle;

/// A folder whose entries are being listed.
pub(super) struct Folder {
    /// Within the home.
    path: PathBuf,
    entries: ReadDir,
    /// What `NLST` puts before each name: the path from the client's working directory to this one.
    prefix: Vec<u8>,
    /// Lists only the entries that match it.
    pattern: Option<Pattern>,
}

/// What became of the next entry.
pub(super) enum Step {
    /// There is none.
    End,
    /// It is not to be listed, or was removed in the meantime.
    Skipped,
    Listed,
    /// It is a folder of this name. Only for [`ListStyle::Recursive`].
    ListedFolder(OsString),
}

impl Folder {
    pub(super) fn open(
        home: &Dir,
        path: &Path,
        pattern: Option<Pattern>,
    ) -> Result<Self, FileError> {
        Ok(Self {
            path: path.to_path_buf(),
            entries: home.read_dir(path)?,
            prefix: Vec::new(),
            pattern,
        })
    }

    pub(super) fn with_prefix(self, prefix: Vec<u8>) -> Self {
        Self { prefix, ..self }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the next entry, and appends its line.
    pub(super) fn step(
        &mut self,
        chunk: &mut Vec<u8>,
        home: &Dir,
        style: &ListStyle,
        now: SystemTime,
    ) -> io::Result<Step> {
        let Some(entry) = self.entries.next().transpose()? else {
            return Ok(Step::End);
        };
        let name = entry.file_name();
        let is_unmatched = |pattern: &Pattern| !pattern.matches(name.as_bytes());
        if is_hidden(&name) || self.pattern.as_ref().is_some_and(is_unmatched) {
            return Ok(Step::Skipped);
        }
        if let ListStyle::Names { .. } = style {
            push_name(chunk, &self.prefix);
            push_name(chunk, name.as_bytes());
            chunk.extend_from_slice(b"\r\n");
            return Ok(Step::Listed);
        }
        let Ok(metadata) = entry.metadata() else {
            return Ok(Step::Skipped);
        };
        let path = || self.path.join(&name);
        let mut step = Step::Listed;
        match style {
            ListStyle::Facts(set) if metadata.is_symlink() => {
                push_facts_of_link(chunk, home, &path(), &metadata, *set);
                push_name(chunk, name.as_bytes());
            }
            ListStyle::Facts(set) => {
                push_facts(chunk, &metadata, EntryContext::Inside, *set);
                push_name(chunk, name.as_bytes());
            }
            ListStyle::Names { .. } | ListStyle::Long | ListStyle::Recursive { .. } => {
                push_long_line(chunk, &metadata, now);
                push_name(chunk, name.as_bytes());
                if metadata.is_symlink() {
                    push_link_target(chunk, home, &path());
                }
                if metadata.is_dir() && matches!(style, ListStyle::Recursive { .. }) {
                    step = Step::ListedFolder(name);
                }
            }
        }
        chunk.extend_from_slice(b"\r\n");
        Ok(step)
    }
}

/// The facts of a symlink are those of its target, which is what a client gets by that name; as
/// `MLST` gives them.
///
/// A link stays one if its target is missing or outside of the home, or if it leads back to a
/// folder that it is in: a client that descends into whatever is a folder would never end.
fn push_facts_of_link(line: &mut Vec<u8>, home: &Dir, path: &Path, link: &Metadata, set: FactSet) {
    match home.metadata(path) {
        Err(_) => push_facts(line, link, EntryContext::DanglingLink, set),
        Ok(target) if target.is_dir() && is_ancestor(home, &target, path) => {
            push_facts(line, link, EntryContext::Inside, set);
        }
        Ok(target) => push_facts(line, &target, EntryContext::Inside, set),
    }
}

/// Whether `folder` is one of those on the way from the home to `path`.
fn is_ancestor(home: &Dir, folder: &Metadata, path: &Path) -> bool {
    path.ancestors().skip(1).any(|ancestor| {
        let ancestor = if ancestor.as_os_str().is_empty() {
            Path::new(".")
        } else {
            ancestor
        };
        home.metadata(ancestor)
            .is_ok_and(|ancestor| (ancestor.dev(), ancestor.ino()) == (folder.dev(), folder.ino()))
    })
}
