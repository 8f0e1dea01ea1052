//! ProFTPD's `AuthUserFile`, which `ftpasswd` writes.
//!
//! Its `uid` and `gid` are those that own the files: in Berth, that is the subscription's system
//! account. The shell only tells whether ProFTPD lets the account in, and only where
//! `RequireValidShell` is on, of which the file says nothing: it is not read.

use model::{ImportFileError, RecordError};

use crate::lines::{Line, records};
use crate::passwd_line::{PASSWD, PasswdLine};
use crate::source::{SourceAccount, SourceRecord};

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    records(file, &PASSWD, account)
}

fn account(line: &Line<'_>) -> Result<SourceAccount, RecordError> {
    let line = PasswdLine::of(line)?;
    if line.uid == 0 {
        // ProFTPD does not let `root` in.
        return Err(RecordError::SystemAccount);
    }
    let mut account = SourceAccount {
        home: line.home.to_owned(),
        ..SourceAccount::default()
    };
    account.sign_in_by(line.password);
    if !line.gecos.is_empty() {
        account.set_note("gecos", line.gecos);
    }
    Ok(account)
}
