//! vsftpd with `pam_pwdfile`: a name and a hash in each line, and whatever else follows them.
//!
//! The file has no homes. They are left empty, and mapped to the folder of each account's name.

use model::{ImportFileError, RecordError};

use crate::lines::{Line, LineFormat, records};
use crate::source::{SourceAccount, SourceRecord};

/// The fields. What follows the hash is left to whoever keeps the file: at most as much as in a line
/// of `passwd`.
const PWDFILE: LineFormat = LineFormat {
    fields: &["username", "password", "", "", "", "", ""],
    least: 2,
};

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    records(file, &PWDFILE, account)
}

fn account(line: &Line<'_>) -> Result<SourceAccount, RecordError> {
    let mut account = SourceAccount::default();
    account.sign_in_by(line.value("password"));
    Ok(account)
}
