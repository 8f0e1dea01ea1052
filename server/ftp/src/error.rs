//! What can go wrong with files and transfers, as far as a client may know.

use std::io;

use rustix::io::Errno;

/// What went wrong with a file, as far as a client may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileError {
    NotFound,
    /// The system's permissions, or a path that leaves the home.
    Denied,
    Exists,
    NotEmpty,
    NotADirectory,
    IsADirectory,
    /// Neither a file nor a folder: a device, a pipe.
    NotAFile,
    NoSpace,
    /// It would pass a quota.
    OverQuota,
    /// What a quota is about is still being counted.
    Counting,
    TooLarge,
    /// A name that the file system refuses, or one that only the server may make.
    BadName,
    /// `REST` beyond the end of the file.
    BeyondEnd,
    Other,
}

impl From<io::Error> for FileError {
    /// Logs what has no reply of its own.
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::NotFound => FileError::NotFound,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem | Kind::CrossesDevices => {
                FileError::Denied
            }
            Kind::AlreadyExists => FileError::Exists,
            Kind::DirectoryNotEmpty => FileError::NotEmpty,
            Kind::NotADirectory => FileError::NotADirectory,
            Kind::IsADirectory => FileError::IsADirectory,
            Kind::StorageFull | Kind::QuotaExceeded => FileError::NoSpace,
            Kind::FileTooLarge => FileError::TooLarge,
            Kind::InvalidFilename | Kind::InvalidInput => FileError::BadName,
            _ => {
                // ELOOP has no stable kind of its own; a loop of links leads nowhere.
                if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) {
                    return FileError::NotFound;
                }
                tracing::warn!(%error, "a file operation failed");
                FileError::Other
            }
        }
    }
}

impl From<Errno> for FileError {
    fn from(error: Errno) -> Self {
        io::Error::from(error).into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransferError {
    File(FileError),
    /// No data connection came.
    NotConnected,
    /// The data connection's TLS handshake failed.
    Handshake,
    /// The data connection's TLS session is a new one, and may not be.
    NotResumed,
    Broken,
    Stalled,
    /// The data connection ended without TLS's `close_notify`: it may have been cut.
    Truncated,
    Aborted,
}

impl From<FileError> for TransferError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
