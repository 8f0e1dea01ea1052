//! A certificate and its key, as files.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::error::CertificateError;

/// Where a certificate and its key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    /// The settings that name the two.
    pub(super) settings: &'static str,
}

/// Tells files apart without reading them: inode, size and time of each.
pub(super) type FileIds = [Option<(u64, u64, i64, i64)>; 2];

impl CertificateFiles {
    pub(super) fn ids(&self) -> FileIds {
        [&self.certificate, &self.key].map(|path| {
            let metadata = fs::metadata(path).ok()?;
            let modified = (metadata.mtime(), metadata.mtime_nsec());
            Some((metadata.ino(), metadata.size(), modified.0, modified.1))
        })
    }

    /// Reads the chain and its key, and checks that they belong together.
    pub(crate) fn read(&self) -> Result<CertifiedKey, CertificateError> {
        let settings = self.settings;
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |source| CertificateError::Unreadable {
                path,
                source,
                settings,
            }
        };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect)
            .map_err(unreadable(&self.certificate))?;
        let path = || self.certificate.clone();
        if chain.is_empty() {
            let path = path();
            return Err(CertificateError::Empty { path, settings });
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(unreadable(&self.key))?;
        let provider = aws_lc_rs::default_provider();
        CertifiedKey::from_der(chain, key, &provider).map_err(|source| CertificateError::Unusable {
            path: path(),
            source,
            settings,
        })
    }
}
