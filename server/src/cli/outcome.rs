//! Why a command did nothing.

use std::io;

use app::model::{Field, FieldError, Problem};

use crate::application::StartError;
use crate::store::OpenError;

/// Why a command did nothing. Said in one sentence on standard error, with exit code 1.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A use case refused.
    Problem(Problem),
    /// The server does not start.
    Start(StartError),
    /// The database cannot be opened.
    Open(OpenError),
    /// The password was typed differently the second time.
    PasswordsDiffer,
    /// An expiry was given as a default.
    NoDefaultExpiry,
    /// There is no terminal to ask for a password at.
    NoTerminal,
    /// The system failed.
    System(io::Error),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StartError> for Refusal {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<OpenError> for Refusal {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Notes that a text of the command line breaks a rule of its field.
pub(super) fn at<Value, Error: Into<FieldError>>(
    field: Field,
    parsed: Result<Value, Error>,
) -> Result<Value, Refusal> {
    parsed.map_err(|error| Refusal::Problem(Problem::at(field, error)))
}
