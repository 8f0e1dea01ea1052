//! Files of uploads in progress: without a name, or with a hidden one, until they are complete.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::{AtFlags, CWD, Mode, OFlags, RenameFlags, linkat, openat, renameat_with};
use rustix::io::Errno;

use crate::error::FileError;
use crate::file::modified;
use crate::path::UPLOAD_PREFIX;

/// A file that is to take a name in `folder` when it is complete.
pub(crate) struct Temporary {
    pub(crate) folder: Dir,
    pub(crate) target: PathBuf,
    /// The hidden name that it has meanwhile; none if it has no name at all.
    pub(crate) name: Option<PathBuf>,
    /// Whether what has the name by then is replaced.
    pub(crate) replaces: bool,
}

impl Temporary {
    /// Gives the file its name.
    pub(crate) fn commit(&mut self, file: &File) -> io::Result<()> {
        if self.name.is_none() {
            match link(file, &self.folder, &self.target) {
                Err(error) if self.replaces && error.kind() == io::ErrorKind::AlreadyExists => {
                    // A link replaces nothing, a new name does.
                    let name = hidden_name().map_err(|_| io::ErrorKind::Other)?;
                    link(file, &self.folder, &name)?;
                    self.name = Some(name);
                }
                outcome => return outcome,
            }
        }
        if let Some(name) = &self.name {
            let flags = if self.replaces {
                RenameFlags::empty()
            } else {
                RenameFlags::NOREPLACE
            };
            renameat_with(&self.folder, name, &self.folder, &self.target, flags)?;
            self.name = None;
        }
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(name) = &self.name
            && let Err(error) = self.folder.remove_file(name)
        {
            tracing::warn!(%error, "the rest of a broken upload could not be removed");
        }
    }
}

/// Gives a file without a name one, `open(2)` under `O_TMPFILE`.
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

/// Removes what a crash left of uploads that had a hidden name; says whether there was any.
pub(crate) fn sweep(folder: &Dir) -> io::Result<bool> {
    let mut swept = false;
    for entry in folder.entries()? {
        let entry = entry?;
        if entry.file_name().as_bytes().starts_with(UPLOAD_PREFIX) && is_left(&entry) {
            folder.remove_file(entry.file_name())?;
            swept = true;
        }
    }
    Ok(swept)
}

/// An upload that lives is written to, or else broken off as stalled, long before this.
const LEFT_AFTER: Duration = Duration::from_secs(60 * 60);

fn is_left(entry: &cap_std::fs::DirEntry) -> bool {
    let Ok(metadata) = entry.metadata() else {
        return false;
    };
    let age = SystemTime::now().duration_since(modified(&metadata));
    metadata.is_file() && age.is_ok_and(|age| age > LEFT_AFTER)
}

/// A new file in a folder: without a name, or with a hidden one where that is not possible.
pub(crate) fn create(folder: &Dir) -> Result<(File, Option<PathBuf>), FileError> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    match openat(folder, ".", flags, Mode::from_raw_mode(0o644)) {
        Ok(file) if Path::new("/proc/self/fd").exists() => return Ok((file.into(), None)),
        // What file systems and kernels answer that know no such files.
        Ok(_) | Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL | Errno::NOENT) => {}
        Err(error) => return Err(FileError::from(error)),
    }
    let _ = sweep(folder);
    let name = hidden_name()?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o644);
    let file = folder.open_with(&name, &options)?;
    Ok((file.into_std(), Some(name)))
}

fn hidden_name() -> Result<PathBuf, FileError> {
    let prefix = String::from_utf8_lossy(UPLOAD_PREFIX);
    Ok(PathBuf::from(format!("{prefix}{}", random_hex()?)))
}

pub(crate) fn random_hex() -> Result<String, FileError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| FileError::Other)?;
    Ok(format!("{:016x}", u64::from_ne_bytes(bytes)))
}
