//! Why a command did nothing.

use std::io;
use std::path::PathBuf;

use model::{AppError, Field, FieldError, FieldErrors, LinkDelivery, Login};
use services::store::OpenError;

use crate::application::StartError;
use crate::backup::BackupError;
use crate::export::{ExportError, OwnerMissing};
use crate::listeners::ListenError;
use crate::mail::MailSettingsError;
use crate::settings::SettingsError;

/// Why a command did nothing. Printed on standard error, with exit code 1.
#[derive(Debug)]
pub(super) enum CommandError {
    /// A form or a use case refused.
    App(AppError),
    /// The server does not start.
    Start(StartError),
    /// The sockets that systemd hands over cannot be used.
    Listen(ListenError),
    /// The database cannot be opened.
    Open(OpenError),
    /// The password was typed differently the second time.
    PasswordsDiffer,
    /// Whose token is meant is not said, and there is not one administrator but these.
    SeveralAdministrators(Vec<Login>),
    /// An expiry was given as a default.
    NoDefaultExpiry,
    /// The settings cannot be used.
    Settings(SettingsError),
    /// No settings file would be read.
    NoSettingsFile,
    /// There is no terminal to ask for a password at.
    NoTerminal,
    /// A webspace root lies below none of these folders.
    OutsideBases(Vec<String>),
    /// There is no backup.
    Backup(BackupError),
    /// The backup in this file was not restored.
    Restore(String, BackupError),
    /// A backup would go to the terminal.
    BackupToTerminal,
    /// The file to export to is there already.
    ExportExists(PathBuf),
    /// The file to export to cannot be written.
    ExportUnwritable(PathBuf, io::Error),
    /// The program needs to know whom files belong to, and nothing says so.
    OwnerMissing(&'static str),
    /// A link is to be mailed, and the settings of that cannot be used.
    Mail(MailSettingsError),
    /// A link is to be mailed, and the settings name no mail server.
    NoMailServer,
    /// A link is to be mailed to somebody who has no address.
    NoAddress(Login),
    /// A link was made and printed, and not mailed.
    LinkNotMailed(LinkDelivery),
    /// The checks found a problem, or not all could be written; that has been told.
    ProblemFound,
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// The system failed.
    System(io::Error),
}

impl From<AppError> for CommandError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<FieldErrors> for CommandError {
    fn from(errors: FieldErrors) -> Self {
        Self::App(errors.into())
    }
}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<ListenError> for CommandError {
    fn from(error: ListenError) -> Self {
        Self::Listen(error)
    }
}

impl From<SettingsError> for CommandError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}

impl From<OwnerMissing> for CommandError {
    fn from(OwnerMissing(program): OwnerMissing) -> Self {
        Self::OwnerMissing(program)
    }
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        Self::System(io::Error::other(error))
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<BackupError> for CommandError {
    fn from(error: BackupError) -> Self {
        Self::Backup(error)
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        Self::System(error.into())
    }
}

/// The value of one argument; an error of it is that of `field`.
pub(super) fn parsed<Value, Error: Into<FieldError>>(
    field: Field,
    parsed: Result<Value, Error>,
) -> Result<Value, CommandError> {
    parsed.map_err(|error| CommandError::App(AppError::at(field, error)))
}
