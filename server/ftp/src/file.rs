//! Helpers for files in a home. Their calls block.

use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::fs::{Dir, Metadata, OpenOptions, OpenOptionsExt};
use rustix::fs::OFlags;

use crate::error::FileError;
use crate::path::VirtualPath;

/// Rejects names that are reserved for uploads in progress: listings hide them.
pub(crate) fn check_not_reserved(path: &VirtualPath) -> Result<(), FileError> {
    if path.is_reserved() {
        Err(FileError::BadName)
    } else {
        Ok(())
    }
}

/// Opens a file with `O_NONBLOCK`: a pipe without a writer would block the thread for ever.
pub(crate) fn open(
    home: &Dir,
    path: &VirtualPath,
    options: &mut OpenOptions,
) -> Result<File, FileError> {
    let nonblock = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    options.custom_flags(nonblock);
    match home.open_with(path.relative(), options) {
        Ok(file) => Ok(file.into_std()),
        Err(error) => Err(FileError::from(error)),
    }
}

/// When a file was last modified; 1970 where the file system does not say.
pub(crate) fn modification_time(metadata: &Metadata) -> SystemTime {
    metadata
        .modified()
        .map_or(UNIX_EPOCH, cap_std::time::SystemTime::into_std)
}
