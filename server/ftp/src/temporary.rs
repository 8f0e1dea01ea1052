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
use crate::file::modification_time;
use crate::path::UPLOAD_PREFIX;

/// A file that gets its name in `folder` when it is complete.
pub(crate) struct Temporary {
    pub(crate) folder: Dir,
    pub(crate) target: PathBuf,
    /// Its temporary hidden name; none for `O_TMPFILE`.
    pub(crate) name: Option<PathBuf>,
    /// Whether an existing file of that name is replaced.
    pub(crate) replaces: bool,
}

impl Temporary {
    /// Gives the file its final name.
    pub(crate) fn commit(&mut self, file: &File) -> io::Result<()> {
        if self.name.is_none() {
            match link(file, &self.folder, &self.target) {
                Err(error) if self.replaces && error.kind() == io::ErrorKind::AlreadyExists => {
                    // linkat(2) cannot replace a file, renameat(2) can.
                    let name = temporary_name().map_err(|_| io::ErrorKind::Other)?;
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
            tracing::warn!(%error, "the temporary file of an aborted upload could not be removed");
        }
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

/// Removes the temporary files that a crash left behind; tells whether there were any.
pub(crate) fn remove_stale_uploads(folder: &Dir) -> io::Result<bool> {
    let mut removed_any = false;
    for entry in folder.entries()? {
        let entry = entry?;
        if entry.file_name().as_bytes().starts_with(UPLOAD_PREFIX) && is_stale(&entry) {
            folder.remove_file(entry.file_name())?;
            removed_any = true;
        }
    }
    Ok(removed_any)
}

/// The age of a stale upload. A live one is written to, or aborted as stalled, long before.
const STALE_AFTER: Duration = Duration::from_secs(60 * 60);

fn is_stale(entry: &cap_std::fs::DirEntry) -> bool {
    let Ok(metadata) = entry.metadata() else {
        return false;
    };
    let age = SystemTime::now().duration_since(modification_time(&metadata));
    metadata.is_file() && age.is_ok_and(|age| age > STALE_AFTER)
}

/// Creates a file in a folder: by `O_TMPFILE`, or with a hidden name where that is unsupported.
pub(crate) fn create(folder: &Dir) -> Result<(File, Option<PathBuf>), FileError> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    match openat(folder, ".", flags, Mode::from_raw_mode(0o644)) {
        Ok(file) if Path::new("/proc/self/fd").exists() => return Ok((file.into(), None)),
        // The errors of file systems and kernels without O_TMPFILE.
        Ok(_) | Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL | Errno::NOENT) => {}
        Err(error) => return Err(FileError::from(error)),
    }
    let _ = remove_stale_uploads(folder);
    let name = temporary_name()?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o644);
    let file = folder.open_with(&name, &options)?;
    Ok((file.into_std(), Some(name)))
}

fn temporary_name() -> Result<PathBuf, FileError> {
    let prefix = String::from_utf8_lossy(UPLOAD_PREFIX);
    Ok(PathBuf::from(format!("{prefix}{}", random_hex()?)))
}

pub(crate) fn random_hex() -> Result<String, FileError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| FileError::Other)?;
    Ok(format!("{:016x}", u64::from_ne_bytes(bytes)))
}
