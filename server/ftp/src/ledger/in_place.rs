//! Files that are written in place: `APPE`, and `STOR` after `REST`.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::Dir;

use super::quota_ledger::Ledger;
use super::resolve::{Entry, FolderId, entry};
use super::usage::{Delta, QuotaHolder, Usage};
use crate::error::FileError;
use crate::path::VirtualPath;

/// A file that an upload writes in place, and the holders whose homes contain it. What is written
/// counts at once, and stays if the upload is aborted.
pub(crate) struct InPlace {
    ledger: Arc<Ledger>,
    generation: u64,
    holders: Vec<QuotaHolder>,
    folder: Dir,
    name: PathBuf,
    id: FolderId,
    /// Writes go to the current end of the file.
    appends: bool,
    /// Whether the file has other hard links.
    is_shared: bool,
}

impl InPlace {
    /// Opens an existing file by `open`.
    pub(crate) fn open(
        ledger: &Arc<Ledger>,
        home: &Dir,
        path: &VirtualPath,
        appends: bool,
        open: impl FnOnce() -> Result<File, FileError>,
    ) -> Result<(Self, File), FileError> {
        let lock = ledger.lock_mutations();
        let file = open()?;
        let mut in_place = Self::locate(ledger, home, path, &file)?;
        in_place.appends = appends;
        if !lock.is_shared_lock() {
            ledger.require_counted(&ledger.state(), &in_place.holders)?;
        }
        Ok((in_place, file))
    }

    /// Truncates the file to `length`, which is not beyond its end.
    pub(crate) fn truncate(&mut self, file: &File, length: u64) -> Result<(), FileError> {
        let ledger = Arc::clone(&self.ledger);
        let lock = ledger.lock_mutations();
        if lock.is_shared_lock() {
            return Ok(file.set_len(length)?);
        }
        self.find_again(file)?;
        let before = len(file)?;
        if length > before {
            return Err(FileError::BeyondEnd);
        }
        file.set_len(length)?;
        self.record_length(before, length);
        Ok(())
    }

    /// Locates an open file, with symlinks resolved.
    fn locate(
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
                holders: if ledger.has_no_quotas() {
                    Vec::new()
                } else {
                    ledger.holders_containing(&folder)?
                },
                folder,
                name: PathBuf::from(name),
                id: (metadata.dev(), metadata.ino()),
                appends: false,
                is_shared: false,
            })
        };
        let in_place = find()?;
        match in_place.entry()? {
            Some(entry) if entry.id == in_place.id => Ok(in_place),
            // Replaced in the meantime.
            _ => Err(FileError::Other),
        }
    }

    /// Writes as much as the quotas allow.
    pub(crate) fn write(&mut self, file: &mut File, bytes: &[u8]) -> Result<(), FileError> {
        let ledger = Arc::clone(&self.ledger);
        let lock = ledger.lock_mutations();
        if lock.is_shared_lock() {
            return file.write_all(bytes).map_err(FileError::from);
        }
        self.find_again(file)?;
        let before = len(file)?;
        let at = if self.appends {
            before
        } else {
            file.stream_position()?
        };
        let end = at.saturating_add(bytes.len() as u64);
        let growth = end.saturating_sub(before);
        let (available, refused) = {
            let state = ledger.state();
            if growth > 0 {
                ledger.require_counted(&state, &self.holders)?;
            }
            let wanted = Usage {
                bytes: growth,
                files: 0,
            };
            let refused = state.check(&self.holders, wanted).err();
            (state.available(&self.holders).min(growth), refused)
        };
        let excess = usize::try_from(growth - available).unwrap_or(usize::MAX);
        let allowed = bytes.len().saturating_sub(excess);
        let written = file.write_all(bytes.get(..allowed).unwrap_or_default());
        self.record_length(before, len(file)?);
        written?;
        refused.map_or(Ok(()), Err)
    }

    /// Makes sure that the file still has its name, in the homes that are known. The exclusive lock
    /// must be held.
    fn find_again(&mut self, file: &File) -> Result<(), FileError> {
        if self.generation != self.ledger.generation() {
            self.generation = self.ledger.generation();
            self.holders = self.ledger.holders_containing(&self.folder)?;
        }
        match self.entry()? {
            Some(entry) if entry.id == self.id => {}
            // Removed or moved in the meantime: it is unknown whose quota it uses now, and what is
            // written to a removed file takes space that no quota sees.
            _ => return Err(FileError::NotFound),
        }
        if links(file)? > 1 {
            self.is_shared = true;
            self.ledger.state().invalidate_counts();
        }
        Ok(())
    }

    fn entry(&self) -> Result<Option<Entry>, FileError> {
        entry(&self.folder, &self.name).map_err(FileError::from)
    }

    /// Accounts for a change of the file's length.
    fn record_length(&self, before: u64, after: u64) {
        let usage = |bytes| Usage { bytes, files: 1 };
        self.apply(Delta::between(usage(before), usage(after)));
    }

    fn apply(&self, delta: Delta) {
        self.ledger.state().apply(&self.holders, delta);
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        // Its other hard links have grown too, which only a count can find.
        if self.is_shared {
            self.ledger.request_all_counts();
        }
    }
}

fn len(file: &File) -> Result<u64, FileError> {
    Ok(file.metadata()?.len())
}

fn links(file: &File) -> Result<u64, FileError> {
    Ok(file.metadata()?.nlink())
}
