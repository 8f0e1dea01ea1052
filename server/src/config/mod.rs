//! Every setting, its default and its environment variable: a file and a struct for each concern.
//!
//! A setting is an option of the command line, a variable of the environment and a key of the settings
//! file ([`crate::settings`]), which are made of what stands here: the option's name, the variable's,
//! the default, the parser. The option wins, then the variable. The first line of a field's documentation
//! is what `berth help` shows, and the settings file's example.

mod audit;
mod ftp;
mod http;
mod log;
mod mail;
mod metrics;
mod privileges;
mod sessions;
mod settings_file;
mod shutdown;
mod storage;
mod tls;
mod transfer_log;
mod trusted_addresses;
mod webhooks;
mod webspace_bases;

use std::path::PathBuf;

use clap::Args;

pub use audit::AuditConfig;
pub use ftp::{FtpConfig, FtpLimits, RequireCloseNotify};
pub(crate) use http::parse_public_url;
pub use http::{HttpConfig, SiteConfig};
pub use log::{LogConfig, LogFormat};
pub use mail::{MailConfig, SmtpTls};
pub use metrics::MetricsConfig;
pub use privileges::PrivilegesConfig;
pub use sessions::SessionsConfig;
pub use settings_file::{SettingsFileConfig, SettingsFilePath};
pub use shutdown::ShutdownConfig;
pub(crate) use storage::PASSWORDS_FILE;
pub use storage::StorageConfig;
pub use tls::TlsConfig;
pub use transfer_log::{TransferLogConfig, TransferLogFormat};
pub use trusted_addresses::{TrustedAddresses, TrustedAddressesError};
pub use webhooks::WebhooksConfig;
pub use webspace_bases::{WebspaceBases, WebspaceBasesError};

/// Everything that `berth serve` needs to know.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Where data is kept.
    #[command(flatten)]
    pub storage: StorageConfig,
    /// The panel.
    #[command(flatten)]
    pub http: HttpConfig,
    /// The FTP server.
    #[command(flatten)]
    pub ftp: FtpConfig,
    /// The certificate.
    #[command(flatten)]
    pub tls: TlsConfig,
    /// Sessions of the panel.
    #[command(flatten)]
    pub sessions: SessionsConfig,
    /// The audit trail.
    #[command(flatten)]
    pub audit: AuditConfig,
    /// As whom it runs.
    #[command(flatten)]
    pub privileges: PrivilegesConfig,
    /// The transfer log.
    #[command(flatten)]
    pub transfer_log: TransferLogConfig,
    /// Webhooks.
    #[command(flatten)]
    pub webhooks: WebhooksConfig,
    /// Metrics.
    #[command(flatten)]
    pub metrics: MetricsConfig,
    /// The server that takes mail.
    #[command(flatten)]
    pub mail: MailConfig,
    /// The end of the program.
    #[command(flatten)]
    pub shutdown: ShutdownConfig,
    /// The file that these are read from, if there is one: nobody but the operator writes to it.
    #[arg(skip)]
    pub settings_file: Option<PathBuf>,
    /// Also make the subscription example.com with some files, if there is none at all
    #[arg(long)]
    pub demo: bool,
}
