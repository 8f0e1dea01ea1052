//! The site's files: the WebAssembly, the stylesheet, the icon.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE, VARY};
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
        .layer(middleware::from_fn(kept_for_ever))
}

/// What is in a folder that is named by its contents is never asked for again. Nothing else is
/// served.
async fn kept_for_ever(request: Request, next: Next) -> Response {
    if !is_in_a_folder(request.uri().path()) {
        return ErrorResponse::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return ErrorResponse::NOT_FOUND.into_response();
    }
    let headers = response.headers_mut();
    keep_for(headers, "public, max-age=31536000, immutable");
    name_charset(headers);
    response
}

/// Says that text is UTF-8.
fn name_charset(headers: &mut HeaderMap) {
    for (kind, named) in [
        ("text/css", "text/css; charset=utf-8"),
        ("text/javascript", "text/javascript; charset=utf-8"),
    ] {
        if headers.get(CONTENT_TYPE).is_some_and(|found| found == kind) {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(named));
        }
    }
}

/// Says how long a file may be kept, and that it comes in more than one form.
pub(super) fn keep_for(headers: &mut HeaderMap, cache_control: &'static str) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control));
    headers.insert(VARY, HeaderValue::from(ACCEPT_ENCODING));
}

/// Whether a path below `/pkg` leads into a build's folder: `/0123456789abcdef/berth.js`.
fn is_in_a_folder(path: &str) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split_once('/')
        .is_some_and(|(folder, file)| !folder.is_empty() && !file.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_a_build_s_folder_is_named_by_its_contents() {
        for path in ["/0123456789abcdef/berth.js", "/0123/snippets/a.js"] {
            assert!(is_in_a_folder(path), "{path}");
        }
        for path in [
            "/current",
            "/0123456789abcdef/",
            "/0123456789abcdef",
            "//a",
            "/",
            "",
        ] {
            assert!(!is_in_a_folder(path), "{path}");
        }
    }
}
