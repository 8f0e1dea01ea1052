//! The site's files: the WebAssembly, the stylesheet, the icon.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use tower_http::services::ServeDir;

use super::error_response::ErrorResponse;

/// The folder of what the build makes, below the site's folder and in addresses.
pub(super) const PACKAGE: &str = "pkg";

/// The files of a folder, in the smallest form that the browser takes.
pub(super) fn folder(folder: &Path) -> ServeDir {
    ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
}

/// What the build makes, below the address `/pkg`.
pub(super) fn package(site: &Path) -> Router {
    Router::new()
        .fallback_service(folder(&site.join(PACKAGE)))
        .layer(middleware::from_fn(kept_for_ever_if_hashed))
}

/// A file whose name changes with its contents is never asked for again; another one each time,
/// which costs a round trip but no transfer.
async fn kept_for_ever_if_hashed(request: Request, next: Next) -> Response {
    let is_hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return ErrorResponse::NOT_FOUND.into_response();
    }
    let keep = if is_hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    keep_for(response.headers_mut(), keep);
    response
}

/// Says how long a file may be kept, and that it comes in more than one form.
pub(super) fn keep_for(headers: &mut HeaderMap, cache_control: &'static str) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control));
    headers.insert(VARY, HeaderValue::from(ACCEPT_ENCODING));
}

/// Whether a file's name carries a hash of its contents: `berth.kPvO2eWQ1UwRnGZC1h0bLA.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.split('.').rev();
    let _extension = parts.next();
    let hash = parts.next().unwrap_or_default();
    parts.next().is_some()
        && hash.len() >= 16
        && hash
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_stands_between_name_and_extension() {
        for path in [
            "/berth.kPvO2eWQ1UwRnGZC1h0bLA.js",
            "/a.0123456789abcdef.css",
        ] {
            assert!(is_hashed(path), "{path}");
        }
        for path in [
            "/berth.js",
            "/berth_bg.wasm",
            "/berth.min.js",
            "/kPvO2eWQ1UwRnGZC1h0bLA.js",
            "/kPvO2eWQ1UwRnGZC1h0bLA/inline.js",
            "/",
            "",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
