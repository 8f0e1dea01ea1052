//! Splitting the WebAssembly into the main part and the groups of pages (`#[lazy]`) that are
//! loaded when they are first visited.

use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::bind::SCRIPT;
use crate::files::{self, FileError};

/// The script that loads the groups. Leptos asks for it by this name.
pub(crate) const LOADER: &str = "__wasm_split.______________________.js";

/// Which files a group needs, so that a page can have them fetched early. Leptos reads it.
pub(crate) const MANIFEST: &str = "__wasm_split_manifest.json";

/// Why the WebAssembly could not be split.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SplitError {
    #[error("cannot split the WebAssembly: {0}")]
    Transform(String),
    #[error(transparent)]
    Manifest(#[from] FileError),
}

/// Writes the groups, their loader and their manifest into `folder`, and the main part, which is
/// still to be bound, to `main`.
///
/// # Errors
/// If the WebAssembly has no relocations or names, or a file cannot be written.
pub(crate) fn split(wasm: &[u8], folder: &Path, main: &Path) -> Result<(), SplitError> {
    let main_module = format!("./{SCRIPT}");
    let link_name = format!("./{LOADER}");
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let groups = transform(options).map_err(|error| SplitError::Transform(format!("{error:#}")))?;

    // Ordered, since the folder's name is a hash of what is in it.
    let manifest: serde_json::Map<_, _> = groups
        .prefetch_map
        .into_iter()
        .map(|(group, files)| (group, files.into()))
        .collect();
    let manifest = serde_json::Value::Object(manifest).to_string();
    Ok(files::replace(&folder.join(MANIFEST), manifest.as_bytes())?)
}
