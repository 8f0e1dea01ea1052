//! Restoring a backup.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use model::UtcTime;
use rustix::fs::{FlockOperation, fcntl_lock, statvfs};
use rustix::io::Errno;
use services::store::{CopyError, make_private_folder, settle_database};
use services::{FolderLock, Owner, prepare_restored_database};

use super::archive;
use super::error::BackupError;
use super::files::BackupFiles;
use super::manifest::Manifest;
use super::part::Part;
use super::pending::{self, PARTIAL, PLAN, Plan};

/// A backup that was restored.
pub(crate) struct RestoredBackup {
    /// What it held.
    pub(crate) manifest: Manifest,
    /// Whether its database is in use now.
    pub(crate) has_database: bool,
    /// Files that were replaced, under the names that they have now.
    pub(crate) kept: Vec<PathBuf>,
    /// Files for the operator to put back, each with where it was.
    pub(crate) beside: Vec<(PathBuf, String)>,
}

/// Puts a backup in the place of an installation's data, which nobody may use in the meantime. Nothing
/// is changed unless everything in it is right.
///
/// # Errors
/// See [`BackupError`].
pub(crate) async fn restore(
    path: PathBuf,
    files: BackupFiles,
) -> Result<RestoredBackup, BackupError> {
    let data_dir = files.data_dir.clone();
    make_private_folder(&data_dir)
        .map_err(|error| BackupError::unwritable(&data_dir)(io::Error::other(error)))?;
    let folders = files.folders();
    let locks = blocking(&data_dir, move || lock(&folders)).await?;
    // One that was killed ends first, as at any other start.
    let unwritable = |error| BackupError::unwritable(&data_dir)(error);
    pending::place(&data_dir).map_err(unwritable)?;
    let database = files.database.clone().filter(|file| file.exists());
    if let Some(database) = &database {
        check_unused(database)?;
    }
    let staged = Staged::make(&data_dir)?;
    let (extracted, staged, files) = blocking(&data_dir, move || {
        let manifest = extract(&path, &staged.path, &files)?;
        Ok((manifest, staged, files))
    })
    .await?;
    let manifest = extracted;
    let has_database = manifest.has(Part::Database);
    if has_database {
        let copy = staged.path.join(Part::Database.name());
        let prepared = prepare_restored_database(&copy, manifest.time()?).await;
        prepared.map_err(BackupError::Prepare)?;
    }
    if let Some(database) = &database {
        settle(database).await?;
    }
    blocking(&data_dir, move || {
        // Nobody else opens the data until all is in its place.
        let _locks = locks;
        decide(staged, &files, manifest)
    })
    .await
}

fn lock(folders: &[PathBuf]) -> Result<Vec<FolderLock>, BackupError> {
    for folder in folders {
        make_private_folder(folder)
            .map_err(|error| BackupError::unwritable(folder)(io::Error::other(error)))?;
    }
    pending::lock(folders).map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut => BackupError::InUse,
        _ => {
            BackupError::unwritable(folders.first().map_or(Path::new("."), PathBuf::as_path))(error)
        }
    })
}

/// That no process has a database open, as far as that can be told without changing it: whoever has,
/// locks a part of it (SQLite, "File Locking And Concurrency", and "WAL-mode File Format", 2.3).
fn check_unused(database: &Path) -> Result<(), BackupError> {
    let file = OpenOptions::new().read(true).write(true).open(database);
    let file = file.map_err(BackupError::unwritable(database))?;
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::AGAIN | Errno::ACCESS) => Err(BackupError::InUse),
        // It ends with the file. What a file system without locks hides, SQLite tells later.
        _ => Ok(()),
    }
}

/// Brings the old database to rest, so that it can be kept as one file. One that is broken is kept with
/// what lies beside it.
async fn settle(database: &Path) -> Result<(), BackupError> {
    match settle_database(database).await {
        Ok(()) => Ok(()),
        Err(CopyError::InUse) => Err(BackupError::InUse),
        Err(CopyError::Damaged(reason)) => {
            tracing::warn!(reason, "the database that is replaced is damaged");
            Ok(())
        }
        Err(error) => Err(BackupError::Copy(error)),
    }
}

/// A private folder for what is to be restored; removed unless that is decided.
struct Staged {
    path: PathBuf,
    is_decided: bool,
}

impl Staged {
    fn make(data_dir: &Path) -> Result<Self, BackupError> {
        let path = data_dir.join(PARTIAL);
        // Left by one that was killed.
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::unwritable(&path)(error));
            }
            _ => {}
        }
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.map_err(BackupError::unwritable(&path))?;
        Ok(Self {
            path,
            is_decided: false,
        })
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.is_decided {
            return;
        }
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::warn!(folder = %self.path.display(), %error, "a folder could not be removed");
        }
    }
}

