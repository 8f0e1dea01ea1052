//! Making WebAssembly and scripts small.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::files::{self, FileError};
use crate::program::{self, ProgramError};

/// Why something could not be made small.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OptimiseError {
    #[error(transparent)]
    Program(#[from] ProgramError),
    #[error(transparent)]
    File(#[from] FileError),
}

/// Optimises every module, and takes what no browser needs from every script.
///
/// # Errors
/// If `wasm-opt` or `esbuild` is missing or fails.
pub(crate) fn optimise(folder: &Path) -> Result<(), OptimiseError> {
    let mut running = Vec::new();
    for file in files::list_below(folder)? {
        let mut tool = match file.extension().and_then(OsStr::to_str) {
            Some("wasm") => wasm_opt(&file),
            Some("js") => minify(&file),
            _ => continue,
        };
        // A handful of files: all at once.
        running.push(program::start(&mut tool)?);
    }
    for tool in running {
        tool.wait()?;
    }
    Ok(())
}

fn wasm_opt(module: &Path) -> Command {
    let mut wasm_opt = Command::new("wasm-opt");
    wasm_opt
        .arg("-Oz")
        // What the compiler uses, and every browser has had since 2021.
        .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
        .arg(module)
        .arg("-o")
        .arg(module)
        // It warns of names in the groups that it does not know, and takes out with all others.
        .stderr(Stdio::piped());
    wasm_opt
}

fn minify(script: &Path) -> Command {
    let mut esbuild = Command::new("esbuild");
    esbuild
        .args(["--minify", "--log-level=warning", "--allow-overwrite"])
        .arg(script)
        .arg(outfile(script));
    esbuild
}

/// esbuild's option that names the file to write.
pub(crate) fn outfile(file: &Path) -> OsString {
    let mut option = OsString::from("--outfile=");
    option.push(file);
    option
}
