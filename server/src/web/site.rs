//! The panel's own files: the WebAssembly, the stylesheet, the icon.
//!
//! They are part of the program, as the build of the browser's half left them, and served from
//! memory. While one works on Berth they come from a folder instead (`BERTH_SITE_DIR`).

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;

use super::embedded_site;
use super::site_file::SiteFile;

/// What the files are called that the build makes.
pub(super) const NAME: &str = "berth";

/// The folder of what the build makes, in the site and in addresses.
pub(super) const PACKAGE: &str = "pkg";

/// The file that names the newest build's folder.
const CURRENT: &str = "pkg/current";

/// The panel's own files, all that pages need. Clones share them.
#[derive(Clone, Debug)]
pub struct Site(Arc<Contents>);

#[derive(Debug)]
struct Contents {
    /// By path: `pkg/0123456789abcdef/berth.js`.
    files: HashMap<String, SiteFile>,
    package: String,
}

/// Files that pages need are missing.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// In the folder of the settings.
    #[error(
        "the panel's own files are missing in {folder}: {missing}. Build them with “make build”, or correct BERTH_SITE_DIR"
    )]
    Missing {
        /// The folder.
        folder: String,
        /// Which files, with commas between.
        missing: String,
    },
    /// The folder of the settings cannot be read.
    #[error("cannot read the panel's own files in {folder}: {source}. Correct BERTH_SITE_DIR")]
    Unreadable {
        /// The folder.
        folder: String,
        /// What the system says.
        source: io::Error,
    },
    /// The program was compiled without them.
    #[error(
        "this program was built without the panel's own files. Build it with “make build”, or say with BERTH_SITE_DIR where they are"
    )]
    NotEmbedded,
}

impl Site {
    /// The files that are part of the program.
    ///
    /// # Errors
    /// If it was compiled without them.
    pub fn embedded() -> Result<Self, SiteError> {
        Self::new(embedded_site::files()).map_err(|_| SiteError::NotEmbedded)
    }

    /// The files of a folder. They are read once: pages of this program go with the files of its
    /// build.
    ///
    /// # Errors
    /// If a file is missing that every page names, or one cannot be read.
    pub fn open(folder: &Path) -> Result<Self, SiteError> {
        let name = || folder.display().to_string();
        let mut files = HashMap::new();
        if folder.join(CURRENT).is_file() {
            read_below(folder, folder, &mut files).map_err(|source| SiteError::Unreadable {
                folder: name(),
                source,
            })?;
        }
        Self::new(files).map_err(|missing| SiteError::Missing {
            folder: name(),
            missing: missing.join(", "),
        })
    }

    /// Makes a site of all files of a folder; or tells what is missing.
    ///
    /// The build names each folder by a hash of all that is in it, and writes the newest one's
    /// name into `pkg/current`. What it leaves of older ones is not served.
    fn new(mut files: HashMap<String, Bytes>) -> Result<Self, Vec<String>> {
        let current = files.remove(CURRENT);
        let current = current
            .as_deref()
            .and_then(|name| str::from_utf8(name).ok());
        let Some(current) = current else {
            return Err(vec![CURRENT.to_owned()]);
        };
        let package = format!("{PACKAGE}/{}", current.trim());
        let is_served = |path: &str| match path.rsplit_once('/') {
            Some((folder, _)) => folder == package || folder.starts_with(&format!("{package}/")),
            None => true,
        };
        files.retain(|path, _| is_served(path));
        let site = Self(Arc::new(Contents {
            files: SiteFile::with_variants(files),
            package,
        }));
        let mut missing = site.needed();
        missing.retain(|file| site.file(file).is_none());
        if missing.is_empty() {
            Ok(site)
        } else {
            Err(missing)
        }
    }

    /// The file at a path below the site's root, such as `favicon.svg`.
    pub(super) fn file(&self, path: &str) -> Option<&SiteFile> {
        self.0.files.get(path)
    }

    /// The folder of the build's files, such as `pkg/0123456789abcdef`.
    pub(super) fn package(&self) -> &str {
        &self.0.package
    }

    /// The stylesheet, below the site's root and in addresses.
    pub(super) fn stylesheet(&self) -> String {
        format!("{}/{NAME}.css", self.package())
    }

    /// The script that loads the WebAssembly.
    pub(super) fn script(&self) -> String {
        format!("{}/{NAME}.js", self.package())
    }

    /// The WebAssembly.
    pub(super) fn wasm(&self) -> String {
        format!("{}/{NAME}_bg.wasm", self.package())
    }

    /// What every page names.
    fn needed(&self) -> Vec<String> {
        let icon = "favicon.svg".to_owned();
        vec![self.stylesheet(), self.script(), self.wasm(), icon]
    }
}

/// Reads every file below `folder`, by its path below `site`.
fn read_below(site: &Path, folder: &Path, files: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.is_dir() {
            read_below(site, &path, files)?;
        } else if let Some(name) = path.strip_prefix(site).ok().and_then(Path::to_str) {
            files.insert(name.to_owned(), fs::read(&path)?.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let base = tempfile::tempdir().expect("a folder");
        let site = base.path().join("site");
        let missing = || match Site::open(&site) {
            Err(SiteError::Missing { missing, .. }) => Some(missing),
            _ => None,
        };
        assert_eq!(missing().as_deref(), Some("pkg/current"));

        std::fs::create_dir_all(site.join("pkg/0123456789abcdef")).expect("a folder");
        let write = |file: &str, contents: &str| {
            std::fs::write(site.join(file), contents).expect("writable");
        };
        write("pkg/current", "0123456789abcdef\n");
        for file in ["pkg/0123456789abcdef/berth.css", "favicon.svg"] {
            write(file, "");
        }
        assert_eq!(
            missing().as_deref(),
            Some("pkg/0123456789abcdef/berth.js, pkg/0123456789abcdef/berth_bg.wasm")
        );

        for file in ["berth.js", "berth_bg.wasm"] {
            write(&format!("pkg/0123456789abcdef/{file}"), "");
        }
        let site = Site::open(&site).expect("a whole site");
        assert_eq!(site.package(), "pkg/0123456789abcdef");
    }

    #[test]
    fn a_program_that_was_built_without_the_files_says_so() {
        // As tests are.
        assert!(matches!(Site::embedded(), Err(SiteError::NotEmbedded)));
    }
}
