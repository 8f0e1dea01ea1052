//! The last step of restoring: what was checked is moved into its place.
//!
//! Everything that is restored lies in one folder of the data folder. Renaming that folder is the
//! decision: before, the old data holds, and after, the new. If the program is killed between, whoever
//! opens the data next ends what was begun, before anything is read.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use services::FolderLock;

use super::part::Part;

/// The folder of what is to be restored, while it is not decided.
pub(super) const PARTIAL: &str = "restore.partial";
/// The same folder from then on.
const READY: &str = "restore.ready";
/// Its file that says where everything goes.
pub(super) const PLAN: &str = "plan.json";

/// What SQLite adds to a database's name for what belongs to it.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// Where everything goes.
#[derive(Serialize, Deserialize)]
pub(super) struct Plan {
    /// Where the database goes, if there is one.
    pub(super) database: Option<PathBuf>,
    /// What is added to the names of files that are replaced, which stay.
    pub(super) kept: String,
    /// The folder in the data folder for what the operator puts back.
    pub(super) beside: String,
}

/// Takes the locks that keep others from opening the data in these folders.
///
/// # Errors
/// [`io::ErrorKind::TimedOut`] if another process does so for a minute.
pub(super) fn lock(folders: &[PathBuf]) -> io::Result<Vec<FolderLock>> {
    folders
        .iter()
        .map(|folder| FolderLock::wait(folder))
        .collect()
}

/// Ends a restore that was cut off after it was decided, if there is one. `folders` are those of the
/// data and of the database.
///
/// # Errors
/// If a file cannot be moved.
pub(super) fn finish(data_dir: &Path, folders: &[PathBuf]) -> io::Result<()> {
    if !is_pending(data_dir) {
        return Ok(());
    }
    let _locks = lock(folders)?;
    place(data_dir)
}

/// Whether a restore was decided and has not ended.
fn is_pending(data_dir: &Path) -> bool {
    data_dir.join(READY).is_dir()
}

/// Decides that what was prepared is restored.
pub(super) fn decide(data_dir: &Path) -> io::Result<()> {
    let prepared = data_dir.join(PARTIAL);
    File::open(&prepared)?.sync_all()?;
    fs::rename(prepared, data_dir.join(READY))?;
    File::open(data_dir)?.sync_all()
}

/// Moves into place what was decided, as far as that was not done yet. The caller has the locks.
pub(super) fn place(data_dir: &Path) -> io::Result<()> {
    if !is_pending(data_dir) {
        return Ok(());
    }
    let ready = data_dir.join(READY);
    let plan = match fs::read(ready.join(PLAN)) {
        // It was there when it was decided: all was placed, and it was killed while this was removed.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs::remove_dir_all(ready),
        read => read?,
    };
    let plan: Plan = serde_json::from_slice(&plan)?;
    for part in Part::ALL {
        let staged = ready.join(part.name());
        if !staged.exists() {
            continue;
        }
        let place = match (&plan.database, part) {
            (Some(database), Part::Database) => database.clone(),
            _ if part.is_berths_own() => data_dir.join(part.name()),
            _ => {
                let folder = data_dir.join(&plan.beside);
                make_private(&folder)?;
                fs::rename(staged, folder.join(part.name()))?;
                continue;
            }
        };
        replace(&staged, &place, &plan.kept)?;
    }
    fs::remove_dir_all(&ready)?;
    File::open(data_dir)?.sync_all()
}

fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }?;
    let owner = services::Owner::at(folder.parent().unwrap_or(folder))?;
    owner.take_from_root(File::open(folder)?)
}

/// Puts a file in the place of another, which stays under another name, with what belongs to it.
fn replace(staged: &Path, place: &Path, kept: &str) -> io::Result<()> {
    let named = |ending: &str| {
        let mut name = place.to_owned().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    for log in LOGS {
        rename_if_there(&named(log), &named(&format!("{kept}{log}")))?;
    }
    match fs::remove_file(named("-shm")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // It is kept already if this was cut off: what is in its place then is new.
    if !named(kept).exists() {
        rename_if_there(place, &named(kept))?;
    }
    match fs::rename(staged, place) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let copy = named(".restored");
            fs::copy(staged, &copy)?;
            let file = File::open(&copy)?;
            file.sync_all()?;
            services::Owner::at(staged)?.take_from_root(&file)?;
            fs::rename(copy, place)?;
            fs::remove_file(staged)?;
        }
        renamed => renamed?,
    }
    match place.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        renamed => renamed,
    }
}
