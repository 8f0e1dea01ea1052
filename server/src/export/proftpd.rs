//! ProFTPD's `AuthUserFile`: lines like those of `passwd`.

use model::Field;

use super::account::{Account, ExportError, Written};
use super::passwd_line::{PasswdLine, written};
use super::target::FileOwner;

/// What it does not have.
const NOT_KEPT: [Field; 8] = [
    Field::Permission,
    Field::QuotaBytes,
    Field::QuotaFiles,
    Field::AllowedAddresses,
    Field::MaxSessions,
    Field::UploadRate,
    Field::DownloadRate,
    Field::Tls,
];
/// What is no hash.
const LOCKED: &str = "!";
/// The shell of who has none.
const SHELL: &str = "/bin/false";

/// A line.
pub(super) fn line(account: &Account<'_>, owner: FileOwner) -> Result<Written, ExportError> {
    let line = PasswdLine::of(account, LOCKED)?;
    let fields = [
        account.row.name.as_str(),
        line.password,
        &owner.uid.to_string(),
        &owner.gid.to_string(),
        line.gecos,
        line.home,
        SHELL,
    ];
    Ok(written(account, &fields, &NOT_KEPT))
}
