//! Taking a folder out of reach while it is removed.

use std::ffi::CString;
use std::fs::{File, TryLockError};
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use model::{Operation, RemovedFiles};
use rustix::fs::{RenameFlags, renameat, renameat_with};
use rustix::io::Errno;

use super::removal::remove_folder;
use crate::folder::Webspace;
use crate::new_folders::open_made;

/// A folder that was renamed, so that nobody reaches it by its former name.
pub(super) struct Quarantine {
    webspace: Webspace,
    /// The folder that it is in.
    parent: Dir,
    name: PathBuf,
    quarantined: String,
    /// Held until it is removed or restored, so that no other process takes it for what a crash left.
    _lock: Option<File>,
}

/// What there is of a folder that an operation was to put into quarantine.
pub(super) enum Quarantined {
    /// It is there, and nobody is at it.
    Left(Quarantine),
    /// Another process is at it.
    InUse,
    /// It is not there: not yet put there, or removed.
    None,
}

impl Quarantine {
    /// Renames a folder of a webspace within its parent, atomically, to a name that the operation
    /// gives it.
    pub(super) fn put(webspace: &Webspace, path: &Path, operation: &Operation) -> io::Result<Self> {
        webspace.try_enter(|root| {
            let (parent, name) = parent_of(root, path)?;
            // One that may not be read is not locked, and can hardly be removed.
            let folder = open_made(&parent, &name).ok();
            let lock = folder.filter(|folder| folder.try_lock().is_ok());
            let quarantined = quarantined_name(operation);
            renameat(&parent, &name, &parent, &quarantined)?;
            Ok(Self {
                webspace: webspace.clone(),
                parent,
                name,
                quarantined,
                _lock: lock,
            })
        })
    }

    /// What a crash left of a folder that was put into quarantine by [`Self::put`].
    pub(super) fn find(
        webspace: &Webspace,
        path: &Path,
        operation: &Operation,
    ) -> io::Result<Quarantined> {
        let quarantined = quarantined_name(operation);
        // The webspace itself has to be there: it may only not be mounted.
        webspace.try_enter(|root| {
            let found = parent_of(root, path).and_then(|(parent, name)| {
                parent.symlink_metadata(&quarantined)?;
                Ok((parent, name))
            });
            let (parent, name) = match found {
                Ok(found) => found,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Ok(Quarantined::None);
                }
                Err(error) => return Err(error),
            };
            let lock = open_made(&parent, &quarantined).ok();
            if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
                return Ok(Quarantined::InUse);
            }
            Ok(Quarantined::Left(Self {
                webspace: webspace.clone(),
                parent,
                name,
                quarantined,
                _lock: lock,
            }))
        })
    }

    /// Gives it its former name again, unless that is taken by now: only an empty folder, such as
    /// was made for an account in the meantime, gives way. Tells whether it has it.
    pub(super) fn restore(self) -> bool {
        let restored = self.webspace.as_owner(|| self.try_restore());
        let restored = restored.flatten();
        if let Err(error) = &restored {
            let folder = &self.quarantined;
            tracing::warn!(%error, folder, "a folder stays in quarantine");
        }
        restored.is_ok()
    }

    fn try_restore(&self) -> io::Result<()> {
        let Self {
            parent,
            name,
            quarantined,
            ..
        } = self;
        let restored = renameat_with(parent, quarantined, parent, name, RenameFlags::NOREPLACE);
        let is_folder = || {
            let found = parent.symlink_metadata(quarantined);
            found.is_ok_and(|found| found.is_dir())
        };
        match restored {
            // In the place of something else a folder is refused.
            Err(Errno::EXIST) if is_folder() => Ok(renameat(parent, quarantined, parent, name)?),
            restored => Ok(restored?),
        }
    }

    /// Removes it with everything in it, as far as possible; what is left gets its former name again.
    /// None if it was stopped before the end: then the rest stays in quarantine.
    pub(super) fn remove(self, is_stopped: impl Fn() -> bool) -> Option<RemovedFiles> {
        let name = CString::new(self.quarantined.as_str()).unwrap_or_default();
        let remove = || remove_folder(self.parent.as_fd(), &name, &is_stopped);
        let removed = self.webspace.as_owner(remove).unwrap_or_else(|error| {
            let (failures, left) = (1, vec![format!("/ ({error})")]);
            RemovedFiles {
                failures,
                left,
                ..RemovedFiles::default()
            }
        });
        if removed.failures > 0 {
            if is_stopped() {
                return None;
            }
            self.restore();
        }
        Some(removed)
    }
}

