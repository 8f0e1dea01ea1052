//! Walks the tree of a folder in bounded memory, and adds up what it contains.

use std::ffi::{CStr, OsStr};
use std::fmt;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::time::Instant;

use cap_std::fs::Dir;
use rustix::fs::{AtFlags, Dir as Entries, FileType, Mode, OFlags, openat, statat};
use rustix::io::Errno;

use super::progress::CountProgress;
use super::resolve::{FolderId, folder_id, is_upload_in_progress};
use super::usage::Usage;

/// How many folders are open at once, however deep the tree is.
const MAX_OPEN_FOLDERS: usize = 16;

/// How many entries are read between two looks at the clock and at a cancellation.
const ENTRIES_BETWEEN_CHECKS: u32 = 64;

/// What a walk found.
pub(super) struct Walked {
    pub(super) usage: Usage,
    /// None if everything could be read.
    pub(super) skipped: Option<Skipped>,
}

/// What a walk could not read.
pub(super) struct Skipped {
    /// Where it happened first, and why.
    first: (PathBuf, io::Error),
    times: u64,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, error) = &self.first;
        write!(f, "{}: {error}", path.display())?;
        match self.times - 1 {
            0 => Ok(()),
            more => write!(f, ", and {more} more"),
        }
    }
}

/// Adds up what is below a folder, as [`count`](super::count()) describes.
///
/// Depth first: a subfolder is entered where it is met, so that nothing is queued. The deepest
/// [`MAX_OPEN_FOLDERS`] are kept open; of those above only the inode and the position are kept, 40
/// bytes for each level. A single name is opened at a time, so that the length of a path does not
/// matter and no symlink is followed.
///
/// # Errors
/// If the folder itself cannot be read, `Interrupted` if the walk was cancelled, and `TimedOut`
/// after the deadline.
///
/// Gives `on_upload` the files of uploads in progress, which are not added: their folders and names.
pub(super) fn walk(
    root: &Dir,
    progress: &CountProgress,
    deadline: Option<Instant>,
    on_upload: &mut dyn FnMut(BorrowedFd<'_>, &CStr),
) -> io::Result<Walked> {
    progress.begin();
    let mut walk = Walk {
        levels: vec![Level::open(open_folder(root, c".")?)?],
        progress,
        deadline,
        on_upload,
        entries_read: 0,
        skipped: None,
    };
    while walk.step()? {}
    Ok(Walked {
        usage: progress.counted(),
        skipped: walk.skipped,
    })
}

struct Walk<'a> {
    /// The folders from the root to the one that is being read.
    levels: Vec<Level>,
    progress: &'a CountProgress,
    deadline: Option<Instant>,
    on_upload: &'a mut dyn FnMut(BorrowedFd<'_>, &CStr),
    entries_read: u32,
    skipped: Option<Skipped>,
}

struct Level {
    id: FolderId,
    /// Where to resume reading, if the folder was closed in the meantime.
    position: i64,
    /// None while it is closed.
    entries: Option<Entries>,
}

impl Level {
    fn open(folder: OwnedFd) -> io::Result<Self> {
        Ok(Self {
            id: folder_id(&folder)?,
            position: 0,
            entries: Some(Entries::new(folder)?),
        })
    }
}

