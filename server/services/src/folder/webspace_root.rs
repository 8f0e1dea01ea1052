//! Webspace roots: created, opened, and kept apart from each other and from the panel's own data.

use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use ftp::CountProgress;
use model::{FieldError, FolderTrouble, WebspaceRoot};

use super::MODE;
use super::error::folder_error;
use super::path::{named_components, nested};

/// Opens a webspace root.
pub(super) fn open_root(root: &WebspaceRoot) -> Result<Dir, FieldError> {
    Dir::open_ambient_dir(root.as_str(), ambient_authority()).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FolderTrouble::WebspaceMissing.into(),
        _ => folder_error(error),
    })
}

/// Removes what a crash left of uploads in a webspace; gives how many there were. None if the
/// webspace cannot be read.
pub(crate) fn remove_leftovers(root: &WebspaceRoot, progress: &CountProgress) -> Option<u64> {
    ftp::remove_leftovers(&open_root(root).ok()?, progress).ok()
}

/// Creates a webspace root, unless it exists; returns the folders that were created, outermost
/// first.
pub(crate) fn create_webspace_root(root: &WebspaceRoot) -> Result<Vec<PathBuf>, FieldError> {
    let path = Path::new(root.as_str());
    let mut missing: Vec<PathBuf> = path
        .ancestors()
        .take_while(|folder| folder.symlink_metadata().is_err())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    let created = std::fs::DirBuilder::new()
        .recursive(true)
        .mode(MODE)
        .create(path)
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => FolderTrouble::NotAFolder.into(),
            _ => folder_error(error),
        });
    match created.and_then(|()| open_root(root)) {
        Ok(_) => Ok(missing),
        Err(error) => {
            remove_webspace_root(&missing);
            Err(error)
        }
    }
}

/// Removes the folders that were created for a webspace root, as far as they are empty.
pub(crate) fn remove_webspace_root(created: &[PathBuf]) {
    for folder in created.iter().rev() {
        // The innermost may never have been created; one that is not empty keeps those above it.
        let _ = std::fs::remove_dir(folder);
    }
}

/// Whether two folders are the same, or one lies inside the other, symlinks resolved.
pub(crate) fn overlap(one: &Path, other: &Path) -> bool {
    nested(one, other) || nested(&real(one), &real(other))
}

/// Whether a webspace at `root` would let FTP reach the panel's own data: it holds `data_dir`, or
/// lies in it elsewhere than below `webspaces`.
pub(crate) fn reaches_data(root: &Path, data_dir: &Path) -> bool {
    let (root, data_dir) = (real(root), real(data_dir));
    let below = root
        .strip_prefix(data_dir.join("webspaces"))
        .is_ok_and(|rest| rest != Path::new(""));
    !below && (root.starts_with(&data_dir) || data_dir.starts_with(&root))
}

/// The path with its symlinks resolved, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return named_components(rest).fold(real, |path, component| path.join(component));
        }
    }
    absolute
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::os::unix::fs::symlink;

    use super::super::test_webspace::webspace;
    use super::*;

    #[test]
    fn overlapping_is_by_component_and_through_symlinks() {
        let overlaps = |a: &str, b: &str| overlap(Path::new(a), Path::new(b));
        assert!(overlaps("/srv/a", "/srv/a"));
        assert!(overlaps("/srv/a", "/srv/a/b"));
        assert!(overlaps("/srv/a/b", "/srv/a"));
        assert!(!overlaps("/srv/a", "/srv/ab"));
        let (folder, root) = webspace();
        let link = folder.path().join("link");
        symlink(root.as_str(), &link).unwrap();
        assert!(overlap(&link.join("new"), Path::new(root.as_str())));
    }

    #[test]
    fn the_panels_data_is_out_of_reach() {
        let reaches = |root: &str| reaches_data(Path::new(root), Path::new("/srv/berth/data"));
        assert!(reaches("/srv/berth/data"));
        assert!(reaches("/srv/berth"));
        assert!(reaches("/srv/berth/data/tls"));
        assert!(reaches("/srv/berth/data/webspaces"));
        assert!(!reaches("/srv/berth/data/webspaces/example.com"));
        assert!(!reaches("/srv/berth/data2"));
        assert!(!reaches("/srv/www"));
    }

    #[test]
    fn a_webspace_root_is_created_with_its_parents_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("a/b");
        let parsed = WebspaceRoot::parse(root.to_str().unwrap()).unwrap();
        let created = create_webspace_root(&parsed).unwrap();
        assert!(root.is_dir());
        remove_webspace_root(&created);
        assert!(!folder.path().join("a").exists());
        assert!(folder.path().exists());
    }
}
