//! Backups: one file that holds the database, certificates and settings, with what they are.

mod archive;
mod create;
mod error;
mod files;
mod manifest;
mod part;
mod pending;
mod restore;

use std::io;

use crate::config::{StorageConfig, TlsConfig};

pub(crate) use create::{Destination, MadeBackup, create};
pub(crate) use error::BackupError;
pub(crate) use files::BackupFiles;
pub(crate) use restore::restore;

/// Ends a restore that was cut off after it was decided; whoever opens the data does that first.
///
/// # Errors
/// If a file cannot be moved.
pub(crate) fn finish_restore(storage: &StorageConfig) -> io::Result<()> {
    let files = BackupFiles::new(storage, &TlsConfig::default(), None);
    pending::finish(&storage.data_dir, &files.folders())
}