impl Walk<'_> {
    /// Reads one entry; false at the end of the walk.
    fn step(&mut self) -> io::Result<bool> {
        self.entries_read = self.entries_read.wrapping_add(1);
        if self.entries_read.is_multiple_of(ENTRIES_BETWEEN_CHECKS) {
            self.check()?;
        }
        let is_root = self.levels.len() == 1;
        let Some(level) = self.levels.last_mut() else {
            return Ok(false);
        };
        let Some(entries) = &mut level.entries else {
            return Ok(false);
        };
        match entries.read() {
            Some(Ok(entry)) => {
                level.position = entry.offset();
                let name = entry.file_name();
                if name != c"." && name != c".." {
                    self.add(name, entry.file_type())?;
                }
            }
            Some(Err(error)) if is_root => return Err(error.into()),
            Some(Err(error)) => {
                self.skip(c".", error);
                self.leave();
            }
            None => self.leave(),
        }
        Ok(true)
    }

    fn check(&self) -> io::Result<()> {
        if self.progress.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match self.deadline {
            Some(deadline) if deadline < Instant::now() => Err(io::ErrorKind::TimedOut.into()),
            _ => Ok(()),
        }
    }

    /// Counts an entry of the current folder; enters it if it is a folder.
    fn add(&mut self, name: &CStr, listed: FileType) -> io::Result<()> {
        match listed {
            FileType::Directory => self.enter(name),
            FileType::RegularFile if is_upload_in_progress(OsStr::from_bytes(name.to_bytes())) => {
                self.meet_upload(name);
                Ok(())
            }
            // Some file systems list no types.
            FileType::RegularFile | FileType::Unknown => self.add_by_metadata(name, listed),
            _ => Ok(()),
        }
    }

    fn add_by_metadata(&mut self, name: &CStr, listed: FileType) -> io::Result<()> {
        let Some(folder) = self.current() else {
            return Ok(());
        };
        match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile
                    if is_upload_in_progress(OsStr::from_bytes(name.to_bytes())) =>
                {
                    self.meet_upload(name);
                }
                FileType::RegularFile => {
                    self.progress.add(u64::try_from(stat.st_size).unwrap_or(0));
                }
                FileType::Directory if listed == FileType::Unknown => return self.enter(name),
                _ => {}
            },
            // Removed or renamed in the meantime.
            Err(Errno::NOENT) => {}
            Err(error) => {
                self.progress.add(0);
                self.skip(name, error);
            }
        }
        Ok(())
    }

    fn meet_upload(&mut self, name: &CStr) {
        let folder = self.levels.last().and_then(|level| level.entries.as_ref());
        if let Some(Ok(folder)) = folder.map(Entries::fd) {
            (self.on_upload)(folder, name);
        }
    }

    fn enter(&mut self, name: &CStr) -> io::Result<()> {
        let Some(folder) = self.current() else {
            return Ok(());
        };
        match open_folder(folder, name) {
            Ok(folder) => {
                self.progress.add(0);
                self.levels.push(Level::open(folder)?);
                let shallowest = self.levels.len().checked_sub(MAX_OPEN_FOLDERS + 1);
                if let Some(level) = shallowest.and_then(|index| self.levels.get_mut(index)) {
                    level.entries = None;
                }
            }
            // Removed, renamed or replaced in the meantime.
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => {}
            Err(error) => {
                self.progress.add(0);
                self.skip(name, error);
            }
        }
        Ok(())
    }

    /// Returns to the folder above, and opens it again if it was closed.
    fn leave(&mut self) {
        let (left, Some(above)) = (self.levels.pop(), self.levels.last_mut()) else {
            return;
        };
        if above.entries.is_some() {
            return;
        }
        match left.map_or(Err(Errno::NOENT), |left| above.reopen_from(&left)) {
            Ok(()) => {}
            Err(error) => {
                // Nothing above is open any more, so that the walk ends here.
                self.levels.clear();
                self.skip(c"..", error);
            }
        }
    }

    /// The folder that is being read.
    fn current(&self) -> Option<BorrowedFd<'_>> {
        self.levels.last()?.entries.as_ref()?.fd().ok()
    }

    /// Notes that an entry of the current folder could not be read.
    fn skip(&mut self, name: &CStr, error: Errno) {
        match &mut self.skipped {
            Some(skipped) => skipped.times += 1,
            None => {
                let folder = self.current().and_then(path_of).unwrap_or_default();
                let name = OsStr::from_bytes(name.to_bytes());
                self.skipped = Some(Skipped {
                    first: (folder.join(name), error.into()),
                    times: 1,
                });
            }
        }
    }
}

impl Level {
    /// Opens this folder again as the one above `left`, and resumes reading it. Fails if `left` is
    /// in another folder by now.
    fn reopen_from(&mut self, left: &Self) -> Result<(), Errno> {
        let left = left.entries.as_ref().ok_or(Errno::NOENT)?;
        let folder = open_folder(left.fd()?, c"..")?;
        let is_same = folder_id(&folder).is_ok_and(|id| id == self.id);
        if !is_same {
            return Err(Errno::NOENT);
        }
        let mut entries = Entries::new(folder)?;
        entries.seek(self.position)?;
        self.entries = Some(entries);
        Ok(())
    }
}

fn open_folder(folder: impl AsFd, name: &CStr) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    openat(folder, name, flags, Mode::empty())
}

/// The path of an open folder, for the log.
fn path_of(folder: BorrowedFd<'_>) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/self/fd/{}", folder.as_raw_fd())).ok()
}
