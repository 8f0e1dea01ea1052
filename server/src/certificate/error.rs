//! Why there is no certificate.

use std::io;
use std::path::PathBuf;

use rustls::pki_types::pem;
use thiserror::Error;

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
