//! Uploads: how the bytes that come get into a file. Its calls block.
//!
//! A new file, and one that replaces another, is a [`Temporary`] until its end. `APPE` and `STOR`
//! after `REST` write an existing file in place.

mod ending;
mod leftovers;
mod names;
mod replace;
mod temporary;

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::{Dir, OpenOptions};
use rustix::fs::{Access, AtFlags, Mode, OFlags, accessat, fsync, openat};

pub use ending::CloseNotify;
pub(crate) use ending::{ControlEnd, DataEnd, Effect, Ending, GRACE, decide};
pub use leftovers::remove_leftovers;
pub(crate) use leftovers::remove_leftovers_in;
use names::random_hex;
use temporary::{Placed, Temporary};

use crate::ascii::FromNetwork;
use crate::error::FileError;
use crate::file::{check_not_reserved, open};
use crate::ledger::{InPlace, Ledger, Reservation};
use crate::path::VirtualPath;
use crate::session::StoreMode;

/// An upload in progress. Dropped without [`Upload::complete`] or [`Upload::keep`], a new file is
/// discarded, and an existing one stays as it is.
pub(crate) struct Upload {
    target: Target,
    ascii: Option<FromNetwork>,
    /// Whether any byte has come.
    has_begun: bool,
    /// Whether it has to be on the disk before it counts as complete.
    is_durable: bool,
}

/// The file that an upload writes, with its quota accounting if there may be quotas.
enum Target {
    New {
        temporary: Temporary,
        reservation: Option<Reservation>,
        existing: Existing,
        effect: Effect,
    },
    InPlace {
        file: File,
        accounting: Option<InPlace>,
        /// Where the first byte goes; what follows there is cut off first. None appends.
        offset: Option<u64>,
    },
}

/// What becomes of a file that has the name of a new one when that is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Existing {
    Replaced,
    /// The upload fails.
    Kept,
    AppendedTo,
}

impl Upload {
    /// Begins an upload, which changes nothing yet; also gives the name that `STOU` chose.
    pub(crate) fn open(
        home: &Dir,
        ledger: Option<&Arc<Ledger>>,
        path: &VirtualPath,
        mode: StoreMode,
        ascii: bool,
        is_durable: bool,
    ) -> Result<(Self, Option<Vec<u8>>), FileError> {
        let mut unique_name = None;
        let target = match mode {
            StoreMode::Replace => match open_new(home, ledger, path, Existing::Replaced) {
                // The folder may not be written, but the file in it perhaps may be, if there is one.
                Err(FileError::Denied) => match open_in_place(home, ledger, path, Some(0)) {
                    Err(FileError::NotFound) => return Err(FileError::Denied),
                    opened => opened?,
                },
                opened => opened?,
            },
            StoreMode::CreateNew => {
                if home.symlink_metadata(path.relative()).is_ok() {
                    return Err(FileError::Exists);
                }
                open_new(home, ledger, path, Existing::Kept)?
            }
            StoreMode::Unique => {
                let name = format!("upload-{}", random_hex()?).into_bytes();
                let path = path.resolve(&name).map_err(|_| FileError::BadName)?;
                unique_name = Some(name);
                open_new(home, ledger, &path, Existing::Replaced)?
            }
            StoreMode::Append => match open_in_place(home, ledger, path, None) {
                Err(FileError::NotFound) => open_new(home, ledger, path, Existing::AppendedTo)?,
                opened => opened?,
            },
            StoreMode::At(offset) => open_in_place(home, ledger, path, Some(offset))?,
        };
        let upload = Self {
            target,
            ascii: ascii.then(FromNetwork::default),
            has_begun: false,
            is_durable,
        };
        Ok((upload, unique_name))
    }

    /// What the upload does to the folder.
    pub(crate) fn effect(&self) -> Effect {
        match self.target {
            Target::New { effect, .. } => effect,
            Target::InPlace { .. } => Effect::Adds,
        }
    }

    /// Writes what has come.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        if bytes.is_empty() {
            return Ok(());
        }
        if !std::mem::replace(&mut self.has_begun, true) {
            self.cut_off()?;
        }
        match &mut self.ascii {
            None => self.target.write(bytes),
            Some(ascii) => self.target.write(&ascii.translate(bytes)),
        }
    }

    /// Completes the upload: its file gets its name.
    pub(crate) fn complete(mut self) -> Result<(), FileError> {
        if !self.has_begun {
            self.cut_off()?;
        }
        self.end_translation()?;
        match self.target {
            Target::InPlace { file, .. } => sync(&file, self.is_durable),
            Target::New {
                temporary,
                reservation,
                existing,
                effect: _,
            } => place(temporary, reservation, existing, self.is_durable),
        }
    }

    /// Keeps what came of an upload that broke off, so that the client can resume it, unless it
    /// would have replaced a file, or nothing came.
    ///
    /// Of one that may not change existing files nothing is kept: it could not be resumed.
    pub(crate) fn keep(mut self) -> Result<(), FileError> {
        if !self.has_begun {
            return Ok(());
        }
        self.end_translation()?;
        match self.target {
            Target::InPlace { file, .. } => sync(&file, self.is_durable),
            Target::New {
                effect: Effect::Replaces,
                ..
            }
            | Target::New {
                existing: Existing::Kept,
                ..
            } => Ok(()),
            Target::New {
                temporary,
                reservation,
                existing,
                effect: Effect::Adds,
            } => {
                let existing = match existing {
                    Existing::Replaced | Existing::Kept => Existing::Kept,
                    Existing::AppendedTo => Existing::AppendedTo,
                };
                match place(temporary, reservation, existing, self.is_durable) {
                    // A file of that name came into being meanwhile.
                    Err(FileError::Exists) => Ok(()),
                    placed => placed,
                }
            }
        }
    }

    /// Cuts off what the first byte will be written over.
    fn cut_off(&mut self) -> Result<(), FileError> {
        let Target::InPlace {
            file,
            accounting,
            offset: Some(offset),
        } = &mut self.target
        else {
            return Ok(());
        };
        match accounting {
            Some(accounting) => accounting.truncate(file, *offset)?,
            None => file.set_len(*offset)?,
        }
        file.seek(SeekFrom::Start(*offset))?;
        Ok(())
    }

    /// A CR that was the last byte is no part of a line end.
    fn end_translation(&mut self) -> Result<(), FileError> {
        match self.ascii.as_mut().and_then(FromNetwork::finish) {
            Some(rest) => self.target.write(&[rest]),
            None => Ok(()),
        }
    }
}

