//! The first file of a backup: what the others are.

use model::UtcTime;
use serde::{Deserialize, Serialize};
use services::store::is_known_migration;

use super::error::BackupError;
use super::part::Part;

/// The version of the archive's form. A program reads those up to its own.
const FORMAT: u32 = 1;

/// The manifest's name in the archive.
pub(super) const MANIFEST: &str = "manifest.json";

/// What a backup holds, and of which versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The version of the archive's form.
    format: u32,
    /// The version of the program that made it.
    pub(crate) berth: String,
    /// The newest migration of the database, if there is a database in it.
    pub(crate) migration: Option<String>,
    /// When it was made: RFC 3339, in UTC.
    pub(crate) made_at: String,
    /// The files, in the order of the archive.
    pub(crate) files: Vec<ManifestFile>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManifestFile {
    /// Its name in the archive.
    pub(crate) name: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub(crate) sha256: String,
    /// Where it was.
    pub(crate) from: String,
}

/// What every version's manifest has.
#[derive(Deserialize)]
struct AnyManifest {
    format: u32,
    berth: String,
}

impl Manifest {
    /// The manifest of a backup that this program makes now.
    pub(super) fn new(migration: Option<String>, files: Vec<ManifestFile>) -> Self {
        Self {
            format: FORMAT,
            berth: env!("CARGO_PKG_VERSION").to_owned(),
            migration,
            made_at: UtcTime::now().rfc3339(),
            files,
        }
    }

    /// Reads a manifest, and checks that it describes a backup that this program can restore.
    ///
    /// # Errors
    /// [`BackupError::NewerFormat`], [`BackupError::NewerDatabase`]; [`BackupError::Damaged`] for what no
    /// version writes.
    pub(super) fn parse(json: &[u8]) -> Result<Self, BackupError> {
        let any: AnyManifest = serde_json::from_slice(json).map_err(|_| BackupError::Damaged)?;
        if any.format > FORMAT {
            return Err(BackupError::NewerFormat { berth: any.berth });
        }
        let manifest: Self = serde_json::from_slice(json).map_err(|_| BackupError::Damaged)?;
        manifest.time()?;
        let mut seen = Vec::new();
        for file in &manifest.files {
            let part = Part::of(file.name.as_bytes()).ok_or(BackupError::Damaged)?;
            if seen.contains(&part) {
                return Err(BackupError::Damaged);
            }
            seen.push(part);
        }
        if manifest.migration.is_some() != seen.contains(&Part::Database) {
            return Err(BackupError::Damaged);
        }
        match &manifest.migration {
            Some(migration) if !is_known_migration(migration) => Err(BackupError::NewerDatabase {
                berth: manifest.berth,
            }),
            _ => Ok(manifest),
        }
    }

    /// When the backup was made.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] if that is no time.
    pub(crate) fn time(&self) -> Result<UtcTime, BackupError> {
        UtcTime::parse(&self.made_at).ok_or(BackupError::Damaged)
    }

    /// The bytes of all files together.
    pub(super) fn bytes(&self) -> u64 {
        (self.files.iter()).fold(0, |sum, file| sum.saturating_add(file.bytes))
    }

    /// Whether a part is in it.
    pub(super) fn has(&self, part: Part) -> bool {
        self.files.iter().any(|file| file.name == part.name())
    }
}
