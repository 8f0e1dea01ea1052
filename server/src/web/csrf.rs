//! Protection from cross-site request forgery (CSRF).

use app::api::one_time_links::SetPassword;
use app::api::panel_user_links::ChoosePassword;
use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HeaderName, ORIGIN};
use http::{HeaderMap, Method};
use leptos::server_fn::ServerFn;
use model::{AppError, PublicUrl};

use super::client::Client;
use super::error_response::ErrorResponse;
use super::logged_path::LoggedPath;

/// Which site sent a request, in the browser's own word.
pub(super) const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Middleware: refuses a request that may change something and that no page of ours sent.
///
/// Browsers say which site sent it in `Sec-Fetch-Site`, but only over HTTPS or to this very machine; in
/// plain HTTP there is `Origin`. A request with neither does not come from a browser's page,
/// and the panel has no other client. A one-time link does what it is for, whoever sends it; its
/// page tells nobody where it is, so that in plain HTTP its own form cannot say so.
pub(super) async fn require_same_origin(
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    let site = request.headers().get(FETCH_SITE);
    let path = request.uri().path();
    let uses_link = [SetPassword::PATH, ChoosePassword::PATH].contains(&path)
        && site.is_none_or(|site| site == "same-origin" || site == "none");
    if uses_link || is_same_origin(request.method(), request.headers(), &client) {
        Ok(next.run(request).await)
    } else {
        let expected = expected_origin(&client);
        // A browser that says that another site sent it is believed about that alone.
        let seen = seen_origin(request.headers()).filter(|seen| Some(seen) != expected.as_ref());
        tracing::warn!(
            address = %client.address,
            path = %LoggedPath::of(request.uri()),
            seen = seen.as_ref().map(PublicUrl::as_str),
            expected = expected.as_ref().map(PublicUrl::as_str),
            "refused a request that comes from another origin, or through a proxy that does not pass on the host"
        );
        Err(AppError::OtherOrigin { seen, expected }.into())
    }
}

/// Where the page is that sent a request, if the browser says so in a form that may be shown.
fn seen_origin(headers: &HeaderMap) -> Option<PublicUrl> {
    PublicUrl::parse(headers.get(ORIGIN)?.to_str().ok()?)
}

/// What the origin of the panel's own pages would be.
fn expected_origin(client: &Client) -> Option<PublicUrl> {
    PublicUrl::of(client.https, client.host.as_deref()?)
}

fn is_same_origin(method: &Method, headers: &HeaderMap, client: &Client) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    match (headers.get(FETCH_SITE), headers.get(ORIGIN)) {
        // `none`: the person themselves, from the address bar or by reloading.
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin
            .to_str()
            .is_ok_and(|origin| is_our_origin(origin, client)),
        (None, None) => false,
    }
}

/// Whether an origin is the one that the request was sent to.
pub(super) fn is_our_origin(origin: &str, client: &Client) -> bool {
    let Some((scheme, host)) = origin.split_once("://") else {
        return false;
    };
    // A proxy that ends TLS without telling leaves us in the dark about our own scheme, so
    // `https` is never wrong; `http` is, where we know that we are served over HTTPS.
    let scheme_fits = scheme == "https" || (scheme == "http" && !client.https);
    scheme_fits
        && client
            .host
            .as_deref()
            .is_some_and(|ours| without_port(ours, scheme) == without_port(host, scheme))
}

/// A host in small letters, its port left out where the scheme says it.
fn without_port(host: &str, scheme: &str) -> String {
    let default = if scheme == "https" { ":443" } else { ":80" };
    host.strip_suffix(default)
        .unwrap_or(host)
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn posts(headers: &[(&'static str, &'static str)], https: bool) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        let client = Client {
            address: [127, 0, 0, 1].into(),
            https,
            is_encrypted: false,
            is_proxied: false,
            host: Some("panel.example:3000".into()),
        };
        is_same_origin(&Method::POST, &map, &client)
    }

    #[test]
    fn the_browser_is_believed_about_the_site() {
        assert!(posts(&[("sec-fetch-site", "same-origin")], false));
        assert!(posts(&[("sec-fetch-site", "none")], false));
        for site in ["same-site", "cross-site", "", "Same-Origin"] {
            assert!(!posts(&[("sec-fetch-site", site)], false), "{site}");
        }
        assert!(!posts(
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://panel.example:3000")
            ],
            false
        ));
    }

    #[test]
    fn without_it_the_origin_must_be_ours() {
        assert!(posts(&[("origin", "http://panel.example:3000")], false));
        assert!(posts(&[("origin", "https://Panel.Example:3000")], true));
        for origin in [
            "null",
            "",
            "panel.example:3000",
            "http://panel.example",
            "http://panel.example:3001",
            "http://panel.example:3000.evil.example",
            "http://evil.example",
            "ftp://panel.example:3000",
        ] {
            assert!(!posts(&[("origin", origin)], false), "{origin}");
        }
        assert!(!posts(&[("origin", "http://panel.example:3000")], true));
        assert!(!posts(&[], false));
    }

    #[test]
    fn a_scheme_names_its_own_port() {
        assert_eq!(without_port("Panel.example:443", "https"), "panel.example");
        assert_eq!(without_port("[::1]:80", "http"), "[::1]");
        assert_eq!(without_port("[::1]:3000", "http"), "[::1]:3000");
    }
}
