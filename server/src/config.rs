//! Every setting, its default and its environment variable.
//!
//! One struct for each concern. A setting is an option of the command line and a variable of the
//! environment; the option wins.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use model::PublicUrl;

use crate::web::TrustedProxies;
use services::store::Database;

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
    /// Also make the subscription example.com with some files, if there is none at all
    #[arg(long)]
    pub demo: bool,
}

/// Where data is kept. Every command needs to know.
#[derive(Clone, Debug, Args)]
pub struct StorageConfig {
    /// Folder of the database and of the certificate that Berth makes itself
    #[arg(
        long,
        env = "BERTH_DATA_DIR",
        default_value = "./data",
        value_name = "DIR"
    )]
    pub data_dir: PathBuf,
    /// Database, if not berth.sqlite in the data folder: postgres://… or sqlite:…
    #[arg(
        long,
        env = "BERTH_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
}

impl StorageConfig {
    /// Where the database is.
    pub fn database(&self) -> Database {
        match &self.database_url {
            Some(url) if !url.is_empty() => Database::Url(url.clone()),
            _ => Database::File(self.data_dir.join("berth.sqlite")),
        }
    }
}

/// The panel's web server.
#[derive(Clone, Debug, Args)]
pub struct HttpConfig {
    /// Address of the panel
    #[arg(
        long,
        env = "BERTH_HTTP_ADDR",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub http_addr: SocketAddr,
    /// Reverse proxies whose word about a client's address is believed, with commas between
    #[arg(
        long,
        env = "BERTH_TRUSTED_PROXIES",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESSES"
    )]
    pub trusted_proxies: TrustedProxies,
    /// Where people's browsers find the panel, such as https://panel.example.com, for the links that it makes
    #[arg(long, env = "BERTH_PUBLIC_URL", value_name = "URL", value_parser = parse_public_url)]
    pub public_url: Option<PublicUrl>,
    /// Folder of the panel's own files, if not `site` in the program's folder or beside that
    #[arg(long, env = "BERTH_SITE_DIR", value_name = "DIR")]
    pub site_dir: Option<PathBuf>,
}

impl HttpConfig {
    /// The folder of the panel's files: `site` in the program's own folder, as it is shipped, or
    /// else beside that, where the build puts it: `target/site` for `target/release/berth`.
    pub fn site_dir(&self) -> PathBuf {
        let found = || {
            let program = std::env::current_exe().ok()?;
            let folder = program.parent()?;
            let own = folder.join("site");
            if own.is_dir() {
                return Some(own);
            }
            Some(folder.parent()?.join("site"))
        };
        self.site_dir
            .clone()
            .or_else(found)
            .unwrap_or_else(|| PathBuf::from("target/site"))
    }
}

/// The FTP server.
#[derive(Clone, Debug, Args)]
pub struct FtpConfig {
    /// Address of the FTP server
    #[arg(
        long,
        env = "BERTH_FTP_ADDR",
        default_value = "127.0.0.1:2121",
        value_name = "ADDRESS:PORT"
    )]
    pub ftp_addr: SocketAddr,
    /// Address for clients that begin with TLS (implicit FTPS), such as [::]:990; none by default
    #[arg(long, env = "BERTH_FTPS_ADDR", value_name = "ADDRESS:PORT")]
    pub ftps_addr: Option<SocketAddr>,
    /// Ports for FTP's data connections, which the firewall must let through
    #[arg(
        long,
        env = "BERTH_FTP_PASSIVE_PORTS",
        default_value = "50000-50999",
        value_name = "FIRST-LAST",
        value_parser = parse_ports
    )]
    pub ftp_passive_ports: RangeInclusive<u16>,
    /// Name or IPv4 address that FTP clients reach this server by, if it is behind NAT
    #[arg(long, env = "BERTH_PUBLIC_HOST", value_name = "HOST")]
    pub public_host: Option<String>,
    /// Refuse FTP sign-ins without TLS
    #[arg(long, env = "BERTH_FTP_REQUIRE_TLS")]
    pub ftp_require_tls: bool,
    /// Refuse FTPS data connections that do not resume their control connection's TLS session
    #[arg(long, env = "BERTH_FTP_REQUIRE_TLS_RESUMPTION")]
    pub ftp_require_tls_resumption: bool,
    /// Also make data connections to clients (PORT, EPRT), to their own address and no other
    #[arg(long, env = "BERTH_FTP_ACTIVE_MODE")]
    pub ftp_active_mode: bool,
    /// For how many days what was done over FTP is kept
    #[arg(
        long,
        env = "BERTH_FTP_ACTIVITY_DAYS",
        default_value_t = 90,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(1..=3650)
    )]
    pub ftp_activity_days: u16,
    /// Minutes after which a home directory with a quota is counted again when its account signs
    /// in, to see what changed without FTP; 0 for each time
    #[arg(
        long,
        env = "BERTH_FTP_RECOUNT_MINUTES",
        default_value_t = 5,
        value_name = "MINUTES"
    )]
    pub ftp_recount_minutes: u16,
    /// What FTP clients may spend.
    #[command(flatten)]
    pub limits: FtpLimits,
}

