//! Resolves folders and names to inodes.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::{Dir, MetadataExt};
use rustix::fs::{Mode, OFlags, fstat, openat};

use super::usage::Usage;
use crate::path::{UPLOAD_PREFIX, VirtualPath};

/// Opens an account's home; called again when folders were moved.
pub type OpenHome = Arc<dyn Fn() -> io::Result<Dir> + Send + Sync>;

/// A folder's device and inode.
pub(super) type FolderId = (u64, u64);

/// A directory entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: FolderId,
    pub(super) is_file: bool,
    pub(super) is_dir: bool,
    pub(super) len: u64,
    /// Its hard links.
    pub(super) links: u64,
    /// What it counts for: only regular files and folders do, and no uploads in progress. A folder
    /// counts without what is in it.
    pub(super) usage: Usage,
}

impl Entry {
    /// What it counts for once it has a name that is not reserved for uploads.
    pub(super) fn as_complete(self) -> Usage {
        if self.is_file {
            Usage::file(self.len)
        } else if self.is_dir {
            Usage::FOLDER
        } else {
            Usage::default()
        }
    }
}

pub(super) fn folder_id(folder: impl AsFd) -> io::Result<FolderId> {
    let stat = fstat(folder)?;
    Ok((stat.st_dev, stat.st_ino))
}

/// Fails if an open folder was removed in the meantime: it belongs to no home any more.
pub(super) fn check_not_removed(folder: &Dir) -> io::Result<()> {
    match fstat(folder)?.st_nlink {
        0 => Err(io::ErrorKind::NotFound.into()),
        _ => Ok(()),
    }
}

/// The inode of a home; none if it cannot be opened.
pub(super) fn locate(home: &OpenHome) -> Option<FolderId> {
    home().and_then(|home| folder_id(&home)).ok()
}

/// The entry `name`, without following symlinks.
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
        links: metadata.nlink(),
        usage: Usage::default(),
    };
    if entry.is_dir || !is_upload_in_progress(name.file_name().unwrap_or_default()) {
        entry.usage = entry.as_complete();
    }
    Ok(Some(entry))
}

/// Whether a name is the temporary one of an upload in progress.
pub(super) fn is_upload_in_progress(name: &OsStr) -> bool {
    name.as_bytes().starts_with(UPLOAD_PREFIX)
}

/// Opens the parent folder of a path; also gives its last component.
pub(super) fn open_parent<'a>(home: &Dir, path: &'a VirtualPath) -> io::Result<(Dir, &'a Path)> {
    let name = path.name().ok_or(io::ErrorKind::IsADirectory)?;
    let folder = home.open_dir(path.parent().relative())?;
    Ok((folder, Path::new(name)))
}

/// The folders from this one upwards, itself first.
///
/// Leaves the homes, up to the root of the file system, but opens nothing there for reading
/// (`O_PATH`), and no client learns of it.
///
/// # Errors
/// Also if a folder on the way up may not be passed through: a client can set such permissions, and
/// must not get past the quotas above by that.
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
        let parent = openat(from, "..", flags, Mode::empty())?;
        let parent_id = folder_id(&parent)?;
        if parent_id == id {
            break;
        }
        (current, id) = (Some(parent), parent_id);
        ancestors.push(id);
    }
    Ok(ancestors)
}
