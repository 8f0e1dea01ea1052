//! Webspace roots: created, opened, and kept apart from each other.

use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use ftp::CountProgress;
use model::{FieldError, FolderTrouble, WebspaceRoot};

use super::MODE;
use super::error::folder_error;
use super::path::{nested, real};
use super::policy::WebspacePolicy;
use crate::new_folders::{Owner, make_folders};

/// A subscription's webspace, which is opened by [`Self::open`] and in no other way.
#[derive(Clone, Debug)]
pub(crate) struct Webspace {
    root: WebspaceRoot,
    policy: Arc<WebspacePolicy>,
}

impl Webspace {
    pub(crate) fn new(root: WebspaceRoot, policy: Arc<WebspacePolicy>) -> Self {
        Self { root, policy }
    }

    /// Where its root is.
    pub(crate) fn path(&self) -> &Path {
        Path::new(self.root.as_str())
    }

    /// Opens the webspace root, if the policy allows the folder that it turns out to be.
    ///
    /// # Errors
    /// The system's, or one that [`RefusedRoot::of`](super::policy::RefusedRoot::of) knows.
    pub(crate) fn open(&self) -> io::Result<Dir> {
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

/// Opens a webspace root.
pub(super) fn open_root(webspace: &Webspace) -> Result<Dir, FieldError> {
    webspace.open().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FolderTrouble::WebspaceMissing.into(),
        _ => folder_error(error),
    })
}

/// Removes what a crash left of uploads in a webspace; gives how many there were. None if the
/// webspace cannot be read.
pub(crate) fn remove_leftovers(webspace: &Webspace, progress: &CountProgress) -> Option<u64> {
    ftp::remove_leftovers(&open_root(webspace).ok()?, progress).ok()
}

/// Creates a webspace root, unless it exists; returns the folders that were created, outermost
/// first.
///
/// Made by root in a folder of root's, it belongs to whom `data_dir` belongs to: to the server,
/// which could not write to it otherwise.
pub(crate) fn create_webspace_root(
    webspace: &Webspace,
    data_dir: &Path,
) -> Result<Vec<PathBuf>, FieldError> {
    let path = webspace.path();
    let mut created = Vec::new();
    let made = if path.is_dir() {
        Ok(())
    } else {
        make_root(path, data_dir, &mut created).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => FolderTrouble::NotAFolder.into(),
            _ => folder_error(error),
        })
    };
    match made.and_then(|()| open_root(webspace)) {
        Ok(_) => Ok(created),
        Err(error) => {
            remove_webspace_root(&created);
            Err(error)
        }
    }
}

fn make_root(path: &Path, data_dir: &Path, created: &mut Vec<PathBuf>) -> io::Result<()> {
    let root = make_folders(path, MODE, created)?;
    if !created.is_empty() && Owner::of(&root)?.is_root() {
        Owner::at(data_dir)?.take_from_root(&root)?;
    }
    Ok(())
}

/// Removes the folders that were created for a webspace root, as far as they are empty.
pub(crate) fn remove_webspace_root(created: &[PathBuf]) {
    for folder in created.iter().rev() {
        // One that is not empty keeps those above it.
        let _ = std::fs::remove_dir(folder);
    }
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
        remove_webspace_root(&created);
        assert!(!folder.path().join("a").exists());
        assert!(folder.path().exists());
    }
}