impl Target {
    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match self {
            Self::New {
                temporary,
                reservation,
                ..
            } => {
                if let Some(reservation) = reservation {
                    reservation.take(&temporary.folder, bytes.len())?;
                }
                Ok(temporary.file().write_all(bytes)?)
            }
            Self::InPlace {
                file,
                accounting: Some(accounting),
                ..
            } => accounting.write(file, bytes),
            Self::InPlace {
                file,
                accounting: None,
                ..
            } => Ok(file.write_all(bytes)?),
        }
    }
}

/// Gives a complete file its name.
fn place(
    mut temporary: Temporary,
    reservation: Option<Reservation>,
    existing: Existing,
    is_durable: bool,
) -> Result<(), FileError> {
    sync(temporary.file(), is_durable)?;
    let size = temporary.file().metadata()?.len();
    let (folder, name) = (temporary.folder.try_clone()?, temporary.target.clone());
    let mut written = None;
    let mut give_name = || {
        let placed = match existing {
            Existing::Replaced => temporary.replace()?,
            Existing::AppendedTo => temporary.append()?,
            Existing::Kept => {
                temporary.place_new()?;
                Placed::Renamed
            }
        };
        if let Placed::Written(file) = placed {
            written = Some(file);
        }
        std::io::Result::Ok(())
    };
    match reservation {
        None => give_name()?,
        Some(reservation) => {
            let appends = existing == Existing::AppendedTo;
            reservation.commit(&folder, &name, size, appends, give_name)?;
        }
    }
    match written {
        Some(file) => sync(&file, is_durable),
        None => sync_folder(&folder, is_durable),
    }
}

/// Has the contents of a file on the disk, if that is asked for.
fn sync(file: &File, is_durable: bool) -> Result<(), FileError> {
    if is_durable {
        file.sync_all()?;
    }
    Ok(())
}

/// Has the names in a folder on the disk, if that is asked for.
fn sync_folder(folder: &Dir, is_durable: bool) -> Result<(), FileError> {
    if is_durable {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        fsync(openat(folder, ".", flags, Mode::empty())?)?;
    }
    Ok(())
}

/// Opens a file that gets its name when it is complete.
fn open_new(
    home: &Dir,
    ledger: Option<&Arc<Ledger>>,
    path: &VirtualPath,
    existing: Existing,
) -> Result<Target, FileError> {
    check_target(home, path)?;
    let mut place = path.relative().to_path_buf();
    let mut effect = Effect::Adds;
    if let Ok(metadata) = home.symlink_metadata(&place) {
        if metadata.is_symlink() {
            // The target of a symlink is replaced, not the symlink. One whose target is missing
            // or outside of the home is refused here.
            place = home.canonicalize(&place)?;
        }
        effect = Effect::Replaces;
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
    if effect == Effect::Replaces {
        // A rename asks nobody whether the file that it replaces may be written.
        accessat(&folder, target, Access::WRITE_OK, AtFlags::EACCESS)?;
    }
    let is_private = effect == Effect::Replaces;
    let temporary = Temporary::create(folder, PathBuf::from(target), is_private)?;
    let begin = |ledger| Reservation::begin(ledger, &temporary.folder, &temporary.target);
    let reservation = ledger.map(begin).transpose()?;
    Ok(Target::New {
        temporary,
        reservation,
        existing,
        effect,
    })
}

/// Opens an existing file, to be written from `offset` on, or from its end.
fn open_in_place(
    home: &Dir,
    ledger: Option<&Arc<Ledger>>,
    path: &VirtualPath,
    offset: Option<u64>,
) -> Result<Target, FileError> {
    check_target(home, path)?;
    let open = || {
        let mut options = OpenOptions::new();
        match offset {
            Some(_) => options.write(true),
            None => options.append(true),
        };
        let file = open(home, path, &mut options)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(FileError::NotAFile);
        }
        if offset.is_some_and(|offset| offset > metadata.len()) {
            return Err(FileError::BeyondEnd);
        }
        Ok(file)
    };
    let (file, accounting) = match ledger {
        None => (open()?, None),
        Some(ledger) => {
            let appends = offset.is_none();
            let (accounting, file) = InPlace::open(ledger, home, path, appends, open)?;
            (file, Some(accounting))
        }
    };
    Ok(Target::InPlace {
        file,
        accounting,
        offset,
    })
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
