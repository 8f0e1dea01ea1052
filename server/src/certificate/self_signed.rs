//! The certificate that is made at the first start.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use model::UtcTime;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};
use services::{FolderLock, Owner};

use super::error::CertificateError;

/// For how many years a certificate that is made here holds. There is no authority behind it that
/// could renew it: whoever trusts it trusts this very one.
const VALIDITY_YEARS: i32 = 30;

/// The certificate of this installation; made if it is not there yet.
pub(super) fn self_signed(
    data_dir: &Path,
    public_host: Option<&str>,
) -> Result<(PathBuf, PathBuf), CertificateError> {
    let certificate = data_dir.join("ftp-certificate.pem");
    let key = data_dir.join("ftp-key.pem");
    let not_stored = |source| CertificateError::NotStored {
        path: data_dir.to_owned(),
        source,
    };
    // Another process may be making it: its key would not fit this one's certificate.
    let _lock = FolderLock::wait(data_dir).map_err(not_stored)?;
    if certificate.exists() && key.exists() {
        return Ok((certificate, key));
    }
    let mut names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ];
    names.extend(public_host.map(ToOwned::to_owned));
    let mut params = CertificateParams::new(names)?;
    let name = public_host.unwrap_or("Berth");
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, format!("{name} (FTP)"));
    let today = UtcTime::now().civil();
    let year = i32::try_from(today.year).unwrap_or(i32::MAX - VALIDITY_YEARS);
    // From before now: a client's clock may be behind.
    params.not_before = date_time_ymd(year - 1, today.month, 1);
    params.not_after = date_time_ymd(year + VALIDITY_YEARS, today.month, 1);
    let signing_key = KeyPair::generate()?;
    let made = params.self_signed(&signing_key)?;
    store(&key, &signing_key.serialize_pem(), 0o600)?;
    store(&certificate, &made.pem(), 0o644)?;
    tracing::info!(certificate = %certificate.display(), "self-signed certificate created");
    Ok((certificate, key))
}

fn store(path: &Path, text: &str, mode: u32) -> Result<(), CertificateError> {
    try_store(path, text, mode).map_err(|source| CertificateError::NotStored {
        path: path.to_owned(),
        source,
    })
}

/// Stores a file whole or not at all. Made by root, it belongs to whom its folder belongs to.
fn try_store(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    if let Some(folder) = path.parent() {
        Owner::at(folder)?.take_from_root(&file)?;
    }
    fs::rename(&unfinished, path)
}
