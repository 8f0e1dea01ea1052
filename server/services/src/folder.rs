//! Home directories and webspace roots on disk.
//!
//! A home is opened below its webspace root by a directory handle: what a symlink leads out of
//! there cannot be opened, whenever it is put there. Everything here blocks: run it off the async
//! threads.

use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Component, Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, DirBuilderExt as _};
use model::{AccountName, FieldError, FilesStay, FolderTrouble, HomeDirectory, WebspaceRoot};

/// Who owns it may write; a web server may read.
const MODE: u32 = 0o755;

/// Opens a home directory that is there.
pub(super) fn open_home(root: &WebspaceRoot, home: &HomeDirectory) -> Result<Dir, FieldError> {
    let webspace = open_root(root)?;
    webspace.open_dir(home.below_root()).map_err(trouble)
}

/// The same, for whom the system's own word is enough.
pub(super) fn open_below(root: &WebspaceRoot, home: &HomeDirectory) -> io::Result<Dir> {
    Dir::open_ambient_dir(root.as_str(), ambient_authority())?.open_dir(home.below_root())
}

/// The folder of an account that no other account has to do with: its path below the webspace
/// root, symlinks followed. `others` are the other accounts' home directories.
pub(super) fn own_folder(
    root: &WebspaceRoot,
    home: &HomeDirectory,
    others: &[(AccountName, HomeDirectory)],
) -> Result<PathBuf, FilesStay> {
    let webspace = open_root(root).map_err(|_| FilesStay::Unreachable)?;
    match webspace.open_dir(home.below_root()) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FilesStay::Missing),
        Err(_) => return Err(FilesStay::Unreachable),
    }
    let own = real_home(&webspace, home).map_err(|_| FilesStay::Unreachable)?;
    if own.as_os_str().is_empty() {
        return Err(FilesStay::WebspaceRoot);
    }
    let typed = Path::new(home.as_str());
    for (name, other) in others {
        let shared = || FilesStay::SharedWith(name.clone());
        if nested(typed, Path::new(other.as_str())) {
            return Err(shared());
        }
        match real_home(&webspace, other) {
            Ok(other) if nested(&own, &other) => return Err(shared()),
            // What leads out of the webspace is not below a folder in it.
            Ok(_) => {}
            Err(error) if leaves(&error) => {}
            Err(_) => return Err(FilesStay::Unclear(name.clone())),
        }
    }
    Ok(own)
}

