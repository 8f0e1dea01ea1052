//! Errors of the operating system as errors of a form's field.

use std::io;

use model::{FieldError, FolderTrouble};

use super::policy::RefusedRoot;

/// Whether a path would lead out of the directory handle that it is resolved below: then `cap-std`
/// refuses it without a system call, so that the error has no number.
pub(super) fn leaves_root(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

/// Why a folder cannot be created or opened.
pub(super) fn folder_error(error: io::Error) -> FieldError {
    use io::ErrorKind::{
        InvalidFilename, InvalidInput, NotADirectory, NotFound, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    if let Some(refused) = RefusedRoot::of(&error) {
        return refused.into();
    }
    let reason = match error.kind() {
        PermissionDenied if leaves_root(&error) => return FieldError::LeavesWebspace,
        PermissionDenied => FolderTrouble::PermissionDenied,
        NotADirectory | NotFound => FolderTrouble::NotAFolder,
        StorageFull | QuotaExceeded => FolderTrouble::NoSpace,
        ReadOnlyFilesystem => FolderTrouble::ReadOnly,
        InvalidFilename | InvalidInput => FolderTrouble::NameRefused,
        _ => {
            tracing::warn!(%error, "a folder cannot be created or opened");
            FolderTrouble::Other
        }
    };
    reason.into()
}
