//! Recursive listings, in the format of `ls -lR`: a heading and the entries of one folder after the
//! other.
//!
//! Only one folder is open at a time. What is kept of the others is the names of those still to be
//! listed, and of those only so many.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use cap_std::fs::Dir;

use super::folder::{Folder, Step};
use super::line::push_name;
use super::{CHUNK, MAX_ENTRIES_PER_CHUNK};
use crate::session::ListStyle;

/// Entries that one listing has at most.
pub(super) const MAX_ENTRIES: usize = 100_000;
/// Folders that may wait to be listed: a bound on the memory that their names take.
const MAX_WAITING: usize = 10_000;
/// How many folders below the first one are entered.
pub(super) const MAX_DEPTH: usize = 100;

/// A folder and all below it. Symlinks are listed, and not followed.
pub(super) struct Tree {
    /// The path of the first folder within the home.
    top: PathBuf,
    /// What the client called it, with a slash at the end; empty for the working directory.
    prefix: Vec<u8>,
    /// The folder that is being listed.
    folder: Folder,
    /// The names that lead to it from the first one.
    below: Vec<OsString>,
    /// Folders that are still to be listed, the next one last.
    waiting: Vec<Waiting>,
    /// No heading was written yet.
    begins: bool,
    /// Entries that may still be listed.
    left: usize,
    /// A folder was left out.
    is_cut: bool,
}

struct Waiting {
    /// How many of the names in `below` lead to its parent.
    depth: usize,
    name: OsString,
}

impl Tree {
    pub(super) fn new(folder: Folder, prefix: Vec<u8>) -> Self {
        Self {
            top: folder.path().to_path_buf(),
            prefix,
            folder,
            below: Vec::new(),
            waiting: Vec::new(),
            begins: true,
            left: MAX_ENTRIES,
            is_cut: false,
        }
    }

    /// Appends the next complete lines to `chunk`. False at the end.
    pub(super) fn fill(
        &mut self,
        chunk: &mut Vec<u8>,
        home: &Dir,
        now: SystemTime,
    ) -> io::Result<bool> {
        if std::mem::take(&mut self.begins) {
            self.push_heading(chunk);
        }
        let style = ListStyle::Recursive { name: Vec::new() };
        for _ in 0..MAX_ENTRIES_PER_CHUNK {
            let before = chunk.len();
            let step = self.folder.step(chunk, home, &style, now)?;
            match &step {
                Step::Listed | Step::ListedFolder(_) if self.left == 0 => {
                    chunk.truncate(before);
                    push_cut(chunk);
                    return Ok(false);
                }
                Step::Listed | Step::ListedFolder(_) => self.left -= 1,
                Step::Skipped | Step::End => {}
            }
            match step {
                Step::Skipped | Step::Listed => {}
                Step::ListedFolder(name) => self.put_off(name),
                Step::End => match self.waiting.pop() {
                    Some(next) => self.enter(next, chunk, home),
                    None => {
                        if self.is_cut {
                            push_cut(chunk);
                        }
                        return Ok(false);
                    }
                },
            }
            if chunk.len() >= CHUNK {
                break;
            }
        }
        Ok(true)
    }

    /// Notes a folder to be listed later, unless that would be too many or too deep.
    fn put_off(&mut self, name: OsString) {
        let depth = self.below.len();
        if depth < MAX_DEPTH && self.waiting.len() < MAX_WAITING {
            self.waiting.push(Waiting { depth, name });
        } else {
            self.is_cut = true;
        }
    }

    /// Goes on with another folder. One that was removed in the meantime or that cannot be read is
    /// left out, as `ls` does.
    fn enter(&mut self, next: Waiting, chunk: &mut Vec<u8>, home: &Dir) {
        self.below.truncate(next.depth);
        self.below.push(next.name);
        let mut path = self.top.clone();
        path.extend(&self.below);
        if let Ok(folder) = Folder::open(home, &path, None) {
            self.folder = folder;
            chunk.extend_from_slice(b"\r\n");
            self.push_heading(chunk);
        }
    }

    /// The path of the folder as seen from the client's working directory, and a colon.
    fn push_heading(&self, chunk: &mut Vec<u8>) {
        // Without the slash at the end.
        let top = Path::new(OsStr::from_bytes(&self.prefix)).components();
        let mut path = match top.as_path() {
            top if top.as_os_str().is_empty() => PathBuf::from("."),
            top => top.to_path_buf(),
        };
        path.extend(&self.below);
        push_name(chunk, path.as_os_str().as_bytes());
        chunk.extend_from_slice(b":\r\n");
    }
}

/// Tells that entries are missing, in a line that no client takes for an entry.
fn push_cut(chunk: &mut Vec<u8>) {
    let text = format!(
        "\r\nThis list is not complete. A recursive one has at most {MAX_ENTRIES} entries, \
         {MAX_DEPTH} levels and {MAX_WAITING} folders in wait.\r\n"
    );
    chunk.extend_from_slice(text.as_bytes());
}
