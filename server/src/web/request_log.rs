//! Request log: one line for each request.

use std::time::Instant;

use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use super::client::Client;
use super::one_time_link_privacy::shown_path;

/// Middleware: writes the line. Never the query, headers or body: they carry what people entered. Of a
/// one-time link, which is a secret, not the path either.
pub(super) async fn log(
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = shown_path(request.uri().path()).to_owned();
    let response = next.run(request).await;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        %method,
        path,
        status = response.status().as_u16(),
        ms,
        address = %client.address,
        "request"
    );
    response
}