/// Where a home directory lies below the webspace root, symlinks followed as far as it exists.
fn real_home(webspace: &Dir, home: &HomeDirectory) -> io::Result<PathBuf> {
    let path = Path::new(home.below_root());
    for ancestor in path.ancestors() {
        let found = if ancestor.as_os_str().is_empty() {
            webspace.canonicalize(".")
        } else {
            webspace.canonicalize(ancestor)
        };
        match found {
            Ok(real) => {
                let rest = path.strip_prefix(ancestor).unwrap_or(path);
                let real = normal(&real).chain(normal(rest));
                return Ok(real.collect());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(normal(path).collect())
}

/// The parts of a path that name something.
fn normal(path: &Path) -> impl Iterator<Item = Component<'_>> {
    path.components()
        .filter(|part| matches!(part, Component::Normal(_)))
}

/// Whether one of two paths is the other, or lies below it.
fn nested(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// How a home directory is spelled: as it was typed if there is such a folder, composed if it is
/// yet to be made.
pub(super) fn spelled_on_disk(root: &WebspaceRoot, home: HomeDirectory) -> HomeDirectory {
    if open_below(root, &home).is_ok() {
        home
    } else {
        home.composed()
    }
}

/// Makes a home directory, unless it is there; answers what was made, so that it can be undone.
pub(super) fn create_home(root: &WebspaceRoot, home: &HomeDirectory) -> Result<Made, FieldError> {
    let webspace = open_root(root)?;
    let mut made = Made {
        webspace,
        folders: Vec::new(),
    };
    match made.make(home) {
        Ok(()) => Ok(made),
        Err(error) => {
            made.undo();
            Err(error)
        }
    }
}

/// Folders that were made for a change which may yet fail.
#[derive(Debug)]
pub(super) struct Made {
    webspace: Dir,
    folders: Vec<PathBuf>,
}

impl Made {
    fn make(&mut self, home: &HomeDirectory) -> Result<(), FieldError> {
        let mut path = PathBuf::new();
        for component in home.components() {
            path.push(component);
            // Each step starts at the root again: a symlink may go up and down inside it.
            match self.webspace.open_dir(&path) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.make_one(&path)?;
                }
                Err(error) => return Err(trouble(error)),
            }
        }
        Ok(())
    }

    fn make_one(&mut self, path: &Path) -> Result<(), FieldError> {
        let mut builder = DirBuilder::new();
        builder.mode(MODE);
        match self.webspace.create_dir_with(path, &builder) {
            Ok(()) => self.folders.push(path.to_owned()),
            // Another request made it a moment ago; or it is a symlink that leads nowhere.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(trouble(error)),
        }
        match self.webspace.open_dir(path) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(FolderTrouble::NotAFolder.into())
            }
            Err(error) => Err(trouble(error)),
        }
    }

    /// Whether anything had to be made.
    pub(super) fn anything(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Removes what was made, as far as it is still empty.
    pub(super) fn undo(self) {
        for folder in self.folders.iter().rev() {
            if self.webspace.remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

pub(super) fn open_root(root: &WebspaceRoot) -> Result<Dir, FieldError> {
    Dir::open_ambient_dir(root.as_str(), ambient_authority()).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FolderTrouble::WebspaceMissing.into(),
        _ => trouble(error),
    })
}

/// Makes a webspace root, unless it is there; answers the folders that were made, outermost first.
pub(super) fn make_webspace_root(root: &WebspaceRoot) -> Result<Vec<PathBuf>, FieldError> {
    let path = Path::new(root.as_str());
    let mut missing: Vec<PathBuf> = path
        .ancestors()
        .take_while(|folder| folder.symlink_metadata().is_err())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    let made = std::fs::DirBuilder::new()
        .recursive(true)
        .mode(MODE)
        .create(path)
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => FolderTrouble::NotAFolder.into(),
            _ => trouble(error),
        });
    match made.and_then(|()| open_root(root)) {
        Ok(_) => Ok(missing),
        Err(error) => {
            unmake_webspace_root(&missing);
            Err(error)
        }
    }
}

/// Removes the folders of a webspace root that was made in vain, as far as they are empty.
pub(super) fn unmake_webspace_root(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        // The innermost may never have been made; one that is not empty keeps those above it.
        let _ = std::fs::remove_dir(folder);
    }
}

/// Whether two folders are the same, or one lies inside the other, symlinks followed.
pub(super) fn overlap(one: &Path, other: &Path) -> bool {
    nested(one, other) || nested(&real(one), &real(other))
}

/// Whether a webspace at `root` would let FTP reach the panel's own data: it holds `data_dir`, or
/// lies in it elsewhere than below `webspaces`.
pub(super) fn reaches_data(root: &Path, data_dir: &Path) -> bool {
    let (root, data_dir) = (real(root), real(data_dir));
    let below = root
        .strip_prefix(data_dir.join("webspaces"))
        .is_ok_and(|rest| rest != Path::new(""));
    !below && (root.starts_with(&data_dir) || data_dir.starts_with(&root))
}

/// The path with its symlinks followed, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            let rest = rest
                .components()
                .filter(|c| matches!(c, Component::Normal(_)));
            return rest.fold(real, |path, component| path.join(component));
        }
    }
    absolute
}

