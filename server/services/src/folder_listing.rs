//! What is in the folders of a webspace: for the tree that one chooses a home directory from, and
//! for the preview of what an account will see.
//!
//! As in `folder`, all goes through directory handles, and everything here blocks. However many
//! entries a folder has, only so many are looked at.

use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;

use cap_std::fs::{Dir, DirEntry};
use model::{
    FieldError, FolderList, FolderRow, FolderTrouble, HomeDirectory, HomePreview, WebspaceRoot,
};
use rustix::fs::{Access, AtFlags, accessat};

use crate::folder::{open_root, trouble};

/// Entries of one folder that are looked at, files among them.
const MOST_LOOKS: usize = 20_000;

/// The folders in a folder of a webspace, and the links that look like one.
pub(super) fn list(root: &WebspaceRoot, path: &HomeDirectory) -> Result<FolderList, FieldError> {
    list_up_to(root, path, MOST_LOOKS, FolderList::MAX_ROWS)
}

fn list_up_to(
    root: &WebspaceRoot,
    path: &HomeDirectory,
    most_looks: usize,
    most_rows: usize,
) -> Result<FolderList, FieldError> {
    let webspace = open_root(root)?;
    let folder = webspace.open_dir(path.below_root()).map_err(trouble)?;
    let mut names = Vec::new();
    let mut more = false;
    for (looks, entry) in folder.entries().map_err(trouble)?.enumerate() {
        if looks == most_looks {
            more = true;
            break;
        }
        let entry = entry.map_err(trouble)?;
        if may_be_folder(&entry) {
            names.push(entry.file_name());
        }
    }
    names.sort_by_cached_key(|name| (name.to_string_lossy().to_lowercase(), name.clone()));
    let mut rows = names
        .iter()
        .filter_map(|name| row(&webspace, path, name))
        .peekable();
    let folders = rows.by_ref().take(most_rows).collect();
    more |= rows.peek().is_some();
    Ok(FolderList {
        path: path.clone(),
        folders,
        more,
    })
}

/// One whose kind cannot be told is tried.
fn may_be_folder(entry: &DirEntry) -> bool {
    entry
        .file_type()
        .map_or(true, |kind| kind.is_dir() || kind.is_symlink())
}

/// A row for the entry of that name; none for a link to a file.
fn row(webspace: &Dir, parent: &HomeDirectory, name: &OsStr) -> Option<FolderRow> {
    let place = match below(parent, name) {
        Ok(home) => match webspace.open_dir(home.below_root()) {
            // A folder is opened even if it may not be read.
            Ok(folder) => may(&folder, Access::READ_OK | Access::EXEC_OK).map(|()| home),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return None,
            Err(error) => Err(trouble(error)),
        },
        Err(error) => Err(error),
    };
    Some(FolderRow {
        name: name.to_string_lossy().into_owned(),
        place,
    })
}

/// The home directory of that name in a folder; none if no text that is typed leads there.
fn below(parent: &HomeDirectory, name: &OsStr) -> Result<HomeDirectory, FieldError> {
    let refused = FieldError::Folder(FolderTrouble::NameRefused);
    let name = name.to_str().ok_or(refused)?;
    let path = format!("{}/{name}", parent.as_str().trim_end_matches('/'));
    let home = HomeDirectory::parse(&path)?;
    if home.as_str() == path {
        Ok(home)
    } else {
        Err(refused)
    }
}

/// What an account with this home directory will see and may do there.
pub(super) fn preview(root: &WebspaceRoot, home: &HomeDirectory) -> HomePreview {
    look(root, home).unwrap_or_else(HomePreview::Refused)
}

fn look(root: &WebspaceRoot, home: &HomeDirectory) -> Result<HomePreview, FieldError> {
    let webspace = open_root(root)?;
    match webspace.open_dir(home.below_root()) {
        Ok(folder) => there(&folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => missing(&webspace, home),
        Err(error) => Err(trouble(error)),
    }
}

/// Whether a home directory that is missing can be made: its first folder that is there decides.
fn missing(webspace: &Dir, home: &HomeDirectory) -> Result<HomePreview, FieldError> {
    let mut last = webspace.try_clone().map_err(trouble)?;
    let mut path = PathBuf::new();
    for component in home.components() {
        path.push(component);
        match webspace.open_dir(&path) {
            Ok(folder) => last = folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if webspace.symlink_metadata(&path).is_ok() {
                    // A link that leads nowhere.
                    return Err(FolderTrouble::NotAFolder.into());
                }
                return match barred(&last) {
                    Some(error) => Err(error),
                    None => Ok(HomePreview::WillBeMade),
                };
            }
            Err(error) => return Err(trouble(error)),
        }
    }
    // Someone made it a moment ago.
    there(&last)
}

