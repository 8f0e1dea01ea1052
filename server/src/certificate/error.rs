//! Why there is no certificate.

use std::io;
use std::path::PathBuf;

use rustls::pki_types::pem;
use thiserror::Error;

/// Why there is no certificate to show. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// A file cannot be read, or has no PEM of its kind.
    #[error("cannot read {path}: {source}. Check {settings}, or remove the file if Berth made it")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: pem::Error,
        /// The settings that name it.
        settings: &'static str,
    },
    /// The file has no certificate.
    #[error("{path} has no certificate in PEM. Check {settings}")]
    Empty {
        /// The file.
        path: PathBuf,
        /// The settings that name it.
        settings: &'static str,
    },
    /// Certificate and key are not fit for TLS, or not for each other.
    #[error("cannot use the certificate in {path}: {source}. Check {settings}")]
    Unusable {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
        /// The settings that name it and its key.
        settings: &'static str,
    },
    /// The system gives no randomness to begin with.
    #[error("cannot begin with TLS: {0}. Start again")]
    NotReady(#[from] rustls::Error),
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
