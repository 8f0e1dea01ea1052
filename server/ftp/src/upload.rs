//! Where uploads go to. An upload that breaks off leaves the file that was there whole.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, MetadataExt, OpenOptions, OpenOptionsExt, Permissions, PermissionsExt};

use crate::path::{UPLOAD_PREFIX, VirtualPath};
use crate::session::{FileError, StoreMode};
use crate::storage::{check_new, file_error, open};

/// An upload in progress. Its calls block. Dropped without [`Upload::commit`], a new or
/// replaced file vanishes; what was appended or resumed stays, to be resumed again.
pub(crate) struct Upload {
    file: File,
    /// None for one that is written in place.
    temporary: Option<Temporary>,
    ascii: Option<FromNetwork>,
}

/// A file under a hidden name, in the folder of the one that it shall become.
struct Temporary {
    folder: Dir,
    name: PathBuf,
    target: PathBuf,
    committed: bool,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.committed
            && let Err(error) = self.folder.remove_file(&self.name)
        {
            tracing::warn!(%error, "the rest of a broken upload could not be removed");
        }
    }
}

impl Upload {
    /// Begins an upload; also gives the name that `STOU` was served with.
    pub(crate) fn open(
        home: &Dir,
        path: &VirtualPath,
        mode: StoreMode,
        ascii: bool,
    ) -> Result<(Self, Option<Vec<u8>>), FileError> {
        let ascii = ascii.then(FromNetwork::default);
        let (file, temporary, name) = match mode {
            StoreMode::Replace => {
                let (file, temporary) = replace(home, path)?;
                (file, Some(temporary), None)
            }
            StoreMode::Unique => {
                let name = format!("upload-{}", random_hex()?).into_bytes();
                let path = path.resolve(&name).map_err(|_| FileError::BadName)?;
                let (file, temporary) = replace(home, &path)?;
                (file, Some(temporary), Some(name))
            }
            StoreMode::Append => {
                check_target(home, path)?;
                let mut options = OpenOptions::new();
                options.append(true).create(true).mode(0o644);
                (checked_file(open(home, path, &mut options)?)?, None, None)
            }
            StoreMode::At(offset) => {
                check_target(home, path)?;
                let mut file = checked_file(open(home, path, OpenOptions::new().write(true))?)?;
                let length = file.metadata().map_err(|e| file_error(&e))?.len();
                if offset > length {
                    return Err(FileError::BeyondEnd);
                }
                // What follows the point of resumption is what is about to be sent again.
                file.set_len(offset).map_err(|e| file_error(&e))?;
                file.seek(SeekFrom::Start(offset))
                    .map_err(|e| file_error(&e))?;
                (file, None, None)
            }
        };
        Ok((
            Self {
                file,
                temporary,
                ascii,
            },
            name,
        ))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let result = match &mut self.ascii {
            None => self.file.write_all(bytes),
            Some(ascii) => self.file.write_all(&ascii.translate(bytes)),
        };
        result.map_err(|e| file_error(&e))
    }

    /// All bytes came: the file takes its place.
    pub(crate) fn commit(mut self) -> Result<(), FileError> {
        if let Some(rest) = self.ascii.as_mut().and_then(FromNetwork::finish) {
            self.file.write_all(&[rest]).map_err(|e| file_error(&e))?;
        }
        if let Some(temporary) = &mut self.temporary {
            temporary
                .folder
                .rename(&temporary.name, &temporary.folder, &temporary.target)
                .map_err(|e| file_error(&e))?;
            temporary.committed = true;
        }
        Ok(())
    }
}

/// Nothing but a regular file, or nothing at all, may be written to.
fn check_target(home: &Dir, path: &VirtualPath) -> Result<(), FileError> {
    if path.is_root() {
        return Err(FileError::IsADirectory);
    }
    check_new(path)?;
    match home.metadata(path.relative()) {
        Ok(metadata) if metadata.is_dir() => Err(FileError::IsADirectory),
        Ok(metadata) if !metadata.is_file() => Err(FileError::NotAFile),
        _ => Ok(()),
    }
}

fn checked_file(file: File) -> Result<File, FileError> {
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(FileError::NotAFile),
        Err(error) => Err(file_error(&error)),
    }
}

fn replace(home: &Dir, path: &VirtualPath) -> Result<(File, Temporary), FileError> {
    check_target(home, path)?;
    let mut place = path.relative().to_path_buf();
    let mut mode = None;
    if let Ok(metadata) = home.symlink_metadata(&place) {
        if metadata.is_symlink() {
            // The file that a link means is replaced, not the link. One that leads out of
            // the home, or nowhere, is refused here.
            place = home.canonicalize(&place).map_err(|e| file_error(&e))?;
        }
        let metadata = home.metadata(&place).map_err(|e| file_error(&e))?;
        mode = Some(metadata.mode() & 0o777);
    }
    let parent = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let target = place.file_name().ok_or(FileError::IsADirectory)?;
    let folder = home.open_dir(parent).map_err(|e| file_error(&e))?;
    let prefix = String::from_utf8_lossy(UPLOAD_PREFIX);
    let name = PathBuf::from(format!("{prefix}{}", random_hex()?));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o644);
    let file = folder
        .open_with(&name, &options)
        .map_err(|e| file_error(&e))?;
    let temporary = Temporary {
        folder,
        name,
        target: PathBuf::from(target),
        committed: false,
    };
    // The system finds a name that is too long only when it is used: at the very end.
    if target.as_bytes().len() > 255 {
        return Err(FileError::BadName);
    }
    if let Some(mode) = mode {
        // A replaced file keeps its permissions. Where that is not possible, the new file's
        // are no wider than any other's.
        if let Err(error) = file.set_permissions(Permissions::from_mode(mode)) {
            tracing::debug!(%error, "permissions could not be kept");
        }
    }
    Ok((file.into_std(), temporary))
}

fn random_hex() -> Result<String, FileError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| FileError::Other)?;
    Ok(format!("{:016x}", u64::from_ne_bytes(bytes)))
}

/// `TYPE A` on its way in: CR LF becomes LF, a CR alone stays.
#[derive(Debug, Default)]
pub(crate) struct FromNetwork {
    after_cr: bool,
}

impl FromNetwork {
    pub(crate) fn translate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() + 1);
        for byte in bytes {
            if self.after_cr && *byte != b'\n' {
                out.push(b'\r');
            }
            self.after_cr = *byte == b'\r';
            if !self.after_cr {
                out.push(*byte);
            }
        }
        out
    }

    /// The CR that was the last byte of all.
    fn finish(&mut self) -> Option<u8> {
        std::mem::take(&mut self.after_cr).then_some(b'\r')
    }
}