/// What FTP clients may spend, one of them and all together.
#[derive(Clone, Debug, Args)]
pub struct FtpLimits {
    /// FTP sessions at once
    #[arg(
        long,
        env = "BERTH_FTP_MAX_SESSIONS",
        default_value_t = 2000,
        value_name = "NUMBER"
    )]
    pub ftp_max_sessions: usize,
    /// FTP sessions at once from one address, or one IPv6 network of 64 bits
    #[arg(
        long,
        env = "BERTH_FTP_MAX_SESSIONS_PER_ADDRESS",
        default_value_t = 50,
        value_name = "NUMBER"
    )]
    pub ftp_max_sessions_per_address: usize,
    /// FTP sessions at once of one account
    #[arg(
        long,
        env = "BERTH_FTP_MAX_SESSIONS_PER_ACCOUNT",
        default_value_t = 50,
        value_name = "NUMBER"
    )]
    pub ftp_max_sessions_per_account: usize,
    /// Seconds after which a silent FTP session is closed
    #[arg(
        long,
        env = "BERTH_FTP_IDLE_TIMEOUT",
        default_value_t = 300,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub ftp_idle_timeout: u64,
}

impl FtpLimits {
    /// The same for the engine; what has no setting is as the engine has it.
    pub fn for_engine(&self) -> ftp::Limits {
        ftp::Limits {
            idle_timeout: Duration::from_secs(self.ftp_idle_timeout),
            max_sessions: self.ftp_max_sessions,
            max_sessions_per_address: self.ftp_max_sessions_per_address,
            max_sessions_per_account: self.ftp_max_sessions_per_account,
            ..ftp::Limits::default()
        }
    }
}

/// The certificate that FTP clients are shown. Without one Berth makes its own.
#[derive(Clone, Debug, Args)]
pub struct TlsConfig {
    /// Certificate chain in PEM, if not one that Berth signs itself
    #[arg(
        long,
        env = "BERTH_TLS_CERTIFICATE",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub tls_certificate: Option<PathBuf>,
    /// The certificate's private key in PEM
    #[arg(
        long,
        env = "BERTH_TLS_KEY",
        value_name = "FILE",
        requires = "tls_certificate"
    )]
    pub tls_key: Option<PathBuf>,
}

/// What is logged, and how. Always to standard error.
#[derive(Clone, Debug, Args)]
pub struct LogConfig {
    /// What to log, such as `warn` or `info,ftp=debug`
    #[arg(long = "log", env = "BERTH_LOG", global = true, value_name = "FILTER", value_parser = parse_filter)]
    pub filter: Option<String>,
    /// How to write it
    #[arg(
        long = "log-format",
        env = "BERTH_LOG_FORMAT",
        global = true,
        value_enum,
        default_value_t
    )]
    pub format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object for each line.
    Json,
}

/// Reads where the panel is.
pub(crate) fn parse_public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::parse(text).ok_or_else(|| "write it as https://panel.example.com".to_owned())
}

fn parse_filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|error| error.to_string())
}

fn parse_ports(text: &str) -> Result<RangeInclusive<u16>, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let port = |text: &str| {
        text.trim()
            .parse::<u16>()
            .map_err(|_| "write it as 50000-50999".to_owned())
    };
    let (first, last) = (port(first)?, port(last)?);
    if first > last {
        return Err("the first port is above the last".to_owned());
    }
    if first == 0 && last > 0 {
        return Err("0-0 lets the system choose; a range begins at 1".to_owned());
    }
    Ok(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_a_range_or_one() {
        assert_eq!(parse_ports("50000-50999"), Ok(50000..=50999));
        assert_eq!(parse_ports("50000"), Ok(50000..=50000));
        for text in ["", "-", "9-8", "0-70000", "0-5", "a-b"] {
            assert!(parse_ports(text).is_err(), "{text}");
        }
    }
}
