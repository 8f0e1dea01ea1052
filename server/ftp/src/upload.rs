//! Uploads. An upload that is aborted leaves the existing file unchanged.
//!
//! A new file has no name until it is complete (`O_TMPFILE`): if the upload is aborted, even by a
//! crash of the machine, nothing is left of it. Where the file system does not support that, it has
//! a hidden name in its folder.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::{Dir, MetadataExt, OpenOptions, OpenOptionsExt};

use tokio::sync::oneshot;

use crate::ascii::FromNetwork;
use crate::error::FileError;
use crate::file::{check_not_reserved, open, truncate_to};
use crate::ledger::{InPlace, Ledger, Reservation};
use crate::path::VirtualPath;
use crate::session::StoreMode;
use crate::temporary::{Temporary, create, random_hex};

/// An upload in progress. Its calls block. Dropped without [`Upload::commit`], a new or
/// replaced file is discarded; what was appended or resumed stays, to be resumed again.
pub(crate) struct Upload {
    file: File,
    target: Target,
    ascii: Option<FromNetwork>,
    /// Dropped last, see [`Upload::released`].
    _released: Option<oneshot::Sender<()>>,
}

/// The file that an upload writes, with its quota accounting if there may be quotas.
enum Target {
    /// A temporary file that gets its name when it is complete.
    New(Temporary, Option<Reservation>),
    /// An existing file, written in place.
    InPlace(Option<InPlace>),
}

impl Upload {
    /// Begins an upload; also gives the name that `STOU` chose.
    pub(crate) fn open(
        home: &Dir,
        ledger: Option<&Arc<Ledger>>,
        path: &VirtualPath,
        mode: StoreMode,
        ascii: bool,
    ) -> Result<(Self, Option<Vec<u8>>), FileError> {
        let mut unique_name = None;
        let (file, target) = match mode {
            StoreMode::Replace => open_new(home, ledger, path, true)?,
            StoreMode::CreateNew => {
                if home.symlink_metadata(path.relative()).is_ok() {
                    return Err(FileError::Exists);
                }
                open_new(home, ledger, path, false)?
            }
            StoreMode::Unique => {
                let name = format!("upload-{}", random_hex()?).into_bytes();
                let path = path.resolve(&name).map_err(|_| FileError::BadName)?;
                unique_name = Some(name);
                open_new(home, ledger, &path, true)?
            }
            StoreMode::Append => open_in_place(home, ledger, path, None, || {
                let mut options = OpenOptions::new();
                options.append(true).create(true).mode(0o644);
                regular_file(open(home, path, &mut options)?)
            })?,
            StoreMode::At(offset) => {
                let (mut file, target) = open_in_place(home, ledger, path, Some(offset), || {
                    regular_file(open(home, path, OpenOptions::new().write(true))?)
                })?;
                file.seek(SeekFrom::Start(offset))?;
                (file, target)
            }
        };
        let upload = Self {
            file,
            target,
            ascii: ascii.then(FromNetwork::default),
            _released: None,
        };
        Ok((upload, unique_name))
    }