fn there(folder: &Dir) -> Result<HomePreview, FieldError> {
    let mut names = Vec::new();
    let mut more = false;
    for entry in folder.entries().map_err(trouble)? {
        if names.len() == HomePreview::MAX_COUNTED {
            more = true;
            break;
        }
        let name = entry.map_err(trouble)?.file_name();
        if !ftp::is_hidden(&name) {
            names.push(name);
        }
    }
    names.sort_unstable();
    let shown = |name: &std::ffi::OsString| {
        let end = if folder.is_dir(name) { "/" } else { "" };
        format!("{}{end}", name.to_string_lossy())
    };
    Ok(HomePreview::There {
        first: names.iter().take(HomePreview::FIRST).map(shown).collect(),
        count: names.len(),
        more,
        barred: barred(folder),
    })
}

/// Why the server itself cannot make anything in a folder; none if it can.
fn barred(folder: &Dir) -> Option<FieldError> {
    may(folder, Access::WRITE_OK | Access::EXEC_OK).err()
}

/// Whether the server itself has these rights to a folder.
fn may(folder: &Dir, rights: Access) -> Result<(), FieldError> {
    accessat(folder, ".", rights, AtFlags::EACCESS).map_err(|error| trouble(error.into()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::*;

    struct Webspace {
        folder: tempfile::TempDir,
        root: WebspaceRoot,
    }

    impl Webspace {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("webspace");
            fs::create_dir(&root).unwrap();
            Self {
                root: WebspaceRoot::parse(root.to_str().unwrap()).unwrap(),
                folder,
            }
        }

        fn path(&self, name: &str) -> PathBuf {
            Path::new(self.root.as_str()).join(name)
        }

        fn mkdir(&self, name: &str) {
            fs::create_dir_all(self.path(name)).unwrap();
        }

        fn list(&self, path: &str) -> Result<Vec<(String, Option<FieldError>)>, FieldError> {
            let list = list(&self.root, &home(path))?;
            assert!(!list.more);
            Ok(list
                .folders
                .into_iter()
                .map(|row| (row.name, row.place.err()))
                .collect())
        }

        fn preview(&self, path: &str) -> HomePreview {
            preview(&self.root, &home(path))
        }
    }

    fn home(path: &str) -> HomeDirectory {
        HomeDirectory::parse(path).unwrap()
    }

    fn fine(name: &str) -> (String, Option<FieldError>) {
        (name.to_owned(), None)
    }

    fn refused(trouble: FolderTrouble) -> HomePreview {
        HomePreview::Refused(trouble.into())
    }

    /// Runs a test anew as somebody whom permissions stop, if nothing stops who runs it; answers
    /// whether that was done.
    fn done_as_nobody(test: &str) -> bool {
        const NOBODY: u32 = 65_534;
        if !rustix::process::geteuid().is_root() {
            return false;
        }
        let output = Command::new("/proc/self/exe")
            .args([
                "--exact",
                &format!("accounts::folder_listing::tests::{test}"),
            ])
            .current_dir("/")
            .gid(NOBODY)
            .uid(NOBODY)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("1 passed"), "{said}");
        true
    }

    #[test]
    fn folders_are_listed_by_name_and_files_are_not() {
        let webspace = Webspace::new();
        for name in ["b", "A", "ç", ".well-known", "b/below"] {
            webspace.mkdir(name);
        }
        fs::write(webspace.path("file"), "").unwrap();
        symlink("file", webspace.path("link to a file")).unwrap();
        symlink("b/below", webspace.path("inside")).unwrap();
        let expected = [".well-known", "A", "b", "inside", "ç"].map(fine);
        assert_eq!(webspace.list("/"), Ok(expected.to_vec()));
        assert_eq!(webspace.list("/b"), Ok(vec![fine("below")]));
        assert_eq!(webspace.list("/inside"), Ok(vec![]));
        let list = list(&webspace.root, &home("/b")).unwrap();
        assert_eq!(list.folders[0].place, Ok(home("/b/below")));
    }

    #[test]
    fn what_leaves_the_webspace_is_told_and_never_entered() {
        let webspace = Webspace::new();
        webspace.mkdir("site");
        fs::create_dir(webspace.folder.path().join("secret")).unwrap();
        symlink(webspace.folder.path(), webspace.path("absolute")).unwrap();
        symlink("../..", webspace.path("site/up")).unwrap();
        symlink("nowhere", webspace.path("dangling")).unwrap();
        let leaves = Some(FieldError::LeavesWebspace);
        let not_a_folder = Some(FolderTrouble::NotAFolder.into());
        assert_eq!(
            webspace.list("/"),
            Ok(vec![
                ("absolute".into(), leaves),
                ("dangling".into(), not_a_folder),
                fine("site"),
            ])
        );
        assert_eq!(webspace.list("/site"), Ok(vec![("up".into(), leaves)]));
        for path in ["/absolute", "/site/up", "/site/up/secret"] {
            assert_eq!(webspace.list(path), Err(FieldError::LeavesWebspace));
            assert_eq!(
                webspace.preview(path),
                HomePreview::Refused(FieldError::LeavesWebspace)
            );
        }
        assert_eq!(
            webspace.preview("/dangling"),
            refused(FolderTrouble::NotAFolder)
        );
        assert_eq!(
            webspace.preview("/dangling/below"),
            refused(FolderTrouble::NotAFolder)
        );
    }

    #[test]
    fn a_name_that_cannot_be_typed_is_told() {
        let webspace = Webspace::new();
        let names: [&[u8]; 4] = [b"\xff", b"a\nb", b"space ", "e\u{301}".as_bytes()];
        for name in names {
            fs::create_dir(webspace.path("").join(OsStr::from_bytes(name))).unwrap();
        }
        let listed = webspace.list("/").unwrap();
        assert_eq!(listed.len(), names.len());
        assert!(
            listed.iter().all(|(_, error)| error.is_some()),
            "{listed:?}"
        );
    }

    #[test]
    fn a_folder_that_is_gone_or_is_none_is_told() {
        let webspace = Webspace::new();
        fs::write(webspace.path("file"), "").unwrap();
        let not_a_folder = FieldError::Folder(FolderTrouble::NotAFolder);
        for path in ["/gone", "/file", "/file/below"] {
            assert_eq!(webspace.list(path), Err(not_a_folder), "{path}");
        }
        assert_eq!(
            webspace.preview("/file"),
            refused(FolderTrouble::NotAFolder)
        );
        fs::remove_file(webspace.path("file")).unwrap();
        fs::remove_dir(webspace.path("")).unwrap();
        let missing = FieldError::Folder(FolderTrouble::WebspaceMissing);
        assert_eq!(webspace.list("/"), Err(missing));
        assert_eq!(webspace.preview("/"), HomePreview::Refused(missing));
    }

    #[test]
    fn only_so_many_are_listed() {
        let webspace = Webspace::new();
        for name in ["a", "b", "c"] {
            webspace.mkdir(name);
        }
        let listed = |looks, rows| {
            let list = list_up_to(&webspace.root, &home("/"), looks, rows).unwrap();
            (list.folders.len(), list.more)
        };
        assert_eq!(listed(3, 3), (3, false));
        assert_eq!(listed(3, 2), (2, true));
        assert_eq!(listed(2, 3), (2, true));
    }

    #[test]
    fn a_preview_shows_the_first_entries_as_ftp_does() {
        let webspace = Webspace::new();
        webspace.mkdir("site/img");
        for name in ["z", "b", "a", "c", "d", ".berth-upload-x"] {
            fs::write(webspace.path("site").join(name), "").unwrap();
        }
        let HomePreview::There {
            first,
            count,
            more,
            barred,
        } = webspace.preview("/site")
        else {
            unreachable!("it is there")
        };
        assert_eq!(first, ["a", "b", "c", "d", "img/"]);
        assert_eq!((count, more, barred), (6, false, None));
    }

    #[test]
    fn a_preview_makes_nothing() {
        let webspace = Webspace::new();
        assert_eq!(webspace.preview("/new/below"), HomePreview::WillBeMade);
        assert!(!webspace.path("new").exists());
    }

    #[test]
    fn the_server_s_own_permissions_are_told() {
        if done_as_nobody("the_server_s_own_permissions_are_told") {
            return;
        }
        let webspace = Webspace::new();
        let lock = |name: &str, mode| {
            webspace.mkdir(name);
            fs::set_permissions(webspace.path(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        lock("closed", 0o000);
        lock("to be read", 0o555);
        let denied = FieldError::Folder(FolderTrouble::PermissionDenied);
        assert_eq!(
            webspace.list("/"),
            Ok(vec![("closed".into(), Some(denied)), fine("to be read")])
        );
        assert_eq!(webspace.list("/closed"), Err(denied));
        assert_eq!(webspace.preview("/closed"), HomePreview::Refused(denied));
        assert_eq!(
            webspace.preview("/to be read/new"),
            HomePreview::Refused(denied)
        );
        let seen = webspace.preview("/to be read");
        assert!(
            matches!(seen, HomePreview::There { barred: Some(error), .. } if error == denied),
            "{seen:?}"
        );
    }

    #[test]
    fn a_folder_that_comes_and_goes_never_shows_what_is_outside() {
        let webspace = Webspace::new();
        let secret = webspace.folder.path().join("secret");
        fs::create_dir_all(secret.join("inner")).unwrap();
        let here = webspace.path("here");
        std::thread::scope(|scope| {
            let swapping = scope.spawn(|| {
                for _ in 0..500 {
                    fs::create_dir_all(here.join("own")).unwrap();
                    fs::remove_dir_all(&here).unwrap();
                    symlink(&secret, &here).unwrap();
                    fs::remove_file(&here).unwrap();
                }
            });
            while !swapping.is_finished() {
                if let Ok(list) = list(&webspace.root, &home("/here")) {
                    assert!(list.folders.iter().all(|row| row.name == "own"));
                }
                if let HomePreview::There { first, .. } = webspace.preview("/here") {
                    assert!(
                        first.iter().all(|name| name.starts_with("own")),
                        "{first:?}"
                    );
                }
            }
        });
    }
}
