//! Listing and previewing folders, with the symlinks and permissions that a disk may have.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use model::{FieldError, FolderTrouble, HomePreview};

use super::list::list_up_to;
use super::test_webspace::{home, webspace};
use super::{list, preview};

struct Webspace {
    folder: tempfile::TempDir,
    root: super::Webspace,
}

impl Webspace {
    fn new() -> Self {
        let (folder, root) = webspace();
        Self { folder, root }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
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

fn fine(name: &str) -> (String, Option<FieldError>) {
    (name.to_owned(), None)
}

fn refused(reason: FolderTrouble) -> HomePreview {
    HomePreview::Refused(reason.into())
}

/// Runs a test again as a user to whom permissions apply, if they do not apply to this one;
/// returns whether it did.
fn ran_as_nobody(test: &str) -> bool {
    const NOBODY: u32 = 65_534;
    if !rustix::process::geteuid().is_root() {
        return false;
    }
    let output = Command::new("/proc/self/exe")
        .args(["--exact", &format!("folder::listing_tests::{test}")])
        .current_dir("/")
        .gid(NOBODY)
        .uid(NOBODY)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("1 passed"), "{stdout}");
    true
}

#[test]
fn folders_are_listed_by_name_and_files_are_not() {
    let webspace = Webspace::new();
    for name in [
        "d",
        "A",
        "ç",
        "photos10",
        "photos9",
        ".well-known",
        "d/below",
    ] {
        webspace.mkdir(name);
    }
    fs::write(webspace.path("file"), "").unwrap();
    symlink("file", webspace.path("link to a file")).unwrap();
    symlink("d/below", webspace.path("inside")).unwrap();
    let expected = [
        ".well-known",
        "A",
        "ç",
        "d",
        "inside",
        "photos9",
        "photos10",
    ]
    .map(fine);
    assert_eq!(webspace.list("/"), Ok(expected.to_vec()));
    assert_eq!(webspace.list("/d"), Ok(vec![fine("below")]));
    assert_eq!(webspace.list("/inside"), Ok(vec![]));
    let list = list(&webspace.root, &home("/d")).unwrap();
    assert_eq!(list.folders[0].place, Ok(home("/d/below")));
}

#[test]
fn what_leaves_the_webspace_is_reported_and_never_entered() {
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
fn a_name_that_no_path_can_express_is_reported() {
    let webspace = Webspace::new();
    let names: [&[u8]; 3] = [b"\xff", b"a\nb", b"space "];
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
fn a_folder_that_is_there_is_listed_as_it_is_spelled() {
    let webspace = Webspace::new();
    fs::create_dir(webspace.path("e\u{301}")).unwrap();
    assert_eq!(webspace.list("/"), Ok(vec![fine("e\u{301}")]));
}

#[test]
fn a_missing_folder_and_a_file_are_reported() {
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
fn listings_are_bounded() {
    let webspace = Webspace::new();
    for name in ["a", "b", "c"] {
        webspace.mkdir(name);
    }
    let listed = |entries, rows| {
        let list = list_up_to(&webspace.root, &home("/"), entries, rows).unwrap();
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
fn a_preview_creates_nothing() {
    let webspace = Webspace::new();
    assert_eq!(webspace.preview("/new/below"), HomePreview::WillBeMade);
    assert!(!webspace.path("new").exists());
}

#[test]
fn the_server_s_own_permissions_are_reported() {
    if ran_as_nobody("the_server_s_own_permissions_are_reported") {
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
