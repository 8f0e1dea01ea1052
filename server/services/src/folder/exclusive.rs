//! Whether a folder belongs to one account alone.

use std::io;
use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use model::{AccountName, FilesStay, HomeDirectory};

use super::error::leaves_root;
use super::path::{named_components, nested};
use super::spelling;
use super::webspace_root::Webspace;

/// The folder of an account, if no other account's is the same, inside it or around it: its path
/// below the webspace root, symlinks resolved. `others` are the other accounts' home directories.
pub(crate) fn exclusive_folder(
    webspace: &Webspace,
    home: &HomeDirectory,
    others: &[(AccountName, HomeDirectory)],
) -> Result<PathBuf, FilesStay> {
    webspace.run(
        |_| FilesStay::Unreachable,
        |root| exclusive_below(&root, home, others),
    )
}

fn exclusive_below(
    webspace: &Dir,
    home: &HomeDirectory,
    others: &[(AccountName, HomeDirectory)],
) -> Result<PathBuf, FilesStay> {
    match webspace.open_dir(spelling::below_root(webspace, home)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FilesStay::Missing),
        Err(_) => return Err(FilesStay::Unreachable),
    }
    let own = real_home(webspace, home).map_err(|_| FilesStay::Unreachable)?;
    if own.as_os_str().is_empty() {
        return Err(FilesStay::WebspaceRoot);
    }
    let path = Path::new(home.as_str());
    for (name, other) in others {
        let shared = || FilesStay::SharedWith(name.clone());
        if nested(path, Path::new(other.as_str())) {
            return Err(shared());
        }
        match real_home(webspace, other) {
            Ok(other) if nested(&own, &other) => return Err(shared()),
            // What leads out of the webspace is not below a folder in it.
            Ok(_) => {}
            Err(error) if leaves_root(&error) => {}
            Err(_) => return Err(FilesStay::Unclear(name.clone())),
        }
    }
    Ok(own)
}

/// Where a home directory lies below the webspace root, symlinks resolved as far as it exists.
fn real_home(webspace: &Dir, home: &HomeDirectory) -> io::Result<PathBuf> {
    let path = &spelling::below_root(webspace, home);
    for ancestor in path.ancestors() {
        let found = if ancestor.as_os_str().is_empty() {
            webspace.canonicalize(".")
        } else {
            webspace.canonicalize(ancestor)
        };
        match found {
            Ok(real) => {
                let rest = path.strip_prefix(ancestor).unwrap_or(path);
                let real = named_components(&real).chain(named_components(rest));
                return Ok(real.collect());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(named_components(path).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::os::unix::fs::symlink;

    use super::super::create_home;
    use super::super::test_webspace::{home, webspace};
    use super::*;

    #[test]
    fn a_folder_is_exclusive_if_no_other_account_is_at_it_in_it_or_around_it() {
        let (_folder, root) = webspace();
        let below = |name: &str| root.path().join(name);
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
            exclusive_folder(&root, &home(path), &others)
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
}
