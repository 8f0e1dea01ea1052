//! Redirects lead to the panel's own pages, and to no other site.

use app::api::PREFIX;
use app::routes;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use form_urlencoded::Serializer;
use http::header::{LOCATION, REFERER};
use http::{HeaderMap, Uri};

use super::client::Client;
use super::csrf::{FETCH_SITE, is_our_origin};
use super::error_response::ErrorResponse;
use super::fetch_metadata::{is_read, origin_of};

/// Middleware: lets no answer lead to another site, wherever the address came from.
pub(super) async fn keep_local(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_local = response.headers().get(LOCATION).is_none_or(|address| {
        let address = address.to_str().ok();
        address.is_some_and(routes::is_local)
    });
    if is_local {
        return response;
    }
    tracing::error!("an answer would have led to another site");
    ErrorResponse::FAILED.into_response()
}

/// The page that a form came from, as `Referer` says; the start page, if that is none of ours.
///
/// Where a proxy does not tell which port was asked for, our own origin is not known for sure; the
/// browser's word is.
pub(super) fn page_of_form(headers: &HeaderMap, client: &Client) -> String {
    let is_same_origin = headers
        .get(FETCH_SITE)
        .is_some_and(|site| site == "same-origin");
    let is_ours = |origin: &str| is_same_origin || is_our_origin(origin, client);
    let referer = headers.get(REFERER).and_then(|value| value.to_str().ok());
    referer
        .and_then(|referer| own_page(referer, is_ours))
        .unwrap_or(routes::START)
        .to_owned()
}

fn own_page(referer: &str, is_ours: impl Fn(&str) -> bool) -> Option<&str> {
    let origin = origin_of(referer).filter(|origin| is_ours(origin))?;
    let page = referer.get(origin.len()..)?;
    (routes::is_local(page) && !page.starts_with(PREFIX)).then_some(page)
}

/// What Leptos reads from a page's address to fill its forms in after an error.
const ERROR_KEYS: [&str; 2] = ["__path", "__err"];

/// Middleware: draws no page whose address brings an error along, but sends the browser to the same
/// address without it. Anybody can write such an address, with any error and any values of fields;
/// ours come another way (`refused_forms`).
pub(super) async fn refuse_errors_in_addresses(request: Request, next: Next) -> Response {
    let is_page = is_read(request.method()) && !request.uri().path().starts_with(PREFIX);
    match without_error(request.uri()) {
        Some(address) if is_page && routes::is_local(&address) => {
            Redirect::to(&address).into_response()
        }
        Some(_) if is_page => ErrorResponse::NOT_FOUND.into_response(),
        _ => next.run(request).await,
    }
}

/// The address without the error that it brings along; none if it brings none.
fn without_error(uri: &Uri) -> Option<String> {
    let pairs = || form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let is_of_error = |key: &str| ERROR_KEYS.contains(&key);
    if !pairs().any(|(key, _)| is_of_error(&key)) {
        return None;
    }
    let others = pairs().filter(|(key, _)| !is_of_error(key));
    let query = Serializer::new(String::new()).extend_pairs(others).finish();
    let path = uri.path();
    Some(if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_goes_back_to_a_page_of_ours() {
        let client = Client {
            address: [127, 0, 0, 1].into(),
            https: false,
            is_encrypted: false,
            is_proxied: false,
            host: Some("panel.example".into()),
        };
        for (referer, page) in [
            ("http://panel.example/account?a=b", Some("/account?a=b")),
            ("http://panel.example/", Some("/")),
            ("http://panel.example", None),
            ("http://panel.example//evil.example", None),
            ("http://panel.example/\\evil.example", None),
            ("http://panel.example/api/sign_in", None),
            ("http://panel.example.evil.example/", None),
            ("http://panel.example@evil.example/", None),
            ("https://evil.example/account", None),
            ("/account", None),
            ("", None),
        ] {
            let found = own_page(referer, |origin| is_our_origin(origin, &client));
            assert_eq!(found, page, "{referer}");
        }
    }

    #[test]
    fn an_error_leaves_an_address_however_it_is_written() {
        for (address, expected) in [
            ("/login", None),
            ("/login?next=%2F__err", None),
            ("/login?__err=x", Some("/login")),
            (
                "/login?%5F_err=x&__path=y&next=%2Fa%26b",
                Some("/login?next=%2Fa%26b"),
            ),
            ("/login?a=1&__err=x&b=2&__err", Some("/login?a=1&b=2")),
        ] {
            let uri: Uri = address.parse().expect("an address");
            assert_eq!(without_error(&uri).as_deref(), expected, "{address}");
        }
    }
}
