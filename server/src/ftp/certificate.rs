//! The certificate that FTP clients are shown: given by path, or made at the first start.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ServerSessionMemoryCache;
use thiserror::Error;

use crate::config::TlsConfig;

/// Why there is no certificate to show. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// A file cannot be read, or has no PEM of its kind.
    #[error(
        "cannot read {path}: {source}. Check BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY, or remove the file if Berth made it"
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: pem::Error,
    },
    /// The file has no certificate.
    #[error("{path} has no certificate in PEM. Check BERTH_TLS_CERTIFICATE")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Certificate and key are not fit for TLS, or not for each other.
    #[error("cannot use the certificate: {0}. Check BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY")]
    Unusable(#[from] rustls::Error),
    /// The certificate could not be made.
    #[error("cannot make a certificate: {0}")]
    NotMade(#[from] rcgen::Error),
    /// The certificate that was made cannot be stored.
    #[error("cannot write to {path}: {source}. Give its folder to this user")]
    NotStored {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Sessions that clients may resume, so that each data connection costs no full handshake.
const RESUMABLE_SESSIONS: usize = 4096;

/// TLS 1.2 and 1.3 with the certificate of the settings; without one, with one that is made in
/// the data folder at the first start.
///
/// # Errors
/// See [`CertificateError`].
pub fn tls_config(
    config: &TlsConfig,
    data_dir: &Path,
    public_host: Option<&str>,
) -> Result<Arc<ServerConfig>, CertificateError> {
    let (certificate, key) = match (&config.tls_certificate, &config.tls_key) {
        (Some(certificate), Some(key)) => (certificate.clone(), key.clone()),
        _ => self_signed(data_dir, public_host)?,
    };
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| CertificateError::Unreadable { path, source }
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&certificate)
        .and_then(Iterator::collect)
        .map_err(unreadable(&certificate))?;
    if chain.is_empty() {
        return Err(CertificateError::Empty { path: certificate });
    }
    let key = PrivateKeyDer::from_pem_file(&key).map_err(unreadable(&key))?;
    let mut tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    tls.session_storage = ServerSessionMemoryCache::new(RESUMABLE_SESSIONS);
    tls.ticketer = aws_lc_rs::Ticketer::new()?;
    Ok(Arc::new(tls))
}

/// The certificate of this installation; made if it is not there yet.
fn self_signed(
    data_dir: &Path,
    public_host: Option<&str>,
) -> Result<(PathBuf, PathBuf), CertificateError> {
    let certificate = data_dir.join("ftp-certificate.pem");
    let key = data_dir.join("ftp-key.pem");
    if certificate.exists() && key.exists() {
        return Ok((certificate, key));
    }
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    names.extend(public_host.map(ToOwned::to_owned));
    let made = rcgen::generate_simple_self_signed(names)?;
    store(&key, &made.signing_key.serialize_pem(), 0o600)?;
    store(&certificate, &made.cert.pem(), 0o644)?;
    tracing::info!(certificate = %certificate.display(), "certificate made");
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
