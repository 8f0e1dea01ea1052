//! Webspace roots: created, opened, and kept apart from each other.

use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use ftp::{CountProgress, RunAs};
use model::{FieldError, FolderTrouble, WebspaceRoot};
use rustix::fs::{Access, Gid, Mode, Uid, fchmod, fchown};
use rustix::process::geteuid;

use super::access::check_access;
use super::error::{folder_error, leaves_root};
use super::path::{nested, real};
use super::policy::WebspacePolicy;
use crate::new_folders::{Owner, make_folders};

/// A subscription's webspace, in which work is done by [`Self::run`] and in no other way: as whom
/// its files belong to.
#[derive(Clone, Debug)]
pub(crate) struct Webspace {
    root: WebspaceRoot,
    policy: Arc<WebspacePolicy>,
    run_as: RunAs,
}

impl Webspace {
    pub(crate) fn new(root: WebspaceRoot, policy: Arc<WebspacePolicy>, run_as: RunAs) -> Self {
        Self {
            root,
            policy,
            run_as,
        }
    }

    /// As whom work in it is done.
    pub(crate) fn run_as(&self) -> &RunAs {
        &self.run_as
    }

    /// The same for a thread that acts as its user by now, perhaps as it was a while ago: with the
    /// groups that it had then.
    ///
    /// # Errors
    /// If the thread acts as the program itself, and the webspace belongs to somebody else.
    pub(super) fn as_current(&self) -> io::Result<Self> {
        let current = RunAs::current();
        if current.is_program() && !self.run_as.is_program() {
            return Err(io::Error::other(
                "a webspace was to be opened as nobody of its own",
            ));
        }
        Ok(Self {
            run_as: current,
            ..self.clone()
        })
    }

    /// Does some work in the open webspace root, as whom its files belong to. What refuses to be
    /// opened, or nobody can act as, is `refused`.
    ///
    /// # Errors
    /// The work's own, and what `refused` makes of others.
    pub(crate) fn run<T, E>(
        &self,
        refused: impl Fn(io::Error) -> E,
        work: impl FnOnce(Dir) -> Result<T, E>,
    ) -> Result<T, E> {
        self.as_owner(|| work(self.open().map_err(&refused)?))
            .unwrap_or_else(|error| Err(refused(error)))
    }

    /// The same with the system's own errors.
    pub(crate) fn try_enter<T>(&self, work: impl FnOnce(Dir) -> io::Result<T>) -> io::Result<T> {
        self.run(|error| error, work)
    }

    /// The same with the errors of a form's field.
    pub(super) fn enter<T>(
        &self,
        work: impl FnOnce(Dir) -> Result<T, FieldError>,
    ) -> Result<T, FieldError> {
        let refused = |error: io::Error| -> FieldError {
            match error.kind() {
                io::ErrorKind::NotFound => FolderTrouble::WebspaceMissing.into(),
                _ => folder_error(error),
            }
        };
        self.run(refused, work)
    }

    /// Does some work on what was opened in it before, as whom its files belong to.
    ///
    /// # Errors
    /// If nobody can act as that user. Then nothing was done.
    pub(crate) fn as_owner<T>(&self, work: impl FnOnce() -> T) -> io::Result<T> {
        self.run_as.run(work).map_err(io::Error::other)
    }

    /// Where its root is.
    pub(crate) fn path(&self) -> &Path {
        Path::new(self.root.as_str())
    }

    /// Opens the webspace root, if the policy allows the folder that it turns out to be.
    ///
    /// # Errors
    /// The system's, or one that [`RefusedRoot::of`](super::policy::RefusedRoot::of) knows.
    fn open(&self) -> io::Result<Dir> {
        let path = self.path();
        let root = Dir::open_ambient_dir(path, ambient_authority())?;
        // The folder that is open, whatever is at its path by now.
        let opened = std::fs::read_link(format!("/proc/self/fd/{}", root.as_raw_fd()))
            .or_else(|_| path.canonicalize())?;
        self.policy
            .check_opened(&self.root, opened)
            .map_err(io::Error::other)?;
        Ok(root)
    }
}

/// Removes what a crash left of uploads in a webspace; gives how many there were. None if the
/// webspace cannot be read.
pub(crate) fn remove_leftovers(webspace: &Webspace, progress: &CountProgress) -> Option<u64> {
    let removed = webspace.try_enter(|root| ftp::remove_leftovers(&root, progress));
    removed.ok()
}

