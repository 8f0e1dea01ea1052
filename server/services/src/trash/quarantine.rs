//! Taking a folder out of reach while it is removed.

use std::ffi::CString;
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use model::{RemovedFiles, WebspaceRoot};
use rustix::fs::{RenameFlags, renameat, renameat_with};
use rustix::io::Errno;

use super::removal::remove_folder;
use crate::random;

/// A folder that was renamed, so that nobody reaches it by its former name.
pub(super) struct Quarantine {
    /// The folder that it is in.
    parent: Dir,
    name: PathBuf,
    quarantined: String,
}

impl Quarantine {
    /// Renames a folder of a webspace within its parent, atomically.
    pub(super) fn put(root: &WebspaceRoot, path: &Path) -> io::Result<Self> {
        let webspace = Dir::open_ambient_dir(root.as_str(), ambient_authority())?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let parent = match parent.as_os_str().is_empty() {
            true => webspace,
            false => webspace.open_dir(parent)?,
        };
        let key = random::bytes().map_err(io::Error::other)?;
        let quarantined = format!(".berth-removed-{:016x}", u64::from_be_bytes(key));
        renameat(&parent, name, &parent, &quarantined)?;
        Ok(Self {
            parent,
            name: name.into(),
            quarantined,
        })
    }

    /// Gives it its former name again, unless that is taken by now: only an empty folder, such as
    /// was made for an account in the meantime, gives way.
    pub(super) fn restore(self) {
        let Self {
            parent,
            name,
            quarantined,
        } = self;
        let restored = renameat_with(
            &parent,
            &quarantined,
            &parent,
            &name,
            RenameFlags::NOREPLACE,
        );
        let is_folder = || {
            let found = parent.symlink_metadata(&quarantined);
            found.is_ok_and(|found| found.is_dir())
        };
        let restored = match restored {
            // In the place of something else a folder is refused.
            Err(Errno::EXIST) if is_folder() => renameat(&parent, &quarantined, &parent, &name),
            restored => restored,
        };
        if let Err(error) = restored {
            tracing::warn!(%error, folder = quarantined, "a folder stays in quarantine");
        }
    }

    /// Removes it with everything in it, as far as possible, until `is_stopped`; what is left gets
    /// its former name again.
    pub(super) fn remove(self, is_stopped: impl Fn() -> bool) -> RemovedFiles {
        let name = CString::new(self.quarantined.as_str()).unwrap_or_default();
        let removed = remove_folder(self.parent.as_fd(), &name, &is_stopped);
        if removed.failures > 0 {
            self.restore();
        }
        removed
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::super::removal::MAX_DEPTH;
    use super::*;

    fn webspace() -> (tempfile::TempDir, WebspaceRoot) {
        let folder = tempfile::tempdir().unwrap();
        let root = WebspaceRoot::parse(folder.path().to_str().unwrap()).unwrap();
        (folder, root)
    }

    fn remove(root: &WebspaceRoot, path: &str) -> RemovedFiles {
        let quarantine = Quarantine::put(root, Path::new(path)).unwrap();
        assert!(!Path::new(root.as_str()).join(path).exists());
        quarantine.remove(|| false)
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
    fn what_is_left_is_reported_and_restored() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir_all(below("shop/a")).unwrap();
        fs::write(below("shop/a/one"), "").unwrap();
        let quarantine = Quarantine::put(&root, Path::new("shop")).unwrap();
        let removed = quarantine.remove(|| true);
        assert_eq!((removed.files, removed.failures), (0, 1));
        assert!(removed.left[0].starts_with("/a ("), "{removed:?}");
        assert!(below("shop/a/one").exists());
        // A file that was created under its former name is not replaced.
        let quarantine = Quarantine::put(&root, Path::new("shop")).unwrap();
        fs::write(below("shop"), "new").unwrap();
        quarantine.restore();
        assert_eq!(fs::read_to_string(below("shop")).unwrap(), "new");
    }

    #[test]
    fn an_empty_folder_gives_way_to_what_is_restored_and_a_full_one_does_not() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir(below("shop")).unwrap();
        fs::write(below("shop/one"), "kept").unwrap();
        let quarantine = Quarantine::put(&root, Path::new("shop")).unwrap();
        fs::create_dir(below("shop")).unwrap();
        quarantine.restore();
        assert_eq!(fs::read_to_string(below("shop/one")).unwrap(), "kept");
        let quarantine = Quarantine::put(&root, Path::new("shop")).unwrap();
        fs::create_dir(below("shop")).unwrap();
        fs::write(below("shop/two"), "another's").unwrap();
        quarantine.restore();
        assert_eq!(fs::read_to_string(below("shop/two")).unwrap(), "another's");
        assert!(!below("shop/one").exists());
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
