//! The certificate of the FTP server.

use std::path::PathBuf;

use clap::Args;

/// The certificate that FTP clients are shown. Without one Berth makes its own.
#[derive(Clone, Debug, Args)]
pub struct TlsConfig {
    /// Certificate chain in PEM, if not one that Berth signs itself
    #[arg(long, env = "BERTH_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// The certificate's private key in PEM
    #[arg(long, env = "BERTH_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
}
