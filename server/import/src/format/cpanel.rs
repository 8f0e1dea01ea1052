//! cPanel's `cpmove` archives.

use model::ImportFileError;

use crate::source::SourceRecord;

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(_file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    Err(ImportFileError::NotThisFormat { line: None })
}
