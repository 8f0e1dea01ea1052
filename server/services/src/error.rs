//! Errors on their way to the caller: which ones are the program's own, and where those are logged.

use std::io;

use model::{AppError, HashNotKept};
use thiserror::Error;
use tokio::task::JoinError;

use crate::store::StoreError;

/// A failure that is no caller's fault: its cause goes to the log and nowhere else.
#[derive(Debug, Error)]
pub(crate) enum InternalError {
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// The system has no random bytes.
    #[error("no random bytes: {0}")]
    Random(#[from] getrandom::Error),
    /// A task panicked.
    #[error(transparent)]
    Task(#[from] JoinError),
    /// A snapshot of the audit trail cannot be written or read.
    #[error("a snapshot of the audit trail: {0}")]
    Snapshot(#[from] serde_json::Error),
    /// A password cannot be hashed.
    #[error("a password cannot be hashed: {0}")]
    Hash(#[from] argon2::password_hash::Error),
    /// A stored password hash is none that a password can be verified with.
    #[error("a stored password hash is unreadable: {0:?}")]
    StoredHash(HashNotKept),
    /// A secret of codes cannot be used.
    #[error("a secret of codes cannot be used: {0}")]
    Totp(#[from] totp_rs::TotpError),
    /// Passkeys cannot be asked for.
    #[error("passkeys cannot be asked for: {0}")]
    Passkey(#[from] webauthn_rs::prelude::WebauthnError),
    /// A file cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Nobody can act as the system user that files belong to.
    #[error(transparent)]
    RunAs(#[from] ftp::RunAsError),
    /// A value that is built into the program, or comes from its settings, breaks a rule of the
    /// model.
    #[error("{0:?} is refused by the model")]
    Value(String),
    /// The process has no FTP server whose address could be shown.
    #[error("this process has no FTP server to connect to")]
    NoFtpEndpoint,
}

impl From<InternalError> for AppError {
    /// The one place where internal errors are logged.
    fn from(error: InternalError) -> Self {
        tracing::error!(%error, "a use case failed");
        Self::Internal
    }
}

impl From<StoreError> for AppError {
    /// A constraint that the use case did not expect to be violated is a bug like any other.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Conflict => Self::Busy,
            StoreError::SubscriptionGone => Self::NotFound,
            error => InternalError::Store(error).into(),
        }
    }
}