/// Creates a webspace root, unless it exists; returns the folders that were created, outermost
/// first.
///
/// Root creates it for whom its files are to belong to: its system user, or else, in a folder of
/// root's, whom `data_dir` belongs to, which is the server that could not write to it otherwise. Who
/// is not root cannot give anything away: then the system user itself creates it, where that may.
pub(crate) fn create_webspace_root(
    webspace: &Webspace,
    data_dir: &Path,
) -> Result<Vec<PathBuf>, FieldError> {
    let refused = |error: io::Error| -> FieldError {
        match error.kind() {
            io::ErrorKind::AlreadyExists => FolderTrouble::NotAFolder.into(),
            io::ErrorKind::PermissionDenied
                if !webspace.run_as.is_program() && !leaves_root(&error) =>
            {
                FieldError::SystemUserDenied
            }
            _ => folder_error(error),
        }
    };
    let mut created = Vec::new();
    let make = || match webspace.path().is_dir() {
        true => Ok(()),
        false => make_root(webspace, data_dir, &mut created),
    };
    let made = creator(webspace).run(make).map_err(io::Error::other);
    let made = made.flatten().map_err(refused);
    let is_theirs = |root: Dir| match webspace.run_as.is_program() {
        true => Ok(()),
        // A folder is opened even if it may not be read.
        false => check_access(&root, Access::READ_OK | Access::EXEC_OK)
            .map_err(|_| FieldError::SystemUserDenied),
    };
    match made.and_then(|()| webspace.run(refused, is_theirs)) {
        Ok(()) => Ok(created),
        Err(error) => {
            remove_webspace_root(webspace, &created);
            Err(error)
        }
    }
}

/// Who creates the folder of a new webspace, and takes it back.
fn creator(webspace: &Webspace) -> RunAs {
    match geteuid().is_root() {
        true => RunAs::program(),
        false => webspace.run_as.clone(),
    }
}

fn make_root(webspace: &Webspace, data_dir: &Path, created: &mut Vec<PathBuf>) -> io::Result<()> {
    let mode = RunAs::current().folder_mode();
    let path = std::path::absolute(webspace.path())?;
    let root = make_folders(&path, mode, created)?;
    // What somebody else has made in the meantime stays whose it is.
    if created.last() != Some(&path) {
        return Ok(());
    }
    match webspace.run_as.credentials() {
        Some(user) if geteuid().is_root() => {
            let (uid, gid) = (Uid::from_raw(user.uid), Gid::from_raw(user.gid));
            fchown(&root, Some(uid), Some(gid))?;
            fchmod(&root, Mode::from_raw_mode(webspace.run_as.folder_mode()))?;
        }
        None if Owner::of(&root)?.is_root() => Owner::at(data_dir)?.take_from_root(&root)?,
        _ => {}
    }
    Ok(())
}

/// Removes the folders that were created for a webspace root, as far as they are empty.
pub(crate) fn remove_webspace_root(webspace: &Webspace, created: &[PathBuf]) {
    let remove = || {
        for folder in created.iter().rev() {
            // One that is not empty keeps those above it.
            let _ = std::fs::remove_dir(folder);
        }
    };
    // If nobody can, the folders stay, empty.
    let _ = creator(webspace).run(remove);
}

/// Whether two folders are the same, or one lies inside the other, symlinks resolved.
pub(crate) fn overlap(one: &Path, other: &Path) -> bool {
    nested(one, other) || nested(&real(one), &real(other))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::os::unix::fs::symlink;

    use super::super::test_webspace::{webspace, webspace_at};
    use super::*;

    #[test]
    fn overlapping_is_by_component_and_through_symlinks() {
        let overlaps = |a: &str, b: &str| overlap(Path::new(a), Path::new(b));
        assert!(overlaps("/srv/a", "/srv/a"));
        assert!(overlaps("/srv/a", "/srv/a/b"));
        assert!(overlaps("/srv/a/b", "/srv/a"));
        assert!(!overlaps("/srv/a", "/srv/ab"));
        let (folder, webspace) = webspace();
        let link = folder.path().join("link");
        symlink(webspace.path(), &link).unwrap();
        assert!(overlap(&link.join("new"), webspace.path()));
    }

    #[test]
    fn a_webspace_root_is_created_with_its_parents_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("a/b");
        let webspace = webspace_at(&root);
        let created = create_webspace_root(&webspace, folder.path()).unwrap();
        assert!(root.is_dir());
        remove_webspace_root(&webspace, &created);
        assert!(!folder.path().join("a").exists());
        assert!(folder.path().exists());
    }
}
