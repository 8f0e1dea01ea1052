//! The certificate that is made at the first start.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use model::UtcTime;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};

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
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| CertificateError::NotStored {
            path: path.to_owned(),
            source,
        })
}
