//! Making a backup, while Berth serves.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use services::store::{CopyError, check_database, copy_database, folder_of};
use zeroize::Zeroizing;

use super::archive::{self, Content};
use super::error::BackupError;
use super::files::BackupFiles;
use super::manifest::Manifest;
use super::part::Part;
use super::pending;
use crate::whole_file::WholeFile;

/// The folder in the data folder in which the copy of the database lies for as long as it is packed.
const WORKSPACE: &str = "backup.partial";

/// The largest settings file, certificate chain or key, in bytes.
const MAX_FILE: u64 = 1024 * 1024;

/// Where a backup goes.
pub(crate) enum Destination {
    /// To a file; over one that is there only if it is to be replaced.
    File {
        /// The file.
        path: PathBuf,
        /// Whether one that is there is replaced.
        replace: bool,
    },
    /// To standard output.
    StandardOutput,
}

/// A backup that was made.
pub(crate) struct MadeBackup {
    /// What it holds.
    pub(crate) manifest: Manifest,
    /// Files that belong into it and could not be read, each with what the system says.
    pub(crate) left_out: Vec<(PathBuf, io::Error)>,
}

/// Makes a backup of what there is: the SQLite database, if it is one, the certificates and the settings.
///
/// The file is there as a whole or not at all, for its owner alone.
///
/// # Errors
/// See [`BackupError`].
pub(crate) async fn create(
    files: BackupFiles,
    destination: Destination,
) -> Result<MadeBackup, BackupError> {
    if let Destination::File { path, replace } = &destination
        && !replace
        && path.symlink_metadata().is_ok()
    {
        return Err(BackupError::Exists(path.clone()));
    }
    let (data_dir, folders) = (files.data_dir.clone(), files.folders());
    let ended = tokio::task::spawn_blocking(move || pending::finish(&data_dir, &folders));
    let ended = ended.await.unwrap_or_else(|error| Err(error.into()));
    ended.map_err(BackupError::unwritable(&files.data_dir))?;
    let database = files.existing_database()?;
    let workspace = match &database {
        Some(_) => Some(Workspace::make(&files.data_dir)?),
        None => None,
    };
    let copied = match (&database, &workspace) {
        (Some(database), Some(workspace)) => {
            let copy = workspace.file(Part::Database.name())?;
            let copied = copy_database(database, &copy).await;
            copied.map_err(|error| copy_error(error, &copy))?;
            // What cannot be restored is no backup.
            let migration = check_database(&copy).await.map_err(BackupError::Copy)?;
            Some((copy, migration))
        }
        _ => None,
    };
    let packed = tokio::task::spawn_blocking(move || {
        // The copy is removed once it is packed.
        let _workspace = workspace;
        pack(&files, copied, destination)
    });
    match packed.await {
        Ok(packed) => packed,
        Err(error) => Err(BackupError::unwritable(Path::new(WORKSPACE))(error.into())),
    }
}

fn copy_error(error: CopyError, copy: &Path) -> BackupError {
    match error {
        // SQLite's "database or disk is full".
        CopyError::Failed(error) if error.to_string().contains("is full") => {
            BackupError::unwritable(copy)(io::ErrorKind::StorageFull.into())
        }
        error => BackupError::Copy(error),
    }
}

fn pack(
    files: &BackupFiles,
    copied: Option<(PathBuf, String)>,
    destination: Destination,
) -> Result<MadeBackup, BackupError> {
    let mut left_out = Vec::new();
    let mut contents = Vec::new();
    let mut described = Vec::new();
    for (part, from) in files.small() {
        let content = match read_small(&from) {
            Ok(bytes) => Content::Bytes(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                left_out.push((from, error));
                continue;
            }
        };
        let line = content.describe(part, &from);
        described.push(line.map_err(BackupError::unreadable(&from))?);
        contents.push(content);
    }
    let mut migration = None;
    if let Some((copy, newest)) = copied {
        let content = Content::File(copy.clone());
        let from = files.database.as_deref().unwrap_or(&copy);
        let line = content.describe(Part::Database, from);
        described.push(line.map_err(BackupError::unreadable(&copy))?);
        contents.push(content);
        migration = Some(newest);
    }
    let manifest = Manifest::new(migration, described);
    match destination {
        Destination::StandardOutput => {
            let output = BufWriter::new(io::stdout().lock());
            archive::write(output, &manifest, &contents)
                .and_then(|mut output| output.flush())
                .map_err(BackupError::unwritable(Path::new("-")))?;
        }
        Destination::File { path, replace } => {
            write_file(&path, replace, &manifest, &contents)?;
        }
    }
    Ok(MadeBackup { manifest, left_out })
}

/// Reads a file that is small, unless it is not.
fn read_small(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    File::open(path)?
        .take(MAX_FILE + 1)
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|bytes| bytes <= MAX_FILE) {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::FileTooLarge.into())
    }
}

fn write_file(
    path: &Path,
    replace: bool,
    manifest: &Manifest,
    contents: &[Content],
) -> Result<(), BackupError> {
    let folder = folder_of(path);
    let output = WholeFile::begin(path).map_err(BackupError::unwritable(folder))?;
    archive::write(output, manifest, contents)
        .and_then(|output| output.finish(replace))
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(path.to_owned()),
            _ => BackupError::unwritable(path)(error),
        })
}

/// A private folder for the copy of the database, which one process has at a time. What an earlier one
/// left when it was killed is removed.
struct Workspace {
    path: PathBuf,
    /// Locked.
    _folder: File,
}

impl Workspace {
    fn make(data_dir: &Path) -> Result<Self, BackupError> {
        let path = data_dir.join(WORKSPACE);
        let made = || -> io::Result<Option<File>> {
            match fs::DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            let folder = File::open(&path)?;
            match folder.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(None),
                // A file system without locks has one backup at a time by its operator's care.
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            for file in fs::read_dir(&path)? {
                fs::remove_file(file?.path())?;
            }
            Ok(Some(folder))
        };
        match made() {
            Ok(Some(folder)) => Ok(Self {
                path,
                _folder: folder,
            }),
            Ok(None) => Err(BackupError::Underway),
            Err(error) => Err(BackupError::unwritable(&path)(error)),
        }
    }

    /// A new file, for its owner alone.
    fn file(&self, name: &str) -> Result<PathBuf, BackupError> {
        let path = self.path.join(name);
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        made.map_err(BackupError::unwritable(&path))?;
        Ok(path)
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::warn!(folder = %self.path.display(), %error, "a folder could not be removed");
        }
    }
}
