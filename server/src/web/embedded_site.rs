//! The site that is part of the program: see `build.rs`.

use std::collections::HashMap;

use axum::body::Bytes;
use include_dir::{Dir, include_dir};

static EMBEDDED_SITE: Dir<'_> = include_dir!("$EMBEDDED_SITE");

/// Every file by its path. There are none if the program was compiled without a site.
pub(super) fn files() -> HashMap<String, Bytes> {
    let mut files = HashMap::new();
    add(&EMBEDDED_SITE, &mut files);
    files
}

fn add(folder: &'static Dir<'_>, files: &mut HashMap<String, Bytes>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().into_owned();
        files.insert(path, Bytes::from_static(file.contents()));
    }
    for below in folder.dirs() {
        add(below, files);
    }
}
