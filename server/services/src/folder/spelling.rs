//! Paths as the disk spells them.
//!
//! A name with an accent has more than one spelling in Unicode, and most file systems tell them
//! apart: what was copied from a Mac is decomposed (NFD), what people type is composed (NFC). What is
//! on the disk is used as it is. Only what is yet to be made is spelt in form C.

use std::io;
use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use model::{FieldError, FolderTrouble, HomeDirectory, WebspaceRoot};
use unicode_normalization::UnicodeNormalization;

/// Entries among which the names of one path are looked for in another spelling, in all its folders.
const MAX_ENTRIES: usize = 20_000;

/// Where a home directory is below the webspace root, or would be made.
///
/// What cannot be looked into is as it was typed: opening it says why.
pub(super) fn below_root(webspace: &Dir, home: &HomeDirectory) -> PathBuf {
    let is_there = |path: &Path| webspace.symlink_metadata(path).map(drop);
    let names_in = |path: &Path, limit| {
        let folder = match path.as_os_str().is_empty() {
            true => webspace.try_clone()?,
            false => webspace.open_dir(path)?,
        };
        let names = folder.entries()?.take(limit);
        Ok(names
            .map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect())
    };
    let path = spell(PathBuf::new(), home.components(), is_there, names_in);
    match path.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => path,
    }
}

/// A home directory as the disk spells it.
///
/// # Errors
/// If the name that the disk has is none that a home directory can have.
pub(super) fn spelt(webspace: &Dir, home: &HomeDirectory) -> Result<HomeDirectory, FieldError> {
    let path = Path::new("/").join(below_root(webspace, home));
    read(&path.components().collect::<PathBuf>())
}

/// A webspace root as the disk spells it.
///
/// # Errors
/// If the name that the disk has is none that a webspace root can have.
pub(crate) fn spelt_root(root: &WebspaceRoot) -> Result<WebspaceRoot, FieldError> {
    let components = root.as_str().split('/').filter(|part| !part.is_empty());
    let is_there = |path: &Path| path.symlink_metadata().map(drop);
    let names_in = |path: &Path, limit| {
        let names = path.read_dir()?.take(limit);
        Ok(names
            .map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect())
    };
    read(&spell(PathBuf::from("/"), components, is_there, names_in))
}

fn read<Value: std::str::FromStr>(path: &Path) -> Result<Value, FieldError> {
    let text = path.to_str().and_then(|text| text.parse().ok());
    text.ok_or_else(|| FolderTrouble::NameRefused.into())
}

/// Goes from folder to folder: by the very bytes of a name if something has it, else by the only
/// name that is the same in form C.
fn spell<'a>(
    start: PathBuf,
    mut components: impl Iterator<Item = &'a str>,
    is_there: impl Fn(&Path) -> io::Result<()>,
    names_in: impl Fn(&Path, usize) -> io::Result<Vec<Option<String>>>,
) -> PathBuf {
    let mut path = start;
    let mut left = MAX_ENTRIES;
    while let Some(component) = components.next() {
        match is_there(&path.join(component)) {
            Ok(()) => path.push(component),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let composed: String = component.nfc().collect();
                let names = match component.is_ascii() {
                    true => Vec::new(),
                    false => names_in(&path, left).unwrap_or_default(),
                };
                left -= names.len();
                let names = names.into_iter().flatten().collect();
                if let Some(name) = other_spelling(&composed, names) {
                    path.push(name);
                } else {
                    path.push(composed);
                    path.extend(components.map(|component| component.nfc().collect::<String>()));
                    return path;
                }
            }
            Err(_) => {
                path.push(component);
                path.extend(components);
                return path;
            }
        }
    }
    path
}

fn other_spelling(composed: &str, mut names: Vec<String>) -> Option<String> {
    names.retain(|name| name.nfc().eq(composed.chars()));
    if names.iter().any(|name| name == composed) {
        return Some(composed.to_owned());
    }
    names.pop().filter(|_| names.is_empty())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::symlink;

    use model::HomePreview;

    use super::super::test_webspace::{home, webspace};
    use super::super::{create_home, exclusive_folder, list, open_home, preview};
    use super::*;

    const NFC: &str = "\u{e9}t\u{e9}";
    const NFD: &str = "e\u{301}te\u{301}";
    const MIXED: &str = "e\u{301}t\u{e9}";

    #[test]
    fn a_folder_in_another_spelling_is_the_one_that_is_meant_wherever_a_path_is_given() {
        let (_folder, webspace) = webspace();
        let inner = webspace.path().join(NFD).join("a").join(NFD);
        fs::create_dir_all(inner.join("photos")).unwrap();
        let typed = home(&format!("/{NFC}/a/{MIXED}"));
        let on_disk = home(&format!("/{NFD}/a/{NFD}"));
        let created = create_home(&webspace, &typed).unwrap();
        assert!(!created.any());
        assert_eq!(*created.home(), on_disk);
        assert!(open_home(&webspace, &typed).is_ok());
        let listed = list(&webspace, &typed).unwrap();
        assert_eq!((listed.path, listed.folders.len()), (on_disk.clone(), 1));
        let seen = preview(&webspace, &typed);
        assert!(
            matches!(seen, HomePreview::There { count: 1, .. }),
            "{seen:?}"
        );
        let exclusive = exclusive_folder(&webspace, &typed, &[]).unwrap();
        assert_eq!(exclusive, Path::new(on_disk.below_root()));
        let other = model::AccountName::parse("other").unwrap();
        let shared = exclusive_folder(&webspace, &typed, &[(other, on_disk)]);
        assert!(shared.is_err());
        assert_eq!(webspace.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn what_is_missing_is_made_in_form_c_in_what_is_there() {
        let (_folder, webspace) = webspace();
        fs::create_dir(webspace.path().join(NFD)).unwrap();
        let created = create_home(&webspace, &home(&format!("/{NFC}/{NFD}/{NFD}"))).unwrap();
        assert_eq!(*created.home(), home(&format!("/{NFD}/{NFC}/{NFC}")));
        assert!(webspace.path().join(NFD).join(NFC).join(NFC).is_dir());
    }

    #[test]
    fn of_two_spellings_the_very_one_is_taken() {
        let (_folder, webspace) = webspace();
        for name in [NFC, NFD] {
            fs::create_dir(webspace.path().join(name)).unwrap();
        }
        let opened = webspace.try_enter(Ok).unwrap();
        for (typed, found) in [(NFC, NFC), (NFD, NFD), (MIXED, NFC)] {
            let found_at = below_root(&opened, &home(&format!("/{typed}")));
            assert_eq!(found_at, Path::new(found), "{typed:?}");
        }
    }

    #[test]
    fn a_webspace_root_and_a_link_are_found_too() {
        let (folder, webspace) = webspace();
        fs::create_dir(folder.path().join(NFD)).unwrap();
        symlink("webspace", folder.path().join(format!("{NFD}-link"))).unwrap();
        let spelt = |name: &str| {
            let root = folder.path().join(name);
            let root = WebspaceRoot::parse(root.to_str().unwrap()).unwrap();
            let spelt = spelt_root(&root).unwrap();
            let name = Path::new(spelt.as_str()).file_name().unwrap();
            name.to_str().unwrap().to_owned()
        };
        assert_eq!(spelt(NFC), NFD);
        assert_eq!(spelt(&format!("{NFC}-link")), format!("{NFD}-link"));
        assert_eq!(spelt(&format!("{NFD}-new")), format!("{NFC}-new"));
        assert_eq!(
            spelt("webspace"),
            webspace.path().file_name().unwrap().to_str().unwrap()
        );
    }
}
