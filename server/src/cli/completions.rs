//! `berth completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::error::CommandError;
use super::output::print_line;

/// Which shell.
#[derive(Args)]
pub(super) struct Options {
    /// The shell that reads them
    shell: Shell,
}

impl Options {
    /// Prints what the shell reads at its start.
    pub(super) fn execute(&self) -> Result<(), CommandError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "berth", &mut script);
        print_line(&String::from_utf8_lossy(&script))
    }
}