fn extract(path: &Path, to: &Path, files: &BackupFiles) -> Result<Manifest, BackupError> {
    let input = File::open(path).map_err(BackupError::unreadable(path))?;
    archive::extract(path, BufReader::new(input), to, |manifest| {
        if manifest.has(Part::Database) && files.database.is_none() {
            return Err(BackupError::OtherDatabase);
        }
        files
            .folders()
            .into_iter()
            .try_for_each(|folder| check_room(folder, manifest.bytes()))
    })
}

/// Whether the disk of a folder has room for what is restored.
fn check_room(folder: PathBuf, needed: u64) -> Result<(), BackupError> {
    let room = statvfs(&folder).map_err(|error| BackupError::unwritable(&folder)(error.into()))?;
    let free = room.f_bavail.saturating_mul(room.f_frsize);
    if needed > free {
        return Err(BackupError::NoRoom {
            folder,
            needed,
            free,
        });
    }
    Ok(())
}

fn decide(
    mut staged: Staged,
    files: &BackupFiles,
    manifest: Manifest,
) -> Result<RestoredBackup, BackupError> {
    let data_dir = &files.data_dir;
    let unwritable = |error| BackupError::unwritable(data_dir)(error);
    let has_database = manifest.has(Part::Database);
    let mut places = Vec::new();
    for part in [Part::OwnCertificate, Part::OwnKey] {
        if manifest.has(part) {
            places.push(files.own(part));
        }
    }
    let mut database = None;
    if let Some(file) = files.database.as_deref().filter(|_| has_database) {
        let place = file.canonicalize().or_else(|_| std::path::absolute(file));
        let place = place.map_err(BackupError::unwritable(file))?;
        places.push(place.clone());
        database = Some(place);
    }
    let (kept, beside) = names(data_dir, &places);
    let plan = Plan {
        database,
        kept: kept.clone(),
        beside: beside.clone(),
    };
    write_plan(&staged.path, &plan).map_err(unwritable)?;
    give_to_owner(&staged.path, data_dir).map_err(unwritable)?;
    let replaced = places.iter().filter(|place| place.exists());
    let kept = replaced.map(|place| with_ending(place, &kept)).collect();
    pending::decide(data_dir).map_err(unwritable)?;
    staged.is_decided = true;
    pending::place(data_dir).map_err(unwritable)?;
    let beside = (manifest.files.iter())
        .filter(|file| Part::of(file.name.as_bytes()).is_some_and(|part| !part.is_berths_own()))
        .map(|file| {
            let now = data_dir.join(&beside).join(&file.name);
            (now, file.from.clone())
        });
    Ok(RestoredBackup {
        has_database,
        kept,
        beside: beside.collect(),
        manifest,
    })
}

/// What is added to the names of files that are replaced, and the name of the folder for those that the
/// operator puts back: by the time, and such that no file has them.
fn names(data_dir: &Path, places: &[PathBuf]) -> (String, String) {
    let now = UtcTime::now().rfc3339().replace(['-', ':'], "");
    let mut number = 1;
    loop {
        let time = match number {
            1 => now.clone(),
            number => format!("{now}-{number}"),
        };
        let (kept, beside) = (
            format!(".before-restore-{time}"),
            format!("restored-{time}"),
        );
        let is_taken = |path: &PathBuf| with_ending(path, &kept).symlink_metadata().is_ok();
        if !places.iter().any(is_taken) && !data_dir.join(&beside).exists() {
            return (kept, beside);
        }
        number += 1;
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    name.into()
}

fn write_plan(folder: &Path, plan: &Plan) -> io::Result<()> {
    let mut file = File::create_new(folder.join(PLAN))?;
    file.write_all(&serde_json::to_vec(plan)?)?;
    file.sync_all()
}

/// Gives what root made to whom the data folder belongs to.
fn give_to_owner(folder: &Path, data_dir: &Path) -> io::Result<()> {
    let owner = Owner::at(data_dir)?;
    owner.take_from_root(File::open(folder)?)?;
    for file in fs::read_dir(folder)? {
        let file = File::open(file?.path())?;
        owner.take_from_root(&file)?;
        file.sync_all()?;
    }
    Ok(())
}

async fn blocking<Output: Send + 'static>(
    data_dir: &Path,
    work: impl FnOnce() -> Result<Output, BackupError> + Send + 'static,
) -> Result<Output, BackupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(BackupError::unwritable(data_dir)(error.into())),
    }
}
