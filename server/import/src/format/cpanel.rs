//! cPanel: the `proftpdpasswd` of a `cpmove` archive, which servers with Pure-FTPd have too, and
//! `homedir/etc/ftpquota` beside it, with the quotas. Or the former by itself: on the server, it is
//! `/etc/proftpd/NAME`.
//!
//! Its `uid` and `gid` are those of cPanel's account: in Berth, that is the subscription's system
//! account. An account without a line in `ftpquota` has no quota.

mod archive;

use std::collections::HashMap;

use model::{Field, ImportFileError, RecordError};

use self::archive::{Members, members};
use crate::lines::{Line, LineFormat, lines, records};
use crate::source::{MAX_RECORDS, SourceAccount, SourceRecord};
use crate::units::{number, size};

/// The fields, as cPanel calls them. The shell may be left out.
const PROFTPDPASSWD: LineFormat = LineFormat {
    fields: &[
        "ftpuser",
        "cryptftppass",
        "ouid",
        "ogid",
        "owner",
        "homedir",
        "shell",
    ],
    least: 6,
};

/// The quotas by name, in small letters, as they stand there.
type Quotas = HashMap<String, String>;

/// Reads the accounts.
///
/// # Errors
/// Why nothing of it can be read.
pub(super) fn read(file: &[u8]) -> Result<Vec<SourceRecord>, ImportFileError> {
    let Members { passwd, quotas } = members(file)?;
    let quotas = quotas_of(&quotas)?;
    records(&passwd, &PROFTPDPASSWD, |line| account(line, &quotas))
}

/// Reads `ftpquota`: a name and a number of bytes in each line.
///
/// # Errors
/// It has more than [`MAX_RECORDS`] names.
fn quotas_of(file: &[u8]) -> Result<Quotas, ImportFileError> {
    let mut quotas = Quotas::new();
    for (_, line) in lines(file) {
        let fields = std::str::from_utf8(line)
            .ok()
            .and_then(|line| line.split_once(':'));
        let Some((name, quota)) = fields else {
            continue;
        };
        if quotas.len() == MAX_RECORDS {
            return Err(ImportFileError::TooLarge);
        }
        // Other fields may follow it.
        let quota = quota.split(':').next().unwrap_or(quota);
        quotas.insert(name.to_ascii_lowercase(), quota.to_owned());
    }
    Ok(quotas)
}

fn account(line: &Line<'_>, quotas: &Quotas) -> Result<SourceAccount, RecordError> {
    let name = line.value("ftpuser");
    if is_of_the_system(name, line.value("owner")) {
        return Err(RecordError::SystemAccount);
    }
    let mut account = SourceAccount {
        home: line.required("homedir")?.to_owned(),
        ..SourceAccount::default()
    };
    account.sign_in_by(line.value("cryptftppass"));
    let quota = quotas.get(&name.to_ascii_lowercase());
    if let Some(bytes) = number("ftpquota", quota.map_or("", String::as_str))? {
        account.set(Field::QuotaBytes, size(bytes));
    }
    Ok(account)
}

/// Whether cPanel made the account for itself: for anonymous FTP, or for the logs of the web server.
fn is_of_the_system(name: &str, owner: &str) -> bool {
    matches!(name, "ftp" | "anonymous")
        || name
            .strip_suffix("_logs")
            .is_some_and(|name| !name.is_empty() && name == owner)
}
