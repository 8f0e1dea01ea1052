//! The way from plain HTTP to HTTPS, where the panel serves both.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Uri;
use model::{AppError, FtpHost, PublicUrl};

use super::client::Client;
use super::error_response::ErrorResponse;

/// The port that browsers use for `https://` without one.
const DEFAULT_PORT: u16 = 443;

/// What programs on this machine ask for to see whether Berth is alive. They need not know of HTTPS.
const HEALTH_CHECKS: [&str; 2] = ["/health", "/ready"];

/// Where HTTPS is.
#[derive(Clone, Debug)]
pub(super) struct HttpsRedirect {
    /// The port that HTTPS is served at.
    pub(super) port: u16,
    /// Where the settings say that browsers find the panel.
    pub(super) public_url: Option<PublicUrl>,
}

/// Middleware: answers nothing that came unencrypted, but says where the same is over HTTPS. Without
/// HTTPS it does nothing.
///
/// What came to a trusted proxy over HTTPS is answered.
pub(super) async fn lead_to_https(
    State(https): State<Option<Arc<HttpsRedirect>>>,
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Response {
    let Some(https) = https else {
        return next.run(request).await;
    };
    let path = request.uri().path();
    let is_health_check = client.address.is_loopback() && HEALTH_CHECKS.contains(&path);
    if client.is_encrypted || is_health_check {
        return next.run(request).await;
    }
    match https.address(&client, request.uri()) {
        // Every method with its body again; nobody keeps it (`Cache-Control` is `no-store`).
        Some(address) => Redirect::permanent(&address).into_response(),
        None => ErrorResponse::from(AppError::Malformed).into_response(),
    }
}

impl HttpsRedirect {
    /// The address over HTTPS of what was asked for; none if no host was asked for, or no path.
    fn address(&self, client: &Client, uri: &Uri) -> Option<String> {
        let path = uri.path_and_query()?.as_str();
        if !path.starts_with('/') {
            return None;
        }
        if let Some(url) = self.public_url.as_ref().filter(|url| url.is_https()) {
            return Some(format!("{}{path}", url.as_str()));
        }
        let host = FtpHost::of_authority(client.host.as_deref()?)?.in_url();
        // A proxy has ports of its own.
        match self.port {
            port if port != DEFAULT_PORT && !client.is_proxied => {
                Some(format!("https://{host}:{port}{path}"))
            }
            _ => Some(format!("https://{host}{path}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(
        port: u16,
        public_url: Option<&str>,
        host: Option<&str>,
        uri: &str,
    ) -> Option<String> {
        let https = HttpsRedirect {
            port,
            public_url: public_url.and_then(PublicUrl::parse),
        };
        let client = Client {
            address: [192, 0, 2, 1].into(),
            https: false,
            is_encrypted: false,
            is_proxied: false,
            host: host.map(ToOwned::to_owned),
        };
        https.address(&client, &uri.parse().expect("an address"))
    }

    #[test]
    fn the_same_is_at_the_same_host() {
        let host = Some("panel.example:3000");
        for (port, path, expected) in [
            (443, "/", "https://panel.example/"),
            (8443, "/", "https://panel.example:8443/"),
            (
                443,
                "/account?a=b%20c",
                "https://panel.example/account?a=b%20c",
            ),
            (
                443,
                "//evil.example/",
                "https://panel.example//evil.example/",
            ),
            (443, "http://other.example/a", "https://panel.example/a"),
        ] {
            let address = address(port, None, host, path);
            assert_eq!(address.as_deref(), Some(expected));
        }
        let ipv6 = address(8443, None, Some("[2001:DB8::1]"), "/a");
        assert_eq!(ipv6.as_deref(), Some("https://[2001:db8::1]:8443/a"));
        let elsewhere = address(8443, Some("https://panel.example:444"), host, "/a");
        assert_eq!(elsewhere.as_deref(), Some("https://panel.example:444/a"));
        let wrong_url = address(443, Some("http://panel.example"), Some("b"), "/a");
        assert_eq!(wrong_url.as_deref(), Some("https://b/a"));
    }

    #[test]
    fn what_is_no_host_leads_nowhere() {
        for host in [
            None,
            Some(""),
            Some("evil.example/"),
            Some("a@evil.example"),
            Some("evil.example\\.panel.example"),
            Some("panel.example:3000:1"),
            Some("[::1"),
            Some("panel example"),
        ] {
            assert_eq!(address(443, None, host, "/"), None, "{host:?}");
        }
        assert_eq!(address(443, None, Some("panel.example"), "*"), None);
    }
}
