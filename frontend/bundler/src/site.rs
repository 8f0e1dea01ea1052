//! The site's folder, as the server serves it.
//!
//! `pkg/<hash>/` has a build's files, named by the hash of all of them: no file is renamed, no
//! import rewritten, and a page never meets files of another build. `pkg/current` has the name of
//! the newest; older ones go. A page that was open while a new program was installed is loaded anew
//! when it asks for a file that went.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::files::{self, FileError};

/// The folder of builds.
const PACKAGES: &str = "pkg";

/// The file with the newest build's name.
const CURRENT: &str = "current";

/// Bytes of the hash that names a folder: enough that no two builds ever share one.
const HASH_BYTES: usize = 16;

/// Puts a new build into the site, and tells its folder.
///
/// What is in `package` goes into the build's own folder, what is in `assets` to the site's root.
///
/// # Errors
/// If a file cannot be read or written. The build before is then still the newest.
pub(crate) fn publish(package: &[&Path], assets: &Path, site: &Path) -> Result<PathBuf, FileError> {
    let packages = site.join(PACKAGES);
    let name = hash(package)?;
    let newest = packages.join(&name);
    if !newest.is_dir() {
        let new = packages.join("new");
        files::empty(&new)?;
        for folder in package {
            files::copy(folder, &new)?;
        }
        fs::rename(&new, &newest).map_err(FileError::at(&newest))?;
    }
    put_assets(assets, site)?;
    files::replace(&packages.join(CURRENT), name.as_bytes())?;
    remove_older(&packages, &newest)?;
    Ok(newest)
}

/// The newest build's folder.
///
/// # Errors
/// If there is none.
pub(crate) fn newest(site: &Path) -> Result<PathBuf, FileError> {
    let packages = site.join(PACKAGES);
    let current = packages.join(CURRENT);
    let name = fs::read_to_string(&current).map_err(FileError::at(&current))?;
    Ok(packages.join(name.trim()))
}

/// Changes with the name and the contents of every file in the folders.
fn hash(folders: &[&Path]) -> Result<String, FileError> {
    let mut hash = Sha256::new();
    for folder in folders {
        for file in files::list_below(folder)? {
            let contents = fs::read(&file).map_err(FileError::at(&file))?;
            let name = file.strip_prefix(folder).unwrap_or(&file);
            // With its length before each, no two sets of files read alike.
            for part in [name.as_os_str().as_encoded_bytes(), &contents] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
    }
    Ok(HEXLOWER.encode(&hash.finalize()[..HASH_BYTES]))
}

/// Makes the site's root what `assets` is, file by file, since it may be served meanwhile.
fn put_assets(assets: &Path, site: &Path) -> Result<(), FileError> {
    let new = files::list(assets)?;
    for file in &new {
        let contents = fs::read(file).map_err(FileError::at(file))?;
        files::replace(&site.join(file.file_name().unwrap_or_default()), &contents)?;
    }
    for old in files::list(site)? {
        let is_asset = new.iter().any(|new| new.file_name() == old.file_name());
        if !is_asset && !old.ends_with(PACKAGES) {
            files::remove(&old)?;
        }
    }
    Ok(())
}

/// Keeps the newest build alone.
fn remove_older(packages: &Path, newest: &Path) -> Result<(), FileError> {
    for other in files::list(packages)? {
        if other != newest && !other.ends_with(CURRENT) {
            files::remove(&other)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Publishes a build of one file and one asset.
    fn publish_one(base: &Path, contents: &str, asset: &str) -> PathBuf {
        let (package, assets) = (base.join("package"), base.join("assets"));
        for (folder, name, contents) in
            [(&package, "berth.js", contents), (&assets, asset, "asset")]
        {
            files::empty(folder).expect("a folder");
            fs::write(folder.join(name), contents).expect("writable");
        }
        publish(&[&package], &assets, &base.join("site")).expect("published")
    }

    fn names(folder: &Path) -> Vec<String> {
        let paths = files::list(folder).expect("readable");
        let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
        names.map(str::to_owned).collect()
    }

    #[test]
    fn a_build_is_named_by_its_contents_and_found_as_the_newest() {
        let base = tempfile::tempdir().expect("a folder");
        let site = base.path().join("site");
        let first = publish_one(base.path(), "1", "favicon.svg");
        assert_eq!(newest(&site).expect("there"), first);
        assert_eq!(names(&first), ["berth.js"]);

        let second = publish_one(base.path(), "2", "favicon.svg");
        assert_ne!(second, first);
        assert_eq!(newest(&site).expect("there"), second);
        // A build of what was built before has its name again.
        assert_eq!(publish_one(base.path(), "1", "favicon.svg"), first);
        assert_eq!(newest(&site).expect("there"), first);
    }

    #[test]
    fn only_the_newest_build_stays() {
        let base = tempfile::tempdir().expect("a folder");
        let first = publish_one(base.path(), "1", "favicon.svg");
        let second = publish_one(base.path(), "2", "favicon.svg");
        assert!(!first.exists());
        let name = second.file_name().expect("a name").to_string_lossy();
        let mut found = names(&base.path().join("site/pkg"));
        found.sort();
        let mut expected = [CURRENT, &*name];
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_asset_that_is_no_more_is_served_no_more() {
        let base = tempfile::tempdir().expect("a folder");
        publish_one(base.path(), "1", "old.svg");
        publish_one(base.path(), "1", "new.svg");
        assert_eq!(names(&base.path().join("site")), ["new.svg", "pkg"]);
    }

    #[test]
    fn a_file_s_name_counts_too() {
        let base = tempfile::tempdir().expect("a folder");
        let hashes = [("ab", "c"), ("a", "bc")].map(|(name, contents)| {
            files::empty(base.path()).expect("a folder");
            fs::write(base.path().join(name), contents).expect("writable");
            hash(&[base.path()]).expect("readable")
        });
        assert_ne!(hashes[0], hashes[1]);
    }
}
