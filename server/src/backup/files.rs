//! What an installation consists of, as far as it is Berth's, and where each part is.

use std::path::{Path, PathBuf};

use services::store::{Database, folder_of};

use super::error::BackupError;
use super::part::Part;
use crate::config::{StorageConfig, TlsConfig};

/// Where the parts of an installation are, by its settings.
pub(crate) struct BackupFiles {
    /// The data folder.
    pub(super) data_dir: PathBuf,
    /// The SQLite database; none if it is PostgreSQL's.
    pub(super) database: Option<PathBuf>,
    /// Whether the settings name a SQLite database that is in no file.
    in_memory: bool,
    settings: Option<PathBuf>,
    tls: TlsConfig,
}

impl BackupFiles {
    /// The parts by these settings, which are those of a file, too, if there is one.
    pub(crate) fn new(storage: &StorageConfig, tls: &TlsConfig, settings: Option<PathBuf>) -> Self {
        let database = storage.database();
        let file = database.file();
        Self {
            data_dir: storage.data_dir.clone(),
            in_memory: file.is_none() && is_sqlite(&database),
            database: file,
            settings,
            tls: tls.clone(),
        }
    }

    /// The SQLite database, if that is what there is.
    ///
    /// # Errors
    /// [`BackupError::NoDatabase`], [`BackupError::InMemory`].
    pub(super) fn existing_database(&self) -> Result<Option<PathBuf>, BackupError> {
        match &self.database {
            _ if self.in_memory => Err(BackupError::InMemory),
            Some(file) if !file.is_file() => Err(BackupError::NoDatabase(file.clone())),
            database => Ok(database.clone()),
        }
    }

    /// Where a part of the data folder is.
    pub(super) fn own(&self, part: Part) -> PathBuf {
        self.data_dir.join(part.name())
    }

    /// The parts beside the database, where they are if they are there.
    pub(super) fn small(&self) -> impl Iterator<Item = (Part, PathBuf)> {
        let place = |part: Part| match part {
            Part::Database => None,
            Part::OwnCertificate | Part::OwnKey => Some(self.own(part)),
            Part::Settings => self.settings.clone(),
            Part::GivenCertificate => self.tls.tls_certificate.clone(),
            Part::GivenKey => self.tls.tls_key.clone(),
            Part::PanelCertificate => self.tls.https_certificate.clone(),
            Part::PanelKey => self.tls.https_key.clone(),
        };
        Part::ALL
            .into_iter()
            .filter_map(move |part| Some((part, place(part)?)))
    }

    /// The folders of which restoring has to be the only user.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let beside = self.database.as_deref().map(folder_of);
        let mut folders = vec![self.data_dir.clone()];
        if let Some(beside) = beside.filter(|beside| !is_same(beside, &self.data_dir)) {
            folders.push(beside.to_owned());
        }
        folders
    }
}

fn is_sqlite(database: &Database) -> bool {
    match database {
        Database::File(_) => true,
        Database::Url(url) => url.starts_with("sqlite:"),
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}
