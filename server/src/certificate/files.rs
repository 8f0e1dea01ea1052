//! A certificate and its key, as files.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::error::CertificateError;

/// Tells files apart without reading them: inode, size and time of each.
pub(super) type FileIds = [Option<(u64, u64, i64, i64)>; 2];

pub(super) fn file_ids(certificate: &Path, key: &Path) -> FileIds {
    [certificate, key].map(|path| {
        let metadata = fs::metadata(path).ok()?;
        let modified = (metadata.mtime(), metadata.mtime_nsec());
        Some((metadata.ino(), metadata.size(), modified.0, modified.1))
    })
}

/// Reads a chain and its key, and checks that they belong together.
pub(super) fn read(certificate: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| CertificateError::Unreadable { path, source }
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(unreadable(certificate))?;
    if chain.is_empty() {
        let path = certificate.to_owned();
        return Err(CertificateError::Empty { path });
    }
    let key = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    let provider = aws_lc_rs::default_provider();
    Ok(CertifiedKey::from_der(chain, key, &provider)?)
}
