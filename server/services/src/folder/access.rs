//! The permissions of whom a webspace belongs to.

use cap_std::fs::Dir;
use model::FieldError;
use rustix::fs::{Access, AtFlags, accessat};

use super::error::folder_error;

/// Checks that this thread has these rights to a folder.
pub(super) fn check_access(folder: &Dir, rights: Access) -> Result<(), FieldError> {
    accessat(folder, ".", rights, AtFlags::EACCESS).map_err(|error| folder_error(error.into()))
}
