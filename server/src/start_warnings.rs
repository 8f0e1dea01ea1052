//! What whoever starts Berth is warned of in the log.

use std::net::SocketAddr;

use model::PublicUrl;
use rustix::process::geteuid;

use crate::config::HttpConfig;

/// Warns of being root: then whoever is an administrator of the panel has all the files below the
/// folders of webspaces, whosever they are, and a fault of Berth's costs the whole machine.
pub(crate) fn warn_if_root() {
    if geteuid().is_root() {
        tracing::warn!(
            "the server runs as root, and need not: make a user for it, give that user the data \
             folder, and name it in BERTH_USER. It then keeps what it takes to act as the system \
             users of subscriptions and to use ports below 1024, and nothing else"
        );
    }
}

/// Warns of a panel that others reach without encryption. `address` is where it listens without;
/// where it also serves HTTPS, that address leads there.
pub(crate) fn warn_if_unencrypted(address: SocketAddr, serves_https: bool, http: &HttpConfig) {
    if !serves_https && is_unencrypted(address, http) {
        tracing::warn!(
            %address,
            "the panel is reached without encryption: passwords can be read on their way. Let the panel serve HTTPS itself (BERTH_HTTPS_ADDR); or put a proxy that speaks HTTPS in front of it, name it in BERTH_TRUSTED_PROXIES, and let BERTH_HTTP_ADDR be an address that only the proxy reaches, such as 127.0.0.1:3000"
        );
    }
}

/// Warns of metrics that others reach: whoever does reads how busy the server is, and its version.
pub(crate) fn warn_if_metrics_are_public(address: SocketAddr) {
    if !address.ip().to_canonical().is_loopback() {
        tracing::warn!(
            %address,
            "others than this machine may reach the metrics, for which nobody signs in: let a firewall have only Prometheus reach them, or let BERTH_METRICS_ADDR be an address such as 127.0.0.1:9464"
        );
    }
}

/// Whether others than this machine reach the panel, and nothing says that a proxy encrypts it.
fn is_unencrypted(address: SocketAddr, http: &HttpConfig) -> bool {
    !address.ip().to_canonical().is_loopback()
        && http.trusted_proxies.is_empty()
        && !http.public_url.as_ref().is_some_and(PublicUrl::is_https)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SiteConfig;

    #[test]
    fn plain_http_for_all_is_warned_of() {
        let is_unencrypted = |address: &str, proxies: &str, url: Option<&str>| {
            let address = address.parse().expect("an address");
            let http = HttpConfig {
                http_addr: address,
                https_addr: None,
                http_proxy_protocol: "".parse().expect("none"),
                trusted_proxies: proxies.parse().expect("proxies"),
                public_url: url.and_then(model::PublicUrl::parse),
                site: SiteConfig { site_dir: None },
            };
            is_unencrypted(address, &http)
        };
        for address in [
            "0.0.0.0:3000",
            "[::]:80",
            "192.0.2.1:3000",
            "[::ffff:192.0.2.1]:80",
        ] {
            assert!(is_unencrypted(address, "", None), "{address}");
            assert!(
                is_unencrypted(address, "", Some("http://panel.example")),
                "{address}"
            );
            assert!(
                !is_unencrypted(address, "", Some("https://panel.example")),
                "{address}"
            );
            assert!(!is_unencrypted(address, "192.0.2.9", None), "{address}");
        }
        for address in [
            "127.0.0.1:3000",
            "127.0.0.2:80",
            "[::1]:3000",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(!is_unencrypted(address, "", None), "{address}");
        }
    }
}
