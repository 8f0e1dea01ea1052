//! The panel's web server.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use model::PublicUrl;

use super::trusted_addresses::TrustedAddresses;

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
    /// Address of the panel over HTTPS, such as [::]:443; none by default. With it, plain HTTP leads there
    #[arg(long, env = "BERTH_HTTPS_ADDR", value_name = "ADDRESS:PORT")]
    pub https_addr: Option<SocketAddr>,
    /// Reverse proxies whose word about a client's address is believed, with commas between
    #[arg(
        long,
        env = "BERTH_TRUSTED_PROXIES",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESSES"
    )]
    pub trusted_proxies: TrustedAddresses,
    /// Load balancers that begin each connection to the panel with a PROXY protocol header, which they then have to, with commas between
    #[arg(
        long,
        env = "BERTH_HTTP_PROXY_PROTOCOL",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESSES"
    )]
    pub http_proxy_protocol: TrustedAddresses,
    /// Where people's browsers find the panel, such as https://panel.example.com, for the links and cookies that it makes
    #[arg(long, env = "BERTH_PUBLIC_URL", value_name = "URL", value_parser = parse_public_url)]
    pub public_url: Option<PublicUrl>,
    /// The panel's own files.
    #[command(flatten)]
    pub site: SiteConfig,
}

/// Where the panel's own files are.
#[derive(Clone, Debug, Args)]
pub struct SiteConfig {
    /// Folder of the panel's own files, if not those that are part of the program
    #[arg(long, env = "BERTH_SITE_DIR", value_name = "DIR")]
    pub site_dir: Option<PathBuf>,
}

/// Reads where the panel is.
pub(crate) fn parse_public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::parse(text).ok_or_else(|| "write it as https://panel.example.com".to_owned())
}
