//! Joining the stylesheets.

use std::path::Path;
use std::process::Command;

use crate::optimise::outfile;
use crate::program::{self, ProgramError};
use crate::speed::Speed;

/// Names the others, in the order of the cascade.
const MAIN: &str = "style/main.css";

/// The stylesheet of all pages.
const STYLESHEET: &str = "berth.css";

/// Joins the files that [`MAIN`] imports, in its order, into one in `folder`.
///
/// # Errors
/// If `esbuild` is missing, or a file is missing or no CSS.
pub(crate) fn join(speed: Speed, folder: &Path) -> Result<(), ProgramError> {
    let mut esbuild = Command::new("esbuild");
    esbuild
        .args(["--bundle", "--log-level=warning"])
        .arg(MAIN)
        .arg(outfile(&folder.join(STYLESHEET)));
    if speed.is_small() {
        esbuild.arg("--minify");
    }
    program::run(&mut esbuild)
}
