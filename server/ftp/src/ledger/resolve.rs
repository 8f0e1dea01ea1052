//! Where files are: which homes hold a folder, and what a name stands for.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::{Dir, MetadataExt};
use rustix::fs::{Mode, OFlags, fstat, openat};
use rustix::io::Errno;

use super::usage::Usage;
use crate::path::{UPLOAD_PREFIX, VirtualPath};

/// Opens an account's home: asked again when folders have moved.
pub type OpenHome = Arc<dyn Fn() -> io::Result<Dir> + Send + Sync>;

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

/// The folders from this one upwards, itself first.
///
/// Leaves the homes, up to the root of the file system, but opens nothing there for reading
/// (`O_PATH`), and no client learns of it.
pub(super) fn ancestors(folder: &Dir) -> io::Result<Vec<FolderId>> {
    let mut id = folder_id(folder)?;
    let mut ancestors = vec![id];
    let mut current: Option<OwnedFd> = None;
    loop {
        let from: BorrowedFd<'_> = match &current {
            Some(current) => current.as_fd(),
            None => folder.as_fd(),
        };
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let parent = match openat(from, "..", flags, Mode::empty()) {
            Ok(parent) => parent,
            // No home is above a folder that this program may not pass through.
            Err(Errno::ACCESS | Errno::NOENT) => break,
            Err(error) => return Err(error.into()),
        };
        let parent_id = folder_id(&parent)?;
        if parent_id == id {
            break;
        }
        (current, id) = (Some(parent), parent_id);
        ancestors.push(id);
    }
    Ok(ancestors)
}
