//! Files that are written in place: `APPE`, and `STOR` after `REST`.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::Dir;

use super::quota_ledger::Ledger;
use super::resolve::{Entry, FolderId, entry};
use super::usage::{Delta, Usage};
use crate::error::FileError;
use crate::file::cut;
use crate::path::VirtualPath;

/// A file that an upload writes in place, and the homes that hold it. What is written counts at
/// once; what was written stays when the upload breaks off.
pub(crate) struct InPlace {
    ledger: Arc<Ledger>,
    generation: u64,
    holders: Vec<i64>,
    folder: Dir,
    name: PathBuf,
    id: FolderId,
    /// Writes go to the end, wherever that is by then.
    appends: bool,
    /// Whether the file has other names.
    is_shared: bool,
}

impl InPlace {
    /// Opens a file by `open`, cuts it off at `length`, and counts both.
    pub(crate) fn open(
        ledger: &Arc<Ledger>,
        home: &Dir,
        path: &VirtualPath,
        length: Option<u64>,
        open: impl FnOnce() -> Result<File, FileError>,
    ) -> Result<(Self, File), FileError> {
        let order = ledger.order();
        let was_there = home.metadata(path.relative()).is_ok();
        let file = open()?;
        let mut place = Self::find(ledger, home, path, &file)?;
        place.appends = length.is_none();
        if !order.is_free() {
            if let Err(error) = place.admit(was_there) {
                if !was_there {
                    let _ = place.folder.remove_file(&place.name);
                }
                return Err(error);
            }
            if !was_there {
                place.settle(Delta { bytes: 0, files: 1 });
            }
        }
        if let Some(length) = length {
            let before = cut(&file, length)?;
            place.changed(before, length);
        }
        Ok((place, file))
    }

    /// Where an open file is, symlinks followed.
    fn find(
        ledger: &Arc<Ledger>,
        home: &Dir,
        path: &VirtualPath,
        file: &File,
    ) -> Result<Self, FileError> {
        let generation = ledger.generation();
        let find = || {
            let real = home.canonicalize(path.relative())?;
            let parent = match real.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            let name = real.file_name().ok_or(io::ErrorKind::IsADirectory)?;
            let folder = home.open_dir(parent)?;
            let metadata = file.metadata()?;
            io::Result::Ok(Self {
                ledger: Arc::clone(ledger),
                generation,
                holders: if ledger.is_idle() {
                    Vec::new()
                } else {
                    ledger.holders(&folder)?
                },
                folder,
                name: PathBuf::from(name),
                id: (metadata.dev(), metadata.ino()),
                appends: false,
                is_shared: false,
            })
        };
        let place = find()?;
        match place.entry()? {
            Some(entry) if entry.id == place.id => Ok(place),
            // Replaced between the two looks.
            _ => Err(FileError::Other),
        }
    }

    /// Whether the file may be here, if it has just been made.
    fn admit(&self, was_there: bool) -> Result<(), FileError> {
        let books = self.ledger.books();
        self.ledger.require_counted(&books, &self.holders)?;
        let files = u64::from(!was_there);
        books.check(&self.holders, Usage { bytes: 0, files })
    }

    /// Writes as much as the quotas allow.
    pub(crate) fn write(&mut self, file: &mut File, bytes: &[u8]) -> Result<(), FileError> {
        let ledger = Arc::clone(&self.ledger);
        let order = ledger.order();
        if order.is_free() {
            return file.write_all(bytes).map_err(FileError::from);
        }
        if self.generation != ledger.generation() {
            self.generation = ledger.generation();
            self.holders = ledger.holders(&self.folder)?;
        }
        match self.entry()? {
            Some(entry) if entry.id == self.id => {}
            // Removed meanwhile: what is written to it is gone with it, and takes nothing.
            _ if links(file)? == 0 => {
                return file.write_all(bytes).map_err(FileError::from);
            }
            // Nobody knows whose quota it takes now.
            _ => return Err(FileError::Other),
        }
        if links(file)? > 1 {
            self.is_shared = true;
            ledger.books().disturb();
        }
        let before = len(file)?;
        let at = if self.appends {
            before
        } else {
            file.stream_position()?
        };
        let end = at.saturating_add(bytes.len() as u64);
        let grows = end.saturating_sub(before);
        let fits = ledger.books().room(&self.holders).min(grows);
        let beyond = usize::try_from(grows - fits).unwrap_or(usize::MAX);
        let allowed = bytes.len().saturating_sub(beyond);
        let written = file.write_all(bytes.get(..allowed).unwrap_or_default());
        self.changed(before, len(file)?);
        written?;
        if beyond > 0 {
            Err(FileError::OverQuota)
        } else {
            Ok(())
        }
    }

    fn entry(&self) -> Result<Option<Entry>, FileError> {
        entry(&self.folder, &self.name).map_err(FileError::from)
    }

    /// The file has another length.
    fn changed(&self, before: u64, after: u64) {
        let usage = |bytes| Usage { bytes, files: 1 };
        self.settle(Delta::between(usage(before), usage(after)));
    }

    fn settle(&self, delta: Delta) {
        self.ledger.books().settle(&self.holders, delta);
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        // It has grown in other places too, which only a count can find.
        if self.is_shared {
            let accounts = self.ledger.books().accounts.keys().copied().collect();
            self.ledger.want(accounts);
        }
    }
}

fn len(file: &File) -> Result<u64, FileError> {
    Ok(file.metadata()?.len())
}

fn links(file: &File) -> Result<u64, FileError> {
    Ok(file.metadata()?.nlink())
}
