//! Errors of file operations and transfers, as far as a client may know them.

use std::io;

use rustix::io::Errno;

/// Why a file operation failed, as far as a client may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileError {
    NotFound,
    /// Permission denied by the system, or a path that leaves the home.
    Denied,
    Exists,
    NotEmpty,
    NotADirectory,
    IsADirectory,
    /// Neither a file nor a folder: a device, a pipe.
    NotAFile,
    /// `MLSD` of what is no folder.
    MlsdOfFile,
    NoSpace,
    /// A quota would be exceeded.
    OverQuota,
    /// The quota that the accounts of the webspace share would be exceeded.
    OverWebspaceQuota,
    /// The home that a quota applies to is still being counted.
    Counting,
    TooLarge,
    /// A name that the file system rejects, or that is reserved for the server.
    BadName,
    /// `REST` beyond the end of the file.
    BeyondEnd,
    Other,
}

impl From<io::Error> for FileError {
    /// Logs errors that map to no specific reply.
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
                // ELOOP has no stable `ErrorKind`; a loop of symlinks leads to no file.
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
    /// No data connection was established.
    NotConnected,
    /// The data connection's TLS handshake failed.
    Handshake,
    /// The data connection did not resume the control connection's TLS session, as required.
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
