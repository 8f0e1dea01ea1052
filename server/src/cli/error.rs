//! Why a command did nothing.

use std::io;

use model::{AppError, Field, FieldError};

use crate::application::StartError;
use services::store::OpenError;

/// Why a command did nothing. Said in one sentence on standard error, with exit code 1.
#[derive(Debug)]
pub(super) enum CommandError {
    /// A use case refused.
    AppError(AppError),
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

impl From<AppError> for CommandError {
    fn from(problem: AppError) -> Self {
        Self::AppError(problem)
    }
}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Notes that a text of the command line breaks a rule of its field.
pub(super) fn at<Value, Error: Into<FieldError>>(
    field: Field,
    parsed: Result<Value, Error>,
) -> Result<Value, CommandError> {
    parsed.map_err(|error| CommandError::AppError(AppError::at(field, error)))
}
