//! The names of uploads in progress, which tell whose they are.

use std::path::PathBuf;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::error::FileError;
use crate::path::UPLOAD_PREFIX;

/// Who has begun an upload.
pub(super) enum BegunBy {
    ThisProcess,
    /// Of this machine.
    AnotherProcess,
    AnotherMachine,
}

/// This machine and this process, as they stand in the names of uploads in progress.
static OWNER: LazyLock<(String, String)> = LazyLock::new(|| {
    let host = std::fs::read("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = Sha256::digest(host)
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    (host, random_hex().unwrap_or_default())
});

/// A new hidden name, which tells whose upload it is.
pub(super) fn hidden_name() -> Result<PathBuf, FileError> {
    let (host, process) = &*OWNER;
    let prefix = String::from_utf8_lossy(UPLOAD_PREFIX);
    Ok(PathBuf::from(format!(
        "{prefix}{host}-{process}-{}",
        random_hex()?
    )))
}

/// Tells by the name of an upload in progress who has begun it.
pub(super) fn begun_by(name: &[u8]) -> BegunBy {
    let (host, process) = &*OWNER;
    let owner = name.strip_prefix(UPLOAD_PREFIX).unwrap_or_default();
    let mut parts = owner.split(|byte| *byte == b'-');
    match (parts.next(), parts.next()) {
        (Some(its_host), Some(its_process)) if its_host == host.as_bytes() => {
            if its_process == process.as_bytes() {
                BegunBy::ThisProcess
            } else {
                BegunBy::AnotherProcess
            }
        }
        _ => BegunBy::AnotherMachine,
    }
}

/// A number that nobody can guess, in hexadecimal.
pub(super) fn random_hex() -> Result<String, FileError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| FileError::Other)?;
    Ok(format!("{:016x}", u64::from_ne_bytes(bytes)))
}
