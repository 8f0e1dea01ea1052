//! Files and folders, with errors that name them.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file or folder could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub(crate) struct FileError {
    path: PathBuf,
    error: io::Error,
}

impl FileError {
    /// Says at which file an error was met.
    pub(crate) fn at(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |error| Self {
            path: path.as_ref().to_owned(),
            error,
        }
    }
}

/// What is in a folder, in the order of the names.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut paths: Vec<PathBuf> = folder
        .read_dir()
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(FileError::at(folder))?;
    paths.sort();
    Ok(paths)
}

/// Every file in a folder and below it, in the order of the names.
///
/// # Errors
/// If a folder cannot be read.
pub(crate) fn list_below(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    for path in list(folder)? {
        if path.is_dir() {
            files.append(&mut list_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Removes a file or a folder with all that is in it, if it is there.
///
/// # Errors
/// If it is there and stays.
pub(crate) fn remove(path: &Path) -> Result<(), FileError> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(FileError::at(path)(error)),
        _ => Ok(()),
    }
}

/// Makes a folder with nothing in it.
///
/// # Errors
/// If it cannot be made, or something in it stays.
pub(crate) fn empty(folder: &Path) -> Result<(), FileError> {
    remove(folder)?;
    fs::create_dir_all(folder).map_err(FileError::at(folder))
}

/// Copies all that is in a folder into another, which need not be there.
///
/// # Errors
/// If something cannot be read or written.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::create_dir_all(to).map_err(FileError::at(to))?;
    for path in list(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(FileError::at(&target))?;
        }
    }
    Ok(())
}

/// Writes a file so that whoever reads it meets the old contents or the new, and never a part. One that has
/// these contents already is left as it is: whatever is built of it is then not built again.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> Result<(), FileError> {
    if fs::read(path).is_ok_and(|old| old == contents) {
        return Ok(());
    }
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    fs::write(&new, contents)
        .and_then(|()| fs::rename(&new, path))
        .map_err(FileError::at(path))
}
