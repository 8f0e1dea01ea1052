//! A webspace on disk for the tests of this folder.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ftp::RunAs;
use model::{HomeDirectory, WebspaceRoot};
use tempfile::TempDir;

use super::Webspace;
use super::policy::WebspacePolicy;
use crate::config::WebspacePlaces;

/// An empty webspace, in a folder of its own that is removed with the first of the two.
pub(crate) fn webspace() -> (TempDir, Webspace) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("webspace");
    fs::create_dir(&root).unwrap();
    let webspace = webspace_at(&root);
    (folder, webspace)
}

/// A webspace at this path, which a base is the parent of.
pub(crate) fn webspace_at(root: &Path) -> Webspace {
    let places = WebspacePlaces {
        user_home: None,
        bases: vec![root.parent().unwrap().to_owned()],
        own_folders: Vec::new(),
        own_files: Vec::new(),
    };
    let policy = WebspacePolicy::new(Path::new("/nowhere/data"), places);
    let root = WebspaceRoot::parse(root.to_str().unwrap()).unwrap();
    Webspace::new(root, Arc::new(policy), RunAs::program())
}

/// The home directory at a path.
pub(crate) fn home(path: &str) -> HomeDirectory {
    HomeDirectory::parse(path).unwrap()
}
