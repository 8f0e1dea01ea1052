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

/// The folder of the newest build's files, such as `pkg/0123456789abcdef`.
///
/// The build names each folder by a hash of all that is in it, and writes the newest one's name
/// into `pkg/current`. It is read once: pages of this program go with the files of its build.
pub(super) fn newest_package(site: &Path) -> String {
    let current = site.join(PACKAGE).join("current");
    match std::fs::read_to_string(&current) {
        Ok(name) => format!("{PACKAGE}/{}", name.trim()),
        Err(error) => {
            let current = current.display();
            tracing::warn!(%error, "{current} is missing: pages have no style and no scripts");
            PACKAGE.to_owned()
        }
    }
}

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
    keep_for(
        response.headers_mut(),
        "public, max-age=31536000, immutable",
    );
    response
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

    #[test]
    fn the_newest_build_is_the_one_that_the_build_names() {
        let site = tempfile::tempdir().expect("a folder");
        assert_eq!(newest_package(site.path()), "pkg");
        std::fs::create_dir(site.path().join("pkg")).expect("a folder");
        std::fs::write(site.path().join("pkg/current"), "0123456789abcdef\n").expect("writable");
        assert_eq!(newest_package(site.path()), "pkg/0123456789abcdef");
    }
}
