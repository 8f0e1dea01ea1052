//! The file of an upload in progress: without a name, or with a hidden one, until it is complete.
//!
//! Where the file system can do it, the file has no name at all (`O_TMPFILE`): whatever happens to
//! this program or to the machine, nothing is left of it.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::{AtFlags, CWD, Mode, OFlags, RenameFlags, linkat, openat, renameat_with};
use rustix::io::Errno;

use super::leftovers::remove_leftovers_in;
use super::names::hidden_name;
use super::replace::{self, Replacement};
use crate::error::FileError;
use crate::run_as::RunAs;

/// A file that gets the name `target` in `folder` when it is complete. Dropped before, it is removed.
pub(crate) struct Temporary {
    pub(super) folder: Dir,
    pub(super) target: PathBuf,
    file: File,
    /// Its hidden name; none while it has no name at all.
    name: Option<PathBuf>,
    /// Who made it, and removes it.
    run_as: RunAs,
}

impl Temporary {
    /// Creates the file, for its owner only if `is_private`.
    pub(super) fn create(
        folder: Dir,
        target: PathBuf,
        is_private: bool,
    ) -> Result<Self, FileError> {
        let run_as = RunAs::current();
        let mode = match is_private {
            true => 0o600,
            false => run_as.file_mode(),
        };
        let (file, name) = match create_without_name(&folder, mode)? {
            Some(file) => (file, None),
            None => {
                let _ = remove_leftovers_in(&folder);
                let name = hidden_name()?;
                let mut options = OpenOptions::new();
                options.read(true).write(true).create_new(true).mode(mode);
                let file = folder.open_with(&name, &options)?.into_std();
                (file, Some(name))
            }
        };
        if !is_private {
            run_as.settle_mode(&folder, &file, mode);
        }
        Ok(Self {
            folder,
            target,
            file,
            name,
            run_as,
        })
    }

    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives the file its name, which nothing may have yet.
    pub(super) fn place_new(&mut self) -> io::Result<()> {
        self.rename(RenameFlags::NOREPLACE)
    }

    /// Puts the file in the place of the one that has its name, if there is one.
    pub(super) fn replace(&mut self) -> io::Result<Placed> {
        match replace::prepare(&self.folder, &self.target, &self.file) {
            Ok(Replacement::Rename) => match self.rename(RenameFlags::empty()) {
                // Something is mounted there.
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => self.rewrite(),
                renamed => renamed.map(|()| Placed::Renamed),
            },
            Ok(Replacement::Rewrite) => self.rewrite(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.rename(RenameFlags::empty()).map(|()| Placed::Renamed)
            }
            Err(error) => Err(error),
        }
    }

    /// Appends the file to the one that has its name; gives it that name if there is none.
    pub(super) fn append(&mut self) -> io::Result<Placed> {
        match self.place_new() {
            Ok(()) => Ok(Placed::Renamed),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let existing = replace::append(&self.folder, &self.target, &mut self.file)?;
                Ok(Placed::Written(existing))
            }
            Err(error) => Err(error),
        }
    }

    fn rewrite(&mut self) -> io::Result<Placed> {
        let existing = replace::rewrite(&self.folder, &self.target, &mut self.file)?;
        Ok(Placed::Written(existing))
    }

    /// Renames the file from a hidden name, also where it had none: programs that watch the folder
    /// wait for a file that is moved there (`IN_MOVED_TO`, `inotify(7)`), since it is complete.
    fn rename(&mut self, flags: RenameFlags) -> io::Result<()> {
        let hidden = match self.name.take() {
            Some(name) => name,
            None => {
                let name = hidden_name().map_err(|_| io::ErrorKind::Other)?;
                link(&self.file, &self.folder, &name)?;
                name
            }
        };
        let renamed = renameat_with(&self.folder, &hidden, &self.folder, &self.target, flags);
        if renamed.is_err() {
            self.name = Some(hidden);
        }
        Ok(renamed?)
    }
}

/// How an upload got into its place.
pub(super) enum Placed {
    /// It has the name now.
    Renamed,
    /// Its contents were written into this file, which had the name before.
    Written(File),
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let Some(name) = &self.name else {
            return;
        };
        // It may be dropped by any thread.
        let removed = self.run_as.run(|| self.folder.remove_file(name));
        if let Err(error) = removed.unwrap_or_else(|error| Err(io::Error::other(error))) {
            tracing::warn!(%error, "the temporary file of an aborted upload could not be removed");
        }
    }
}

/// None where it is unsupported.
fn create_without_name(folder: &Dir, mode: u32) -> Result<Option<File>, FileError> {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    match openat(folder, ".", flags, Mode::from_raw_mode(mode)) {
        // `link` needs it.
        Ok(file) if Path::new("/proc/self/fd").exists() => Ok(Some(file.into())),
        // The errors of file systems and kernels without O_TMPFILE.
        Ok(_) | Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL | Errno::NOENT) => Ok(None),
        Err(error) => Err(FileError::from(error)),
    }
}

/// Links an `O_TMPFILE` file to a name, see `open(2)`.
fn link(file: &File, folder: &Dir, name: &Path) -> io::Result<()> {
    let descriptor = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(
        CWD,
        descriptor,
        folder,
        name,
        AtFlags::SYMLINK_FOLLOW,
    )?)
}
