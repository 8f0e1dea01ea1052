//! Binding the WebAssembly to JavaScript (wasm-bindgen).

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

/// What the files are called. Leptos asks for them by it.
const NAME: &str = "berth";

/// The script that starts the WebAssembly.
pub(crate) const SCRIPT: &str = "berth.js";

/// The main part of the WebAssembly, as wasm-bindgen names it.
pub(crate) const WASM: &str = "berth_bg.wasm";

/// The WebAssembly could not be bound.
#[derive(Debug, thiserror::Error)]
#[error("cannot bind the WebAssembly to JavaScript: {0}")]
pub(crate) struct BindError(String);

/// Writes [`SCRIPT`] and [`WASM`] into `folder`.
///
/// # Errors
/// If the WebAssembly was made by another version of wasm-bindgen, or a file cannot be written.
pub(crate) fn bind(wasm: &Path, folder: &Path) -> Result<(), BindError> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(NAME)
        .typescript(false)
        .remove_producers_section(true)
        // The groups of pages link to the main part by its names.
        .keep_lld_exports(true)
        .demangle(false);
    let bind = |bindgen: &mut Bindgen| bindgen.web(true)?.generate(folder);
    bind(&mut bindgen).map_err(|error| BindError(format!("{error:#}")))
}
