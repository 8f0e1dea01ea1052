//! The files of a SQLite database: made for their owner alone, since they have every password's hash.

use std::fs::{self, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::database::{Database, OpenError};
use crate::new_folders::{Owner, make_folders};

/// What SQLite adds to a database's name for the files that it has beside it.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The mode of a file that nobody but its owner may read.
const PRIVATE: u32 = 0o600;

/// Makes what is missing of the file of a database, and the folder of one that has no URL. What is
/// there and others may read is closed to them.
pub(super) fn make_private_file(database: &Database, path: &Path) -> Result<(), OpenError> {
    let not_writable = |source| OpenError::NotWritable {
        path: path.to_owned(),
        source,
    };
    if let Database::File(_) = database {
        make_private_folder(folder_of(path))?;
    }
    // SQLite gives the files beside it the same mode, and the same owner if it is root's process.
    let is_new = !path.exists();
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(PRIVATE)
        .open(path)
        .map_err(not_writable)?;
    if is_new {
        let owner = Owner::at(folder_of(path)).map_err(not_writable)?;
        owner.take_from_root(&file).map_err(not_writable)?;
    }
    let real = path.canonicalize().map_err(not_writable)?;
    close_to_others(&real);
    for ending in BESIDE {
        let mut beside = real.clone().into_os_string();
        beside.push(ending);
        close_to_others(Path::new(&beside));
    }
    Ok(())
}

/// Takes from others what they may do with a file, if there is one.
fn close_to_others(path: &Path) {
    let Ok(found) = fs::metadata(path) else {
        return;
    };
    let mode = found.permissions().mode();
    if mode & 0o077 == 0 {
        return;
    }
    match fs::set_permissions(path, Permissions::from_mode(mode & 0o700)) {
        Ok(()) => tracing::warn!(
            file = %path.display(),
            "others could read this file of the database; now only its owner can"
        ),
        Err(error) => tracing::warn!(
            file = %path.display(), %error,
            "others can read this file of the database, which has every password's hash. Its mode \
             has to be 600"
        ),
    }
}

/// Makes a folder that only its owner may enter; one that is there is left as it is.
///
/// # Errors
/// [`OpenError::NotWritable`].
pub fn make_private_folder(folder: &Path) -> Result<(), OpenError> {
    if folder.is_dir() {
        return Ok(());
    }
    make_folders(folder, 0o700, &mut Vec::new())
        .map(drop)
        .map_err(|source: io::Error| OpenError::NotWritable {
            path: folder.to_owned(),
            source,
        })
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::super::pool::Store;
    use super::*;

    #[tokio::test]
    async fn all_files_of_a_database_by_url_are_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berth.db");
        let database = Database::Url(format!("sqlite://{}", path.display()));
        let modes = || {
            let files = folder.path().read_dir().unwrap();
            let mode = |file: io::Result<fs::DirEntry>| {
                file.unwrap().metadata().unwrap().permissions().mode() & 0o777
            };
            files.map(mode).collect::<Vec<u32>>()
        };
        let store = Store::open(&database).await.unwrap();
        assert_eq!(modes(), [PRIVATE; 3]);
        // As an older version left them.
        for file in folder.path().read_dir().unwrap() {
            fs::set_permissions(file.unwrap().path(), Permissions::from_mode(0o644)).unwrap();
        }
        let second = Store::open(&database).await.unwrap();
        assert_eq!(modes(), [PRIVATE; 3]);
        second.close().await;
        store.close().await;
    }
}
