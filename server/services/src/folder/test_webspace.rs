//! A webspace on disk for the tests of this folder.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;

use model::{HomeDirectory, WebspaceRoot};
use tempfile::TempDir;

/// An empty webspace, in a folder of its own that is removed with the first of the two.
pub(super) fn webspace() -> (TempDir, WebspaceRoot) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("webspace");
    fs::create_dir(&root).unwrap();
    let root = WebspaceRoot::parse(root.to_str().unwrap()).unwrap();
    (folder, root)
}

/// The home directory at a path.
pub(super) fn home(path: &str) -> HomeDirectory {
    HomeDirectory::parse(path).unwrap()
}
