//! A build, step by step.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::bind::{self, BindError};
use crate::compile::{self, CompileError};
use crate::compress;
use crate::files::{self, FileError};
use crate::optimise::{self, OptimiseError};
use crate::program::ProgramError;
use crate::site;
use crate::speed::Speed;
use crate::split::{self, SplitError};
use crate::stylesheet;

/// Files that are served as they are, at the site's root.
const ASSETS: &str = "style/assets";

/// npm's tools, each with its version.
const TOOLS: &str = "end2end/package-lock.json";

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BuildError {
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error(transparent)]
    Split(#[from] SplitError),
    #[error(transparent)]
    Bind(#[from] BindError),
    #[error(transparent)]
    Optimise(#[from] OptimiseError),
    #[error("cannot join the stylesheets: {0}")]
    Stylesheet(#[from] ProgramError),
    #[error(transparent)]
    File(#[from] FileError),
}

/// Builds the browser's half into a site's folder, and tells which folder of it is the new one.
///
/// # Errors
/// If it does not compile, a tool is missing or a file cannot be written. The site then still
/// has the build before.
pub(crate) fn build(speed: Speed, site: &Path) -> Result<PathBuf, BuildError> {
    let work = speed.work_folder();
    let (modules, styles, assets) = (
        work.join("modules"),
        work.join("styles"),
        work.join("assets"),
    );
    let wasm = compile::frontend(speed)?;
    build_modules(speed, &wasm, &modules)?;

    files::empty(&styles)?;
    stylesheet::join(speed, &styles)?;
    files::empty(&assets)?;
    files::copy(Path::new(ASSETS), &assets)?;
    if speed.is_small() {
        compress::folder(&styles)?;
        compress::folder(&assets)?;
    }
    Ok(site::publish(&[&modules, &styles], &assets, site)?)
}

/// Makes of the compiler's WebAssembly what a browser loads, unless that was made of the very
/// same one before.
fn build_modules(speed: Speed, wasm: &Path, modules: &Path) -> Result<(), BuildError> {
    let wasm = fs::read(wasm).map_err(FileError::at(wasm))?;
    let source = fingerprint(&wasm)?;
    let stamp = modules.with_extension("source");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == source) {
        return Ok(());
    }
    // What follows may break off, and is then not what it was made of.
    files::remove(&stamp)?;
    files::empty(modules)?;
    let main = modules.with_extension("main.wasm");
    split::split(&wasm, modules, &main)?;
    bind::bind(&main, modules)?;
    if speed.is_small() {
        optimise::optimise(modules)?;
        compress::folder(modules)?;
    }
    Ok(files::replace(&stamp, source.as_bytes())?)
}

/// Changes with the compiler's WebAssembly and with all that works on it.
fn fingerprint(wasm: &[u8]) -> Result<String, FileError> {
    let itself = Path::new("/proc/self/exe");
    let mut hash = Sha256::new();
    hash.update(fs::read(TOOLS).map_err(FileError::at(TOOLS))?);
    hash.update(fs::read(itself).map_err(FileError::at(itself))?);
    hash.update(wasm);
    Ok(HEXLOWER.encode(&hash.finalize()))
}
