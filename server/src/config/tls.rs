//! The certificate of the FTP server, and of the panel.

use std::path::PathBuf;

use clap::Args;

/// The certificate that FTP clients are shown, and browsers where the panel has no other. Without one
/// Berth makes its own.
#[derive(Clone, Debug, Default, Args)]
pub struct TlsConfig {
    /// Certificate chain in PEM, if not one that Berth signs itself
    #[arg(long, env = "BERTH_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// The certificate's private key in PEM
    #[arg(long, env = "BERTH_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// The panel's certificate chain in PEM, if not the same as for FTPS
    #[arg(long, env = "BERTH_HTTPS_CERTIFICATE", value_name = "FILE")]
    pub https_certificate: Option<PathBuf>,
    /// That certificate's private key in PEM
    #[arg(long, env = "BERTH_HTTPS_KEY", value_name = "FILE")]
    pub https_key: Option<PathBuf>,
}
