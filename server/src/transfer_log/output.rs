//! Where the transfer log is written.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::io::Errno;
use thiserror::Error;

use super::writer::Reopen;

/// For whom the file is: its owner, and to be read by its group.
const MODE: u32 = 0o640;

/// Why there is no transfer log. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum TransferLogError {
    /// The file cannot be created or written to.
    #[error(
        "cannot write the transfer log {path}: {source}. Make its folder, let Berth's user write there, or choose another file with BERTH_FTP_TRANSFER_LOG"
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is something else at its place.
    #[error(
        "the transfer log {0} is no file. Choose another one with BERTH_FTP_TRANSFER_LOG, or - for standard output"
    )]
    NotAFile(PathBuf),
    /// There is no standard output.
    #[error(
        "cannot write the transfer log to standard output: {0}. Name a file with BERTH_FTP_TRANSFER_LOG"
    )]
    StandardOutput(io::Error),
    /// The thread that writes it cannot be started.
    #[error(
        "cannot start the thread of the transfer log: {0}. Allow Berth more of them (ulimit -u)"
    )]
    Thread(io::Error),
}

/// An open output.
#[derive(Debug)]
pub(super) struct Output {
    file: File,
    /// Where it is opened anew; none for standard output.
    path: Option<PathBuf>,
}

impl Output {
    pub(super) fn standard_output() -> Result<Self, TransferLogError> {
        // Not by `Stdout`, which keeps lines that it could not write.
        let stdout = io::stdout().as_fd().try_clone_to_owned();
        let file = stdout.map_err(TransferLogError::StandardOutput)?.into();
        Ok(Self { file, path: None })
    }

    pub(super) fn open(path: &Path) -> Result<Self, TransferLogError> {
        Ok(Self {
            file: open_file(path)?,
            path: Some(path.to_owned()),
        })
    }
}

impl Reopen for Output {
    fn reopen(&mut self) -> bool {
        let Some(path) = &self.path else {
            return false;
        };
        match open_file(path) {
            Ok(file) => {
                self.file = file;
                tracing::info!(path = %path.display(), "the transfer log was opened anew");
                true
            }
            Err(error) => {
                tracing::error!(%error, "the transfer log stays in the file of before");
                false
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A symlink is refused, since whoever may write in the folder could lead it elsewhere; and so is
/// what is no file, without waiting for the other end of a pipe.
fn open_file(path: &Path) -> Result<File, TransferLogError> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let open_error = |source| TransferLogError::Open {
        path: path.to_owned(),
        source,
    };
    let file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(MODE)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|source| {
            // What `open` says of a symlink, and of a pipe that nobody reads from.
            match source.raw_os_error().map(Errno::from_raw_os_error) {
                Some(Errno::LOOP | Errno::NXIO) => TransferLogError::NotAFile(path.to_owned()),
                _ => open_error(source),
            }
        })?;
    if !file.metadata().map_err(open_error)?.is_file() {
        return Err(TransferLogError::NotAFile(path.to_owned()));
    }
    Ok(file)
}