/// The folder that a path below a webspace root is in, and its name there.
fn parent_of(webspace: Dir, path: &Path) -> io::Result<(Dir, PathBuf)> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let parent = match parent.as_os_str().is_empty() {
        true => webspace,
        false => webspace.open_dir(parent)?,
    };
    Ok((parent, name.into()))
}

/// The name of what an operation has put into quarantine.
fn quarantined_name(operation: &Operation) -> String {
    format!(".berth-removed-{}", operation.as_str())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::symlink;

    use cap_std::ambient_authority;

    use super::super::removal::MAX_DEPTH;
    use super::*;
    use crate::folder::test_webspace::webspace_at;

    fn webspace() -> (tempfile::TempDir, Webspace) {
        let folder = tempfile::tempdir().unwrap();
        let webspace = webspace_at(folder.path());
        (folder, webspace)
    }

    fn put(root: &Webspace, path: &str) -> Quarantine {
        Quarantine::put(root, Path::new(path), &operation()).unwrap()
    }

    fn operation() -> Operation {
        Operation::from_bytes([7; 8])
    }

    fn remove(root: &Webspace, path: &str) -> RemovedFiles {
        let quarantine = put(root, path);
        assert!(!root.path().join(path).exists());
        quarantine.remove(|| false).unwrap()
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
    fn what_a_stop_leaves_stays_in_quarantine() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir_all(below("shop/a")).unwrap();
        fs::write(below("shop/a/one"), "").unwrap();
        assert_eq!(put(&root, "shop").remove(|| true), None);
        assert!(!below("shop").exists());
        let found = Quarantine::find(&root, Path::new("shop"), &operation()).unwrap();
        let Quarantined::Left(quarantine) = found else {
            unreachable!("nothing is left");
        };
        let removed = quarantine.remove(|| false).unwrap();
        assert_eq!(
            (removed.files, removed.folders, removed.failures),
            (1, 2, 0)
        );
    }

    #[test]
    fn what_came_in_the_meantime_is_not_replaced() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir(below("shop")).unwrap();
        let quarantine = put(&root, "shop");
        fs::write(below("shop"), "new").unwrap();
        assert!(!quarantine.restore());
        assert_eq!(fs::read_to_string(below("shop")).unwrap(), "new");
    }

    #[test]
    fn an_empty_folder_gives_way_to_what_is_restored_and_a_full_one_does_not() {
        let (folder, root) = webspace();
        let below = |path: &str| folder.path().join(path);
        fs::create_dir(below("shop")).unwrap();
        fs::write(below("shop/one"), "kept").unwrap();
        let quarantine = put(&root, "shop");
        fs::create_dir(below("shop")).unwrap();
        assert!(quarantine.restore());
        assert_eq!(fs::read_to_string(below("shop/one")).unwrap(), "kept");
        let quarantine = put(&root, "shop");
        fs::create_dir(below("shop")).unwrap();
        fs::write(below("shop/two"), "another's").unwrap();
        assert!(!quarantine.restore());
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

    fn remove_link(root: &Webspace) -> RemovedFiles {
        put(root, "shop").remove(|| false).unwrap()
    }

    #[test]
    fn what_is_left_is_found_again_unless_someone_is_at_it() {
        let (folder, root) = webspace();
        fs::create_dir_all(folder.path().join("sites/shop")).unwrap();
        let find = || Quarantine::find(&root, Path::new("sites/shop"), &operation()).unwrap();
        assert!(matches!(find(), Quarantined::None));
        let quarantine = put(&root, "sites/shop");
        assert!(matches!(find(), Quarantined::InUse));
        // As a process that ends does.
        drop(quarantine);
        let Quarantined::Left(quarantine) = find() else {
            unreachable!("nothing is left");
        };
        assert!(quarantine.restore());
        assert!(folder.path().join("sites/shop").is_dir());
        fs::remove_dir_all(folder.path().join("sites")).unwrap();
        assert!(matches!(find(), Quarantined::None));
        fs::remove_dir(folder.path()).unwrap();
        assert!(Quarantine::find(&root, Path::new("sites/shop"), &operation()).is_err());
    }
}
