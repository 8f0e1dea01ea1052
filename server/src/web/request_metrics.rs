//! Counts requests by the route that answers them.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

use crate::metrics::{OTHER_ROUTE, request_answered};

/// Middleware: counts the request, and how long its answer took to begin. The route stands for the
/// address, which may have names in it, and a secret.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or(OTHER_ROUTE, MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    request_answered(route, response.status().as_u16(), started.elapsed());
    response
}
