//! A system's `passwd` and `shadow`.

use model::ImportFileError;

use crate::source::{SourceFiles, SourceRecord};

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(_files: SourceFiles<'_>) -> Result<Vec<SourceRecord>, ImportFileError> {
    Err(ImportFileError::NotThisFormat { line: None })
}
