//! Files within a home: opened, cut off and looked at by blocking calls.

use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::fs::{Dir, Metadata, OpenOptions, OpenOptionsExt};
use rustix::fs::OFlags;

use crate::error::FileError;
use crate::path::VirtualPath;

/// A name beginning like an upload in progress would be hidden from every listing.
pub(crate) fn check_new(path: &VirtualPath) -> Result<(), FileError> {
    if path.is_reserved() {
        Err(FileError::BadName)
    } else {
        Ok(())
    }
}

/// Opens without waiting: a pipe without a writer would hold the thread for ever.
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

/// Cuts off what follows the point of resumption: it is what is about to be sent again.
pub(crate) fn cut(file: &File, length: u64) -> Result<u64, FileError> {
    let before = file.metadata()?.len();
    if length > before {
        return Err(FileError::BeyondEnd);
    }
    file.set_len(length)?;
    Ok(before)
}

/// When a file was last modified; 1970 where the file system does not say.
pub(crate) fn modified(metadata: &Metadata) -> SystemTime {
    metadata
        .modified()
        .map_or(UNIX_EPOCH, cap_std::time::SystemTime::into_std)
}
