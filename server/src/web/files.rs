//! The site's files at their addresses.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::HeaderMap;

use super::error_response::ErrorResponse;
use super::site::{PACKAGE, Site};

/// What the build made, below the address `/pkg`. What is in a folder that is named by its contents
/// is never asked for again; nothing else is served.
pub(super) fn package(site: Site) -> Router {
    Router::new()
        .route("/{build}/{*file}", get(file))
        .fallback(|| async { ErrorResponse::NOT_FOUND })
        .with_state(site)
}

async fn file(
    State(site): State<Site>,
    Path((build, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    match site.file(&format!("{PACKAGE}/{build}/{file}")) {
        Some(file) => file.answer(&asked, "public, max-age=31536000, immutable"),
        None => ErrorResponse::NOT_FOUND.into_response(),
    }
}
