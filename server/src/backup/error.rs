//! Why there is no backup, or none was restored.

use std::io;
use std::path::{Path, PathBuf};

use services::PrepareError;
use services::store::CopyError;
use thiserror::Error;

/// Why there is no backup, or none was restored. Nothing was changed then.
#[derive(Debug, Error)]
pub(crate) enum BackupError {
    /// There is a file of that name.
    #[error("{0} exists")]
    Exists(PathBuf),
    /// There is no database yet.
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    /// The database is gone with its last connection.
    #[error("the database is in memory")]
    InMemory,
    /// Another backup is being made in the same data folder.
    #[error("another backup is being made")]
    Underway,
    /// The database cannot be copied.
    #[error("the database cannot be copied: {0}")]
    Copy(CopyError),
    /// The file is no backup of Berth's.
    #[error("no backup of Berth's")]
    NotABackup,
    /// The backup was cut off or changed.
    #[error("the backup is incomplete or was changed")]
    Damaged,
    /// The form of the archive is newer than this program.
    #[error("the backup was made by Berth {berth}, which is newer")]
    NewerFormat {
        /// The version that made it.
        berth: String,
    },
    /// The database in it is newer than this program.
    #[error("the database of the backup was made by Berth {berth}, which is newer")]
    NewerDatabase {
        /// The version that made it.
        berth: String,
    },
    /// A process uses the database.
    #[error("the database is in use")]
    InUse,
    /// The settings name another kind of database than the one in the backup.
    #[error("the backup has a SQLite database, the settings have none")]
    OtherDatabase,
    /// There is not enough room.
    #[error("{needed} bytes are needed, {free} are free")]
    NoRoom {
        /// Where.
        folder: PathBuf,
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The database out of the backup cannot be used.
    #[error("the database of the backup cannot be used: {0}")]
    Prepare(PrepareError),
    /// A file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {source}")]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl BackupError {
    /// Makes an error of one of writing a file.
    pub(super) fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Unwritable { path, source }
    }

    /// Makes an error of one of reading a file.
    pub(super) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Unreadable { path, source }
    }
}