    /// Completes when this upload no longer exists: what it has reserved is released then.
    ///
    /// A blocking task may hold it for a moment after its transfer was aborted.
    pub(crate) fn released(&mut self) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        self._released = Some(sender);
        receiver
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match &mut self.ascii {
            None => self.put(bytes),
            Some(ascii) => {
                let translated = ascii.translate(bytes);
                self.put(&translated)
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match &mut self.target {
            Target::New(temporary, Some(reservation)) => {
                reservation.take(&temporary.folder, bytes.len())?;
            }
            Target::InPlace(Some(place)) => return place.write(&mut self.file, bytes),
            Target::New(_, None) | Target::InPlace(None) => {}
        }
        self.file.write_all(bytes).map_err(FileError::from)
    }

    /// Completes the upload: a temporary file gets its name.
    pub(crate) fn commit(mut self) -> Result<(), FileError> {
        if let Some(rest) = self.ascii.as_mut().and_then(FromNetwork::finish) {
            self.put(&[rest])?;
        }
        let file = &self.file;
        match self.target {
            Target::InPlace(_) => Ok(()),
            Target::New(mut temporary, None) => temporary.commit(file).map_err(FileError::from),
            Target::New(mut temporary, Some(reservation)) => {
                let metadata = file.metadata()?;
                let folder = temporary.folder.try_clone()?;
                let name = temporary.target.clone();
                let commit = || temporary.commit(file);
                reservation.commit(&folder, &name, metadata.len(), commit)
            }
        }
    }
}

/// Opens a file that gets its name when it is complete. `replaces`: even if the name exists by then.
fn open_new(
    home: &Dir,
    ledger: Option<&Arc<Ledger>>,
    path: &VirtualPath,
    replaces: bool,
) -> Result<(File, Target), FileError> {
    let (file, mut temporary) = create_temporary(home, path)?;
    temporary.replaces = replaces;
    let begin = |ledger| Reservation::begin(ledger, &temporary.folder, &temporary.target);
    let reservation = ledger.map(begin).transpose()?;
    Ok((file, Target::New(temporary, reservation)))
}

/// Opens a file by `open`, to be written in place from `length` on, or from its end.
fn open_in_place(
    home: &Dir,
    ledger: Option<&Arc<Ledger>>,
    path: &VirtualPath,
    length: Option<u64>,
    open: impl FnOnce() -> Result<File, FileError>,
) -> Result<(File, Target), FileError> {
    check_target(home, path)?;
    match ledger {
        Some(ledger) => {
            let (in_place, file) = InPlace::open(ledger, home, path, length, open)?;
            Ok((file, Target::InPlace(Some(in_place))))
        }
        None => {
            let file = open()?;
            if let Some(length) = length {
                truncate_to(&file, length)?;
            }
            Ok((file, Target::InPlace(None)))
        }
    }
}

/// Checks that an upload's target is a regular file or does not exist.
fn check_target(home: &Dir, path: &VirtualPath) -> Result<(), FileError> {
    if path.is_root() {
        return Err(FileError::IsADirectory);
    }
    check_not_reserved(path)?;
    match home.metadata(path.relative()) {
        Ok(metadata) if metadata.is_dir() => Err(FileError::IsADirectory),
        Ok(metadata) if !metadata.is_file() => Err(FileError::NotAFile),
        _ => Ok(()),
    }
}

fn regular_file(file: File) -> Result<File, FileError> {
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(FileError::NotAFile),
        Err(error) => Err(FileError::from(error)),
    }
}

fn create_temporary(home: &Dir, path: &VirtualPath) -> Result<(File, Temporary), FileError> {
    check_target(home, path)?;
    let mut place = path.relative().to_path_buf();
    let mut mode = None;
    if let Ok(metadata) = home.symlink_metadata(&place) {
        if metadata.is_symlink() {
            // The target of a symlink is replaced, not the symlink. One whose target is missing
            // or outside of the home is refused here.
            place = home.canonicalize(&place)?;
        }
        let metadata = home.metadata(&place)?;
        mode = Some(metadata.mode() & 0o777);
    }
    let parent = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let target = place.file_name().ok_or(FileError::IsADirectory)?;
    // The system would reject a name that is too long only at the end of the upload.
    if target.as_bytes().len() > 255 {
        return Err(FileError::BadName);
    }
    let folder = home.open_dir(parent)?;
    let (file, name) = create(&folder)?;
    let temporary = Temporary {
        folder,
        target: PathBuf::from(target),
        name,
        replaces: true,
    };
    if let Some(mode) = mode {
        // A replaced file keeps its permissions. If that fails, the new file has the default
        // ones.
        if let Err(error) = file.set_permissions(std::fs::Permissions::from_mode(mode)) {
            tracing::debug!(%error, "permissions could not be kept");
        }
    }
    Ok((file, temporary))
}
