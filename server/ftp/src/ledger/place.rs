//! Where files are: which homes hold a folder, and what a name stands for.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use cap_std::fs::{Dir, MetadataExt};
use rustix::fs::{Mode, OFlags, fstat, openat};
use rustix::io::Errno;

use super::{Ledger, OpenHome, Usage};
use crate::path::{UPLOAD_PREFIX, VirtualPath};

/// A folder's device and inode.
pub(super) type FolderId = (u64, u64);

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: FolderId,
    pub(super) is_file: bool,
    pub(super) is_dir: bool,
    pub(super) len: u64,
    /// What it counts for by itself: a regular file, unless it is an upload in progress.
    pub(super) usage: Usage,
}

impl Entry {
    /// What it counts for under a name that is no upload's in progress.
    pub(super) fn as_complete(self) -> Usage {
        if self.is_file {
            Usage {
                bytes: self.len,
                files: 1,
            }
        } else {
            Usage::default()
        }
    }
}

pub(super) fn folder_id(folder: impl AsFd) -> io::Result<FolderId> {
    let stat = fstat(folder)?;
    Ok((stat.st_dev, stat.st_ino))
}

/// The folder that a home is; none if it cannot be opened.
pub(super) fn locate(home: &OpenHome) -> Option<FolderId> {
    home().and_then(|home| folder_id(&home)).ok()
}

/// What is called `name`, itself: a symlink is one.
pub(super) fn entry(folder: &Dir, name: &Path) -> io::Result<Option<Entry>> {
    let metadata = match folder.symlink_metadata(name) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut entry = Entry {
        id: (metadata.dev(), metadata.ino()),
        is_file: metadata.is_file(),
        is_dir: metadata.is_dir(),
        len: metadata.len(),
        usage: Usage::default(),
    };
    if !is_in_progress(name.file_name().unwrap_or_default()) {
        entry.usage = entry.as_complete();
    }
    Ok(Some(entry))
}

/// Whether a name is that of an upload which has not taken its own yet.
pub(super) fn is_in_progress(name: &OsStr) -> bool {
    name.as_bytes().starts_with(UPLOAD_PREFIX)
}

/// The folder that the last component of a path is in, and that component.
pub(super) fn split<'a>(home: &Dir, path: &'a VirtualPath) -> io::Result<(Dir, &'a Path)> {
    let name = path.name().ok_or(io::ErrorKind::IsADirectory)?;
    let folder = home.open_dir(path.parent().relative())?;
    Ok((folder, Path::new(name)))
}

impl Ledger {
    /// The accounts whose homes are this folder or above it.
    ///
    /// Asks the system for the folder above until there is none: the homes themselves are left
    /// for that, but nothing there is opened for reading, nor told to anyone.
    pub(super) fn holders(&self, folder: &Dir) -> io::Result<Vec<i64>> {
        let mut holders = Vec::new();
        let mut here: Option<OwnedFd> = None;
        let mut id = folder_id(folder)?;
        loop {
            if let Some(accounts) = self.books().roots.get(&id) {
                holders.extend_from_slice(accounts);
            }
            let from: BorrowedFd<'_> = match &here {
                Some(here) => here.as_fd(),
                None => folder.as_fd(),
            };
            let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
            let above = match openat(from, "..", flags, Mode::empty()) {
                Ok(above) => above,
                // What this program may not pass through, none of its homes is above.
                Err(Errno::ACCESS | Errno::NOENT) => break,
                Err(error) => return Err(error.into()),
            };
            let above_id = folder_id(&above)?;
            if above_id == id {
                break;
            }
            (here, id) = (Some(above), above_id);
        }
        holders.sort_unstable();
        Ok(holders)
    }
}
