//! Pure-FTPd's `pureftpd.passwd`: 18 fields in a line, as `pure-pw` writes them.

use model::Field;

use super::account::{Account, ExportError, Written};
use super::passwd_line::{PasswdLine, number, written};
use super::target::FileOwner;

/// What it does not have.
const NOT_KEPT: [Field; 2] = [Field::Permission, Field::Tls];
/// What is no hash.
const LOCKED: &str = "*";
/// Behind a home, it makes it the account's `/`.
const CHROOT: &str = "/./";
/// Bytes of a KiB.
const KIB: u64 = 1024;

/// A line.
pub(super) fn line(account: &Account<'_>, owner: FileOwner) -> Result<Written, ExportError> {
    let line = PasswdLine::of(account, LOCKED)?;
    let settings = &account.row.settings;
    let rate = |rate: Option<u32>| number(rate.map(|kib| u64::from(kib) * KIB));
    let blocks = settings.allowed_addresses.blocks().iter();
    let addresses: Vec<String> = blocks.map(ToString::to_string).collect();
    let fields = [
        account.row.name.as_str(),
        line.password,
        &owner.uid.to_string(),
        &owner.gid.to_string(),
        line.gecos,
        &format!("{}{CHROOT}", line.home.trim_end_matches('/')),
        &rate(settings.upload_rate),
        &rate(settings.download_rate),
        // Ratios of uploads and downloads.
        "",
        "",
        &number(settings.max_sessions.map(u64::from)),
        &number(settings.quota_files),
        &number(settings.quota_bytes),
        // The server's addresses that may be used, and may not be.
        "",
        "",
        &addresses.join(","),
        // The client's that may not be, and the hours.
        "",
        "",
    ];
    let mut written = written(account, &fields, &NOT_KEPT);
    // It refuses IPv6 where a list of addresses is set.
    if settings
        .allowed_addresses
        .blocks()
        .iter()
        .any(|block| block.addr().is_ipv6())
    {
        written.not_kept.push(Field::AllowedAddresses);
    }
    Ok(written)
}
