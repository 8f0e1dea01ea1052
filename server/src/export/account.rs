//! An account as every format writes it, and what a format could not say of it.

use std::io;

use model::{Field, FtpAccountRow, UtcTime};
use thiserror::Error;
use zeroize::Zeroizing;

/// An account that is to be written.
pub(super) struct Account<'a> {
    /// What there is of it.
    pub(super) row: &'a FtpAccountRow,
    /// Its password's hash, if it has one that is to be written.
    pub(super) hash: Option<&'a str>,
    /// Its home directory, as an absolute path on this server.
    pub(super) home: &'a str,
    /// By which time accounts expire.
    pub(super) now: UtcTime,
}

impl Account<'_> {
    /// Whether it may not sign in, and never will by itself.
    pub(super) fn is_shut(&self) -> bool {
        let settings = &self.row.settings;
        !settings.enabled || settings.expires_at.is_some_and(|at| at <= self.now)
    }

    /// Those of these settings that are another than usual.
    pub(super) fn set_of(&self, fields: &[Field]) -> Vec<Field> {
        let usual = model::FtpAccountSettings::default();
        let settings = &self.row.settings;
        let is_set = |field: &Field| settings.value(*field) != usual.value(*field);
        fields.iter().copied().filter(is_set).collect()
    }
}

/// What was written of an account.
#[derive(Default)]
pub(crate) struct Written {
    /// Its text.
    pub(crate) text: Zeroizing<String>,
    /// The settings that hold for it and that the format does not have.
    pub(super) not_kept: Vec<Field>,
    /// Whether its hash was left out, since it is disabled or has expired and the format cannot say so.
    pub(super) is_locked: bool,
    /// What is to be said of its hash.
    pub(super) hash: HashNote,
}

/// What is to be said of a hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum HashNote {
    /// Nothing: the other program verifies it, or there is none.
    #[default]
    Fine,
    /// It is written, and the other program verifies it only where Argon2 is known.
    NeedsArgon2,
    /// It was left out, since the other program does not verify it.
    LeftOut,
}

/// Why an account was not written.
#[derive(Debug, Error)]
pub(crate) enum ExportError {
    /// Its home has a character that separates fields.
    #[error("the format cannot write the home directory {0:?}")]
    Home(String),
    /// It is no text of the format, which no account is.
    #[error(transparent)]
    System(#[from] io::Error),
}