/// Whether a path would lead out of the folder that it is looked for in: the system says
/// "permission denied" with a number; a handle that would be left does not ask the system.
fn leaves(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

/// Why a folder cannot be made or opened.
pub(super) fn trouble(error: io::Error) -> FieldError {
    use io::ErrorKind::{
        InvalidFilename, InvalidInput, NotADirectory, NotFound, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    let trouble = match error.kind() {
        PermissionDenied if leaves(&error) => return FieldError::LeavesWebspace,
        PermissionDenied => FolderTrouble::PermissionDenied,
        NotADirectory | NotFound => FolderTrouble::NotAFolder,
        StorageFull | QuotaExceeded => FolderTrouble::NoSpace,
        ReadOnlyFilesystem => FolderTrouble::ReadOnly,
        InvalidFilename | InvalidInput => FolderTrouble::NameRefused,
        _ => {
            tracing::warn!(%error, "a folder cannot be made or opened");
            FolderTrouble::Other
        }
    };
    trouble.into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn webspace() -> (tempfile::TempDir, WebspaceRoot) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("webspace");
        fs::create_dir(&root).unwrap();
        let root = WebspaceRoot::parse(root.to_str().unwrap()).unwrap();
        (folder, root)
    }

    fn home(path: &str) -> HomeDirectory {
        HomeDirectory::parse(path).unwrap()
    }

    #[test]
    fn missing_folders_are_made_and_can_be_unmade() {
        let (_folder, root) = webspace();
        let made = create_home(&root, &home("/a/b c/é")).unwrap();
        let path = Path::new(root.as_str()).join("a/b c/é");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, MODE);
        assert!(open_home(&root, &home("/a/b c/é")).is_ok());
        made.undo();
        assert!(!Path::new(root.as_str()).join("a").exists());
    }

    #[test]
    fn folders_that_were_there_are_never_unmade() {
        let (_folder, root) = webspace();
        fs::create_dir(Path::new(root.as_str()).join("a")).unwrap();
        create_home(&root, &home("/a/b")).unwrap().undo();
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
    fn a_folder_is_an_account_s_own_if_no_other_is_at_it_in_it_or_around_it() {
        let (_folder, root) = webspace();
        let below = |name: &str| Path::new(root.as_str()).join(name);
        for path in ["/shop/photos", "/shopping", "/real/deep"] {
            create_home(&root, &home(path)).unwrap();
        }
        symlink("../real/deep", below("shop/link")).unwrap();
        symlink("real", below("alias")).unwrap();
        symlink("/etc", below("out")).unwrap();
        symlink(".", below("here")).unwrap();
        let other = AccountName::parse("other").unwrap();
        let own = |path: &str, others: &[&str]| {
            let others: Vec<_> = others
                .iter()
                .map(|path| (other.clone(), home(path)))
                .collect();
            own_folder(&root, &home(path), &others)
        };
        let shared = Err(FilesStay::SharedWith(other.clone()));
        assert_eq!(
            own("/shop", &["/shopping", "/out", "/new/one"]),
            Ok("shop".into())
        );
        for beside in ["/shop", "/shop/photos", "/shop/photos/new", "/"] {
            assert_eq!(own("/shop", &[beside]), shared, "{beside}");
        }
        assert_eq!(own("/shop/photos", &["/shop"]), shared);
        // Through symlinks, also those that are not there yet below one that is.
        assert_eq!(own("/real", &["/shop/link"]), shared);
        assert_eq!(own("/alias", &["/real/deep"]), shared);
        assert_eq!(own("/real/deep", &["/alias/deep/new"]), shared);
        assert_eq!(own("/alias/deep", &[]), Ok("real/deep".into()));
        for (path, reason) in [
            ("/", FilesStay::WebspaceRoot),
            ("/here", FilesStay::WebspaceRoot),
            ("/gone", FilesStay::Missing),
            ("/out", FilesStay::Unreachable),
        ] {
            assert_eq!(own(path, &[]), Err(reason), "{path}");
        }
    }

    #[test]
    fn each_trouble_is_named() {
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
    fn a_webspace_root_is_made_with_all_above_and_unmade() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("a/b");
        let typed = WebspaceRoot::parse(root.to_str().unwrap()).unwrap();
        let made = make_webspace_root(&typed).unwrap();
        assert!(root.is_dir());
        unmake_webspace_root(&made);
        assert!(!folder.path().join("a").exists());
        assert!(folder.path().exists());
    }
}
