//! What pages of other sites may have a visitor's browser read: links to our pages, and nothing
//! else.
//!
//! They cannot see an answer, but they can see *that* it was an image, a script, a download or a
//! failure, and so learn what the visitor owns here. So whatever they ask for is refused in the same
//! way before anybody looks whether it is there (W3C Fetch Metadata, "resource isolation policy").
//! Other sites are all others, also those that share a domain with the panel, to which browsers send
//! its cookies (`SameSite`).

use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{ACCEPT, HeaderName, ORIGIN, REFERER};
use http::{HeaderMap, Method};

use super::client::Client;
use super::csrf::{FETCH_SITE, is_our_origin};
use super::error_response::ErrorResponse;
use super::logged_path::LoggedPath;

/// What a request's answer becomes.
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
/// How a request was made.
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// Whether a browser only fetches ahead what a person may ask for.
const PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// What the panel's scripts ask for.
const DATA: [&str; 2] = ["application/json", "text/event-stream"];

/// Middleware of all: refuses to be a part of another site's page, and to be fetched before a
/// person asks for it, which uses up what is shown once.
pub(super) async fn only_links_from_elsewhere(
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    let headers = request.headers();
    let is_foreign = is_foreign_by_metadata(headers) && !is_followed_link(headers);
    if is_read(request.method()) && (is_foreign || is_prefetch(headers)) {
        return Err(refusal(&request, &client));
    }
    Ok(next.run(request).await)
}

/// Middleware of what is no page: refuses even links of other sites to it. By whether a link is a
/// download, or leads back, they would learn whether it is there.
pub(super) async fn nothing_from_elsewhere(
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    if is_read(request.method()) && is_from_another_site(request.headers(), &client) {
        return Err(refusal(&request, &client));
    }
    Ok(next.run(request).await)
}

fn refusal(request: &Request, client: &Client) -> ErrorResponse {
    tracing::debug!(
        address = %client.address,
        path = %LoggedPath::of(request.uri()),
        "refused to be read by another site"
    );
    ErrorResponse::FROM_ANOTHER_SITE
}

/// Whether a method only reads.
pub(super) fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Whether a page of another site makes the browser send this. Over plain HTTP browsers do not say
/// so of every request.
pub(super) fn is_from_another_site(headers: &HeaderMap, client: &Client) -> bool {
    if headers.contains_key(FETCH_SITE) {
        return is_foreign_by_metadata(headers);
    }
    let said = headers.get(ORIGIN).or_else(|| headers.get(REFERER));
    said.is_some_and(|said| {
        let origin = said.to_str().ok().and_then(origin_of);
        origin.is_none_or(|origin| !is_our_origin(origin, client))
    })
}

/// Whether the panel's own scripts make this request: neither a link, nor a part of any page.
pub(super) fn is_sent_by_scripts(headers: &HeaderMap, client: &Client) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let accepts_data = accept.is_some_and(|accept| {
        !accept.contains("text/html") && DATA.iter().any(|kind| accept.contains(kind))
    });
    let is_fetched = headers.get(FETCH_DEST).is_none_or(|dest| dest == "empty");
    let is_readable = headers
        .get(FETCH_MODE)
        .is_none_or(|mode| mode == "cors" || mode == "same-origin");
    accepts_data && is_fetched && is_readable && !is_from_another_site(headers, client)
}

fn is_foreign_by_metadata(headers: &HeaderMap) -> bool {
    // `none`: the person themselves, from the address bar or a bookmark.
    headers
        .get(FETCH_SITE)
        .is_some_and(|site| site != "same-origin" && site != "none")
}

/// Whether the answer becomes the page that the person looks at: not a frame, an object or an
/// image in somebody else's.
fn is_followed_link(headers: &HeaderMap) -> bool {
    let says = |name, value: &str| headers.get(name).is_some_and(|said| said == value);
    says(FETCH_MODE, "navigate") && says(FETCH_DEST, "document")
}

/// Browsers load what was refused here anew, when the person asks for it.
fn is_prefetch(headers: &HeaderMap) -> bool {
    let purpose = headers
        .get(PURPOSE)
        .and_then(|purpose| purpose.to_str().ok());
    purpose.is_some_and(|purpose| purpose.contains("prefetch"))
}

/// The origin at the beginning of an address.
pub(super) fn origin_of(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    address.get(..scheme.len() + "://".len() + host.len())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        pairs.collect()
    }

    fn client() -> Client {
        Client {
            address: [127, 0, 0, 1].into(),
            https: false,
            is_encrypted: false,
            is_proxied: false,
            host: Some("panel.example:3000".into()),
        }
    }

    #[test]
    fn another_site_is_known_by_the_browser_s_word_or_by_its_own_name() {
        for (pairs, is_foreign) in [
            (&[][..], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "same-site")], true),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("sec-fetch-site", "")], true),
            (
                &[("referer", "http://panel.example:3000/login?next=%2F")],
                false,
            ),
            (&[("referer", "http://panel.example:3000")], false),
            (
                &[("referer", "http://panel.example:3000.evil.example/")],
                true,
            ),
            (&[("referer", "http://panel.example:3001/")], true),
            (
                &[("referer", "http://evil.example/http://panel.example:3000/")],
                true,
            ),
            (&[("referer", "about:blank")], true),
            (&[("origin", "null")], true),
            (&[("origin", "http://panel.example:3000")], false),
        ] {
            let found = is_from_another_site(&headers(pairs), &client());
            assert_eq!(found, is_foreign, "{pairs:?}");
        }
    }

    #[test]
    fn a_call_of_the_panel_s_scripts_looks_like_one() {
        let json = ("accept", "application/json");
        for (pairs, is_call) in [
            (&[json][..], true),
            (
                &[
                    json,
                    ("sec-fetch-site", "same-origin"),
                    ("sec-fetch-mode", "cors"),
                    ("sec-fetch-dest", "empty"),
                ],
                true,
            ),
            (&[], false),
            (&[("accept", "text/event-stream")], true),
            (&[("accept", "*/*")], false),
            (&[("accept", "text/html,application/json")], false),
            (&[json, ("sec-fetch-mode", "navigate")], false),
            (&[json, ("sec-fetch-mode", "no-cors")], false),
            (&[json, ("sec-fetch-dest", "image")], false),
            (&[json, ("sec-fetch-site", "same-site")], false),
            (&[json, ("referer", "https://evil.example/")], false),
        ] {
            let found = is_sent_by_scripts(&headers(pairs), &client());
            assert_eq!(found, is_call, "{pairs:?}");
        }
    }

    #[test]
    fn only_what_the_person_looks_at_is_a_followed_link() {
        for (mode, dest, is_link) in [
            ("navigate", "document", true),
            ("navigate", "iframe", false),
            ("navigate", "object", false),
            ("no-cors", "image", false),
            ("cors", "empty", false),
        ] {
            let headers = headers(&[("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]);
            assert_eq!(is_followed_link(&headers), is_link, "{mode} {dest}");
        }
        assert!(!is_followed_link(&HeaderMap::new()));
    }

    #[test]
    fn the_origin_of_an_address_ends_before_its_path() {
        for (address, origin) in [
            ("https://a.example/b?c#d", Some("https://a.example")),
            ("https://a.example:1?b", Some("https://a.example:1")),
            ("https://a.example", Some("https://a.example")),
            ("about:blank", None),
            ("", None),
        ] {
            assert_eq!(origin_of(address), origin);
        }
    }
}
