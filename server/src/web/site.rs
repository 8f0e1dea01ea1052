//! The site's folder, as the build of the browser's half leaves it.

use std::path::{Path, PathBuf};

use super::files::PACKAGE;

/// What the files are called that the build makes.
pub(super) const NAME: &str = "berth";

/// A site's folder that has all that pages need.
#[derive(Clone, Debug)]
pub struct Site {
    folder: PathBuf,
    package: String,
}

/// Files that pages need are missing.
#[derive(Debug, thiserror::Error)]
#[error(
    "the panel's own files are missing in {folder}: {missing}. Build them with “make build”, or say with BERTH_SITE_DIR where they are"
)]
pub struct SiteError {
    folder: String,
    /// With commas between.
    missing: String,
}

impl Site {
    /// Looks for the newest build in a site's folder. It is looked for once: pages of this program
    /// go with the files of its build.
    ///
    /// The build names each folder by a hash of all that is in it, and writes the newest one's
    /// name into `pkg/current`.
    ///
    /// # Errors
    /// If a file is missing that every page names.
    pub fn open(folder: PathBuf) -> Result<Self, SiteError> {
        let current = format!("{PACKAGE}/current");
        let package = match std::fs::read_to_string(folder.join(&current)) {
            Ok(name) => format!("{PACKAGE}/{}", name.trim()),
            Err(_) => return Err(SiteError::new(&folder, &[current])),
        };
        let site = Self { folder, package };
        let mut missing = site.needed();
        missing.retain(|file| !site.folder.join(file).is_file());
        if missing.is_empty() {
            Ok(site)
        } else {
            Err(SiteError::new(&site.folder, &missing))
        }
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the newest build's files, such as `pkg/0123456789abcdef`.
    pub(super) fn package(&self) -> &str {
        &self.package
    }

    /// The newest build's stylesheet, below the site's folder and in addresses.
    pub(super) fn stylesheet(&self) -> String {
        format!("{}/{NAME}.css", self.package)
    }

    /// The script that loads the WebAssembly.
    pub(super) fn script(&self) -> String {
        format!("{}/{NAME}.js", self.package)
    }

    /// The WebAssembly.
    pub(super) fn wasm(&self) -> String {
        format!("{}/{NAME}_bg.wasm", self.package)
    }

    /// What every page names.
    fn needed(&self) -> Vec<String> {
        let icon = "favicon.svg".to_owned();
        vec![self.stylesheet(), self.script(), self.wasm(), icon]
    }
}

impl SiteError {
    fn new(folder: &Path, missing: &[String]) -> Self {
        Self {
            folder: folder.display().to_string(),
            missing: missing.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let base = tempfile::tempdir().expect("a folder");
        let site = base.path().join("site");
        let open = || Site::open(site.clone()).map_err(|error| error.to_string());
        let missing = |error: Result<Site, String>| {
            let sentence = error.expect_err("something is missing");
            let named = sentence
                .strip_prefix(&format!(
                    "the panel's own files are missing in {}: ",
                    site.display()
                ))
                .and_then(|rest| rest.split_once(". Build them"));
            named.expect("a sentence").0.to_owned()
        };
        assert_eq!(missing(open()), "pkg/current");

        std::fs::create_dir_all(site.join("pkg/0123456789abcdef")).expect("a folder");
        let write = |file: &str, contents: &str| {
            std::fs::write(site.join(file), contents).expect("writable");
        };
        write("pkg/current", "0123456789abcdef\n");
        for file in ["pkg/0123456789abcdef/berth.css", "favicon.svg"] {
            write(file, "");
        }
        assert_eq!(
            missing(open()),
            "pkg/0123456789abcdef/berth.js, pkg/0123456789abcdef/berth_bg.wasm"
        );

        for file in ["berth.js", "berth_bg.wasm"] {
            write(&format!("pkg/0123456789abcdef/{file}"), "");
        }
        let site = open().expect("a whole site");
        assert_eq!(site.package(), "pkg/0123456789abcdef");
    }
}
