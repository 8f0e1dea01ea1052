//! Emptying a folder that nobody can reach any more.
//!
//! By directory handles alone: no symlink is followed, and no other file system that is mounted
//! below is entered. Everything here blocks: run it off the async threads.

use std::ffi::{CStr, OsStr};
use std::fs::{File, TryLockError};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::Arc;

use model::RemovedFiles;
use rustix::fs::{
    AtFlags, Dir as Entries, FileType, Mode, OFlags, RenameFlags, ResolveFlags, Stat, openat,
    openat2, renameat_with, statat, unlinkat,
};
use rustix::io::Errno;

/// Folders that are open at once, one inside another. What lies deeper is moved up.
pub(super) const MAX_DEPTH: usize = 64;
/// How often a folder is read again to which others still add.
const MAX_PASSES: u32 = 1000;

/// Removes a folder with everything in it, as far as possible, until `is_stopped`.
pub(super) fn remove_folder(
    parent: BorrowedFd<'_>,
    name: &CStr,
    is_stopped: &dyn Fn() -> bool,
) -> RemovedFiles {
    let mut removal = Removal {
        removed: RemovedFiles::default(),
        is_stopped,
        top: None,
        moved_up: 0,
    };
    removal.remove_folder(parent, name, Path::new("/"), 0);
    removal.removed
}

/// Removes everything in a folder, as far as possible, until `is_stopped`; the folder stays. None if
/// another process is at it.
pub(super) fn remove_contents(
    folder: impl AsFd,
    is_stopped: &dyn Fn() -> bool,
) -> io::Result<Option<RemovedFiles>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = openat(folder, c".", flags, Mode::empty())?;
    // Held until the end. Where the file system knows no locks, none is needed often.
    let lock = File::from(folder.try_clone()?);
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        return Ok(None);
    }
    let device = rustix::fs::fstat(&folder)?.st_dev;
    let folder = Arc::new(folder);
    let mut removal = Removal {
        removed: RemovedFiles::default(),
        is_stopped,
        top: Some((Arc::clone(&folder), device)),
        moved_up: 0,
    };
    let root = Path::new("/");
    for _ in 0..MAX_PASSES {
        let before = removal.progress();
        let failures = removal.removed.failures;
        if let Err(error) = removal.empty(&folder, root, 0) {
            removal.failed(root, error);
        }
        // What was moved up from below, or added concurrently, is for the next pass.
        if removal.removed.failures > failures || removal.progress() == before {
            break;
        }
    }
    Ok(Some(removal.removed))
}

struct Removal<'a> {
    removed: RemovedFiles,
    is_stopped: &'a dyn Fn() -> bool,
    /// The outermost folder and its file system.
    top: Option<(Arc<OwnedFd>, u64)>,
    moved_up: u64,
}

impl Removal<'_> {
    /// How much was done so far.
    fn progress(&self) -> (u64, u64, u64) {
        (self.removed.files, self.removed.folders, self.moved_up)
    }

    fn remove_folder(&mut self, parent: BorrowedFd<'_>, name: &CStr, path: &Path, depth: usize) {
        let folder = match self.open(parent, name) {
            Ok(folder) => folder,
            Err(error) => return self.failed(path, error),
        };
        for _ in 0..MAX_PASSES {
            let failures = self.removed.failures;
            if let Err(error) = self.empty(&folder, path, depth) {
                return self.failed(path, error);
            }
            if self.removed.failures > failures {
                return;
            }
            match unlinkat(parent, name, AtFlags::REMOVEDIR) {
                Ok(()) => {
                    self.removed.folders += 1;
                    return;
                }
                // Something was added concurrently, or was moved up from below.
                Err(Errno::NOTEMPTY | Errno::EXIST) => {}
                Err(error) => return self.failed(path, error),
            }
        }
        self.failed(path, Errno::NOTEMPTY);
    }

    /// Opens a folder as itself: no symlink, and nothing that is mounted there.
    fn open(&mut self, parent: BorrowedFd<'_>, name: &CStr) -> Result<Arc<OwnedFd>, Errno> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV;
        let folder = match openat2(parent, name, flags, Mode::empty(), resolve) {
            // Kernels before 5.6, and containers that forbid it.
            Err(Errno::NOSYS | Errno::PERM) => openat(parent, name, flags, Mode::empty()),
            opened => opened,
        }?;
        let device = rustix::fs::fstat(&folder)?.st_dev;
        let folder = Arc::new(folder);
        match &self.top {
            None => self.top = Some((Arc::clone(&folder), device)),
            Some((_, top)) if *top != device => return Err(Errno::XDEV),
            Some(_) => {}
        }
        Ok(folder)
    }

    fn empty(&mut self, folder: &Arc<OwnedFd>, path: &Path, depth: usize) -> Result<(), Errno> {
        for entry in Entries::read_from(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let path = path.join(OsStr::from_bytes(name.to_bytes()));
            if (self.is_stopped)() {
                self.failed(&path, Errno::INTR);
                return Ok(());
            }
            if let Err(error) = self.remove(folder, name, &path, depth) {
                self.failed(&path, error);
            }
        }
        Ok(())
    }

    fn remove(
        &mut self,
        folder: &Arc<OwnedFd>,
        name: &CStr,
        path: &Path,
        depth: usize,
    ) -> Result<(), Errno> {
        let found = match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            // It was removed concurrently.
            Err(Errno::NOENT) => return Ok(()),
            found => found?,
        };
        if FileType::from_raw_mode(found.st_mode) == FileType::Directory {
            if depth < MAX_DEPTH {
                self.remove_folder(folder.as_fd(), name, path, depth + 1);
                return Ok(());
            }
            return self.move_up(folder, name);
        }
        match unlinkat(folder, name, AtFlags::empty()) {
            Err(Errno::NOENT) => return Ok(()),
            removed => removed?,
        }
        self.removed.files += 1;
        self.removed.bytes += bytes(&found);
        Ok(())
    }

    /// Moves a folder that lies too deep into the outermost one, which is read again.
    fn move_up(&mut self, folder: &Arc<OwnedFd>, name: &CStr) -> Result<(), Errno> {
        let Some((top, _)) = &self.top else {
            return Err(Errno::MLINK);
        };
        self.moved_up += 1;
        let up = format!(".berth-moved-{}", self.moved_up);
        renameat_with(folder, name, top, &up, RenameFlags::NOREPLACE)
    }

    fn failed(&mut self, path: &Path, error: Errno) {
        self.removed.failures += 1;
        if self.removed.left.len() < RemovedFiles::MAX_NAMED {
            let path = path.display();
            self.removed.left.push(format!("{path} ({error})"));
        }
    }
}

/// The bytes of a file; a symlink's or a socket's are none.
fn bytes(found: &Stat) -> u64 {
    if FileType::from_raw_mode(found.st_mode) == FileType::RegularFile {
        u64::try_from(found.st_size).unwrap_or(0)
    } else {
        0
    }
}
