//! Home directories: opened, created, rolled back.

use std::io;
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, DirBuilderExt as _};
use model::{FieldError, FolderTrouble, HomeDirectory, WebspaceRoot};

use super::MODE;
use super::error::folder_error;
use super::webspace_root::open_root;

/// Opens a home directory that is there.
pub(crate) fn open_home(root: &WebspaceRoot, home: &HomeDirectory) -> Result<Dir, FieldError> {
    let webspace = open_root(root)?;
    webspace.open_dir(home.below_root()).map_err(folder_error)
}

/// The same, with the system's own error.
pub(crate) fn try_open_home(root: &WebspaceRoot, home: &HomeDirectory) -> io::Result<Dir> {
    Dir::open_ambient_dir(root.as_str(), ambient_authority())?.open_dir(home.below_root())
}

/// A home directory as the disk spells it: unchanged if there is such a folder, in Unicode's
/// normal form C if it is yet to be created.
pub(crate) fn with_disk_spelling(root: &WebspaceRoot, home: HomeDirectory) -> HomeDirectory {
    if try_open_home(root, &home).is_ok() {
        home
    } else {
        home.composed()
    }
}

/// Creates a home directory, unless it exists; returns what was created, so that it can be rolled
/// back.
pub(crate) fn create_home(
    root: &WebspaceRoot,
    home: &HomeDirectory,
) -> Result<CreatedFolders, FieldError> {
    let webspace = open_root(root)?;
    let mut created = CreatedFolders {
        webspace,
        folders: Vec::new(),
    };
    match created.create(home) {
        Ok(()) => Ok(created),
        Err(error) => {
            created.rollback();
            Err(error)
        }
    }
}

/// Folders that were created for a change which may yet fail.
#[derive(Debug)]
pub(crate) struct CreatedFolders {
    webspace: Dir,
    folders: Vec<PathBuf>,
}

impl CreatedFolders {
    fn create(&mut self, home: &HomeDirectory) -> Result<(), FieldError> {
        let mut path = PathBuf::new();
        for component in home.components() {
            path.push(component);
            // Each step starts at the root again: a symlink may go up and down inside it.
            match self.webspace.open_dir(&path) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.create_one(&path)?;
                }
                Err(error) => return Err(folder_error(error)),
            }
        }
        Ok(())
    }

    fn create_one(&mut self, path: &Path) -> Result<(), FieldError> {
        let mut builder = DirBuilder::new();
        builder.mode(MODE);
        match self.webspace.create_dir_with(path, &builder) {
            Ok(()) => self.folders.push(path.to_owned()),
            // A concurrent request created it; or it is a symlink that leads nowhere.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(folder_error(error)),
        }
        match self.webspace.open_dir(path) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(FolderTrouble::NotAFolder.into())
            }
            Err(error) => Err(folder_error(error)),
        }
    }

    /// Whether anything had to be created.
    pub(crate) fn any(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Removes what was created, as far as it is still empty.
    pub(crate) fn rollback(self) {
        for folder in self.folders.iter().rev() {
            if self.webspace.remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::super::test_webspace::{home, webspace};
    use super::*;

    #[test]
    fn missing_folders_are_created_and_rolled_back() {
        let (_folder, root) = webspace();
        let created = create_home(&root, &home("/a/b c/é")).unwrap();
        let path = Path::new(root.as_str()).join("a/b c/é");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, MODE);
        assert!(open_home(&root, &home("/a/b c/é")).is_ok());
        created.rollback();
        assert!(!Path::new(root.as_str()).join("a").exists());
    }

    #[test]
    fn folders_that_existed_are_never_rolled_back() {
        let (_folder, root) = webspace();
        fs::create_dir(Path::new(root.as_str()).join("a")).unwrap();
        create_home(&root, &home("/a/b")).unwrap().rollback();
        assert!(Path::new(root.as_str()).join("a").exists());
    }

    #[test]
    fn a_symlink_may_not_lead_outside() {
        let (folder, root) = webspace();
        let below = |name: &str| Path::new(root.as_str()).join(name);
        symlink(folder.path(), below("absolute")).unwrap();
        symlink("..", below("relative")).unwrap();
        symlink("../nowhere", below("dangling")).unwrap();
        for path in ["/absolute", "/relative", "/relative/new", "/dangling/x"] {
            let error = create_home(&root, &home(path)).unwrap_err();
            assert_eq!(error, FieldError::LeavesWebspace, "{path}");
            assert_eq!(open_home(&root, &home(path)).err(), Some(error), "{path}");
        }
        assert!(!folder.path().join("new").exists());
    }

    #[test]
    fn a_symlink_inside_is_fine() {
        let (_folder, root) = webspace();
        create_home(&root, &home("/site/public")).unwrap();
        let below = |name: &str| Path::new(root.as_str()).join(name);
        symlink("../site/public", below("site/up")).unwrap();
        create_home(&root, &home("/site/up/photos")).unwrap();
        assert!(below("site/public/photos").is_dir());
    }

    #[test]
    fn each_error_is_reported() {
        let (_folder, root) = webspace();
        fs::write(Path::new(root.as_str()).join("file"), "").unwrap();
        let not_a_folder = FieldError::Folder(FolderTrouble::NotAFolder);
        for path in ["/file", "/file/below"] {
            assert_eq!(create_home(&root, &home(path)).unwrap_err(), not_a_folder);
        }
        let gone = WebspaceRoot::parse("/nowhere/at/all").unwrap();
        assert_eq!(
            create_home(&gone, &home("/a")).unwrap_err(),
            FieldError::Folder(FolderTrouble::WebspaceMissing)
        );
    }
}
