//! Running other programs: Cargo, and the tools that npm installs.

use std::io;
use std::process::{Child, Command, ExitStatus};

/// Why another program did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgramError {
    /// Mostly because it is not installed.
    #[error("cannot run {program} ({error}); `make setup` installs what is missing")]
    Start { program: String, error: io::Error },
    /// It has said why itself.
    #[error("{program} failed: {status}")]
    Failed { program: String, status: ExitStatus },
}

/// Starts a program.
///
/// # Errors
/// If it cannot be started.
pub(crate) fn start(command: &mut Command) -> Result<Running, ProgramError> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.spawn() {
        Ok(child) => Ok(Running { program, child }),
        Err(error) => Err(ProgramError::Start { program, error }),
    }
}

/// Runs a program to its end.
///
/// # Errors
/// If it cannot be started or fails.
pub(crate) fn run(command: &mut Command) -> Result<(), ProgramError> {
    start(command)?.wait()
}

/// A program at work.
pub(crate) struct Running {
    program: String,
    /// Its process.
    pub(crate) child: Child,
}

impl Running {
    /// Waits for its end. What it wrote to a captured standard error is only told if it fails.
    ///
    /// # Errors
    /// If it fails.
    pub(crate) fn wait(self) -> Result<(), ProgramError> {
        let program = self.program;
        match self.child.wait_with_output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => {
                eprint!("{}", String::from_utf8_lossy(&output.stderr));
                let status = output.status;
                Err(ProgramError::Failed { program, status })
            }
            Err(error) => Err(ProgramError::Start { program, error }),
        }
    }
}
