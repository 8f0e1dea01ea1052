//! `berth man-pages`, which the packages are built with.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::Cli;
use super::error::CommandError;

/// Where to.
#[derive(Args)]
pub(super) struct Options {
    /// Where to; the folder is there already
    folder: PathBuf,
}

impl Options {
    /// Writes them.
    pub(super) fn execute(&self) -> Result<(), CommandError> {
        Ok(clap_mangen::generate_to(Cli::command(), &self.folder)?)
    }
}
