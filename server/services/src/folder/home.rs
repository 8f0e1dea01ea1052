//! Home directories: opened, created, rolled back.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::{Dir, DirBuilder, DirBuilderExt as _};
use ftp::{OpenHome, RunAs};
use model::{FieldError, FolderTrouble, HomeDirectory};

use super::error::folder_error;
use super::spelling;
use super::webspace_root::Webspace;
use crate::new_folders::{Owner, open_made};

/// Opens a home directory that is there, however the disk spells it.
pub(crate) fn open_home(webspace: &Webspace, home: &HomeDirectory) -> Result<Dir, FieldError> {
    webspace.enter(|root| open_below(&root, home).map_err(folder_error))
}

/// The same, with the system's own error.
pub(crate) fn try_open_home(webspace: &Webspace, home: &HomeDirectory) -> io::Result<Dir> {
    webspace.try_enter(|root| open_below(&root, home))
}

/// What opens a home directory again and again, on threads that act as whom its files belong to.
pub(crate) fn home_opener(webspace: Webspace, home: HomeDirectory) -> OpenHome {
    Arc::new(move || try_open_home(&webspace.as_current()?, &home))
}

fn open_below(webspace: &Dir, home: &HomeDirectory) -> io::Result<Dir> {
    match webspace.open_dir(home.below_root()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            webspace.open_dir(spelling::below_root(webspace, home))
        }
        opened => opened,
    }
}

/// Creates a home directory, unless it exists; returns where it is and what was created, so that it
/// can be rolled back.
pub(crate) fn create_home(
    webspace: &Webspace,
    home: &HomeDirectory,
) -> Result<CreatedHome, FieldError> {
    webspace.enter(|root| {
        let mut created = CreatedHome {
            home: spelling::spelt(&root, home)?,
            webspace: webspace.clone(),
            folders: Vec::new(),
        };
        match created.create(&root) {
            Ok(()) => Ok(created),
            Err(error) => {
                created.remove(&root);
                Err(error)
            }
        }
    })
}

/// A home directory, with the folders that were created for a change which may yet fail.
#[derive(Debug)]
pub(crate) struct CreatedHome {
    home: HomeDirectory,
    webspace: Webspace,
    folders: Vec<PathBuf>,
}

impl CreatedHome {
    /// The home directory as the disk spells it: what was there as it is, the rest in Unicode's
    /// normal form C.
    pub(crate) fn home(&self) -> &HomeDirectory {
        &self.home
    }

    fn create(&mut self, root: &Dir) -> Result<(), FieldError> {
        let home = self.home.clone();
        let mut parent = root.try_clone().map_err(folder_error)?;
        let mut path = PathBuf::new();
        for component in home.components() {
            path.push(component);
            // Each step starts at the root again: a symlink may go up and down inside it.
            parent = match root.open_dir(&path) {
                Ok(folder) => folder,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.create_one(root, &parent, component, &path)?
                }
                Err(error) => return Err(folder_error(error)),
            };
        }
        Ok(())
    }

    fn create_one(
        &mut self,
        root: &Dir,
        parent: &Dir,
        name: &str,
        path: &Path,
    ) -> Result<Dir, FieldError> {
        let run_as = RunAs::current();
        let mut builder = DirBuilder::new();
        builder.mode(run_as.folder_mode());
        match parent.create_dir_with(name, &builder) {
            Ok(()) => {
                self.folders.push(path.to_owned());
                run_as.settle_folder_mode(parent, name);
                let owner = Owner::of(parent).map_err(folder_error)?;
                let made = open_made(parent, name).map_err(folder_error)?;
                owner.take_from_root(made).map_err(folder_error)?;
            }
            // A concurrent request created it; or it is a symlink that leads nowhere.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(folder_error(error)),
        }
        root.open_dir(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FolderTrouble::NotAFolder.into(),
            _ => folder_error(error),
        })
    }

    /// Whether anything had to be created.
    pub(crate) fn any(&self) -> bool {
        !self.folders.is_empty()
    }

    /// The folders that were created, below the webspace root, outermost first.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// Removes what was created, as far as it is still empty.
    pub(crate) fn rollback(self) {
        self.rollback_but(&HashSet::new());
    }

    /// The same, but for folders that somebody else needs by now, and those above them.
    pub(crate) fn rollback_but(mut self, needed: &HashSet<PathBuf>) {
        let last = self.folders.iter().rposition(|one| needed.contains(one));
        self.folders.drain(..last.map_or(0, |last| last + 1));
        let removed = self.webspace.try_enter(|root| {
            self.remove(&root);
            Ok(())
        });
        if let Err(error) = removed {
            tracing::debug!(%error, "folders that nobody needs stay");
        }
    }

    fn remove(&self, root: &Dir) {
        for folder in self.folders.iter().rev() {
            if root.remove_dir(folder).is_err() {
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

    use super::super::test_webspace::{home, webspace, webspace_at};
    use super::*;

    #[test]
    fn missing_folders_are_created_and_rolled_back() {
        let (_folder, root) = webspace();
        let created = create_home(&root, &home("/a/b c/é")).unwrap();
        let path = root.path().join("a/b c/é");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o755);
        assert!(open_home(&root, &home("/a/b c/é")).is_ok());
        created.rollback();
        assert!(!root.path().join("a").exists());
    }

    #[test]
    fn folders_that_existed_are_never_rolled_back() {
        let (_folder, root) = webspace();
        fs::create_dir(root.path().join("a")).unwrap();
        create_home(&root, &home("/a/b")).unwrap().rollback();
        assert!(root.path().join("a").exists());
    }

    #[test]
    fn a_symlink_may_not_lead_outside() {
        let (folder, root) = webspace();
        let below = |name: &str| root.path().join(name);
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
        let below = |name: &str| root.path().join(name);
        symlink("../site/public", below("site/up")).unwrap();
        create_home(&root, &home("/site/up/photos")).unwrap();
        assert!(below("site/public/photos").is_dir());
    }

    #[test]
    fn each_error_is_reported() {
        let (_folder, root) = webspace();
        fs::write(root.path().join("file"), "").unwrap();
        let not_a_folder = FieldError::Folder(FolderTrouble::NotAFolder);
        for path in ["/file", "/file/below"] {
            assert_eq!(create_home(&root, &home(path)).unwrap_err(), not_a_folder);
        }
        let gone = webspace_at(Path::new("/nowhere/at/all"));
        assert_eq!(
            create_home(&gone, &home("/a")).unwrap_err(),
            FieldError::Folder(FolderTrouble::WebspaceMissing)
        );
    }
}
