//! Request log: one line for each request.

use std::time::Instant;

use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

use super::client::Client;
use super::logged_path::LoggedPath;

/// The longest name of a method that is shown, in bytes. Any word may be one.
const MAX_METHOD_BYTES: usize = 16;

/// Middleware: writes the line. Never the query, headers or body: they carry what people entered.
pub(super) async fn log(
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = LoggedPath::of(request.uri());
    let response = next.run(request).await;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        method = shown_method(&method),
        %path,
        status = response.status().as_u16(),
        ms,
        address = %client.address,
        "request"
    );
    response
}

fn shown_method(method: &Method) -> &str {
    let name = method.as_str();
    name.get(..MAX_METHOD_BYTES).unwrap_or(name)
}
