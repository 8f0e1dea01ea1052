//! Emptying a folder that nobody has any more.
//!
//! By directory handles alone: no symlink is followed, and no other file system that is mounted
//! below is entered. Everything here blocks: run it off the async threads.

use std::ffi::{CStr, CString, OsStr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use model::{RemovedFiles, WebspaceRoot};
use rustix::fs::{
    AtFlags, Dir as Entries, FileType, Mode, OFlags, RenameFlags, ResolveFlags, Stat, openat,
    openat2, renameat, renameat_with, statat, unlinkat,
};
use rustix::io::Errno;
use tokio::sync::Semaphore;

/// Those who look at many folders, or empty one, at once.
const PLACES: usize = 2;
/// Folders that are open at once, one inside another. What lies deeper is moved up.
const MAX_DEPTH: usize = 64;
/// How often a folder is read again that others still put things into.
const MAX_PASSES: u32 = 1000;

/// Bounds what is looked at and emptied at once, and ends it when the program ends.
pub(crate) struct FileRemoval {
    pub(super) places: Arc<Semaphore>,
    pub(crate) is_over: AtomicBool,
}

impl FileRemoval {
    pub(crate) fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(PLACES)),
            is_over: AtomicBool::new(false),
        }
    }
}

/// A folder that has another name than it had, so that nobody reaches it by that.
pub(super) struct Quarantine {
    /// The folder that it is in.
    parent: Dir,
    name: PathBuf,
    aside: String,
}

impl Quarantine {
    /// Puts a folder of a webspace aside: at once, and beside where it was.
    pub(super) fn put(root: &WebspaceRoot, path: &Path) -> std::io::Result<Self> {
        let webspace = Dir::open_ambient_dir(root.as_str(), ambient_authority())?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(std::io::ErrorKind::InvalidInput.into());
        };
        let parent = match parent.as_os_str().is_empty() {
            true => webspace,
            false => webspace.open_dir(parent)?,
        };
        let mut key = [0; 8];
        getrandom::fill(&mut key).map_err(std::io::Error::other)?;
        let aside = format!(".berth-removed-{:016x}", u64::from_be_bytes(key));
        renameat(&parent, name, &parent, &aside)?;
        Ok(Self {
            parent,
            name: name.into(),
            aside,
        })
    }

    /// Puts it back where it was, unless something is there by now.
    pub(super) fn restore(self) {
        let Self {
            parent,
            name,
            aside,
        } = self;
        let back = renameat_with(&parent, &aside, &parent, &name, RenameFlags::NOREPLACE);
        if let Err(error) = back {
            tracing::warn!(%error, folder = aside, "a folder stays beside where it was");
        }
    }

    /// Removes it with everything in it, as far as possible, until `is_over`; what is left is
    /// where it was.
    pub(super) fn remove(self, is_over: impl Fn() -> bool) -> RemovedFiles {
        let aside = CString::new(self.aside.as_str()).unwrap_or_default();
        let mut removal = Removal {
            removed: RemovedFiles::default(),
            is_over: &is_over,
            top: None,
            moved_up: 0,
        };
        removal.remove_folder(self.parent.as_fd(), &aside, Path::new("/"), 0);
        let removed = removal.removed;
        if removed.failures > 0 {
            self.restore();
        }
        removed
    }
}

struct Removal<'a> {
    removed: RemovedFiles,
    is_over: &'a dyn Fn() -> bool,
    /// The outermost folder and its file system.
    top: Option<(Arc<OwnedFd>, u64)>,
    moved_up: u64,
}

impl Removal<'_> {
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
                // Something came meanwhile, or was moved up from below.
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
            if (self.is_over)() {
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
            // Someone else removed it a moment ago.
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn webspace() -> (tempfile::TempDir, WebspaceRoot) {
        let folder = tempfile::tempdir().unwrap();
        let root = WebspaceRoot::parse(folder.path().to_str().unwrap()).unwrap();
        (folder, root)
    }

    fn remove(root: &WebspaceRoot, path: &str) -> RemovedFiles {
        let aside = Quarantine::put(root, Path::new(path)).unwrap();
        assert!(!Path::new(root.as_str()).join(path).exists());
        aside.remove(|| false)
    }

    #[test]
    fn everything_goes_and_is_counted_and_what_symlinks_lead_to_stays() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir_all(below("shop/a/b")).unwrap();
        fs::create_dir_all(below("keep")).unwrap();
        fs::write(below("keep/file"), "kept").unwrap();
        fs::write(below("shop/one"), "12345").unwrap();
        fs::write(below("shop/a/b/two"), "123").unwrap();
        symlink("../keep", below("shop/link")).unwrap();
        symlink("/etc", below("shop/a/out")).unwrap();
        let removed = remove(&root, "shop");
        let expected = RemovedFiles {
            files: 4,
            folders: 3,
            bytes: 8,
            ..RemovedFiles::default()
        };
        assert_eq!(removed, expected);
        assert_eq!(fs::read_to_string(below("keep/file")).unwrap(), "kept");
        let left: Vec<_> = folder.path().read_dir().unwrap().collect();
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn folders_deeper_than_handles_may_be_open_go_too() {
        let (folder, root) = webspace();
        let depth = MAX_DEPTH * 5;
        let mut handle = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        for _ in 0..=depth {
            handle.create_dir("d").unwrap();
            handle.write("f", "x").unwrap();
            handle = handle.open_dir("d").unwrap();
        }
        fs::remove_file(folder.path().join("f")).unwrap();
        let removed = remove(&root, "d");
        assert_eq!(removed.failures, 0, "{removed:?}");
        assert_eq!(removed.folders, depth as u64 + 1);
        assert_eq!(removed.files, depth as u64);
        assert!(folder.path().read_dir().unwrap().next().is_none());
    }

    #[test]
    fn what_is_left_is_named_and_where_it_was() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir_all(below("shop/a")).unwrap();
        fs::write(below("shop/a/one"), "").unwrap();
        let aside = Quarantine::put(&root, Path::new("shop")).unwrap();
        let removed = aside.remove(|| true);
        assert_eq!((removed.files, removed.failures), (0, 1));
        assert!(removed.left[0].starts_with("/a ("), "{removed:?}");
        assert!(below("shop/a/one").exists());
        // A file of that name that came meanwhile is not replaced.
        let aside = Quarantine::put(&root, Path::new("shop")).unwrap();
        fs::write(below("shop"), "new").unwrap();
        aside.restore();
        assert_eq!(fs::read_to_string(below("shop")).unwrap(), "new");
    }

    #[test]
    fn a_symlink_in_the_place_of_the_folder_is_not_followed() {
        let (folder, root) = webspace();
        fs::create_dir(folder.path().join("keep")).unwrap();
        fs::write(folder.path().join("keep/file"), "kept").unwrap();
        symlink("keep", folder.path().join("shop")).unwrap();
        let removed = remove_link(&root);
        assert_eq!(removed.failures, 1, "{removed:?}");
        assert!(folder.path().join("keep/file").exists());
    }

    fn remove_link(root: &WebspaceRoot) -> RemovedFiles {
        Quarantine::put(root, Path::new("shop"))
            .unwrap()
            .remove(|| false)
    }
}
