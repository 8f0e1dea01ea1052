//! Limit on the length of a request's body.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

use super::error_response::ErrorResponse;

/// The longest body of a request, in bytes. The longest form has a few kilobytes; the only one that has
/// files goes to a route of its own.
pub(super) const MAX_BODY_BYTES: usize = 64 * 1024;

/// How much of a body that is too long is read all the same, in multiples of what is allowed.
const DRAINED: usize = 4;

/// Middleware: answers 413 to a body whose `Content-Length` is too long.
///
/// One without that header (`Transfer-Encoding: chunked`) is cut by `RequestBodyLimitLayer` while
/// it is read. That layer would answer here too, but would leave the body unread.
pub(super) async fn check_content_length(
    request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    if is_longer(request.headers(), MAX_BODY_BYTES) {
        drain(request.into_body(), MAX_BODY_BYTES).await;
        return Err(ErrorResponse::TOO_LARGE);
    }
    Ok(next.run(request).await)
}

/// Whether a body is longer than `most` bytes by its own word.
pub(super) fn is_longer(headers: &HeaderMap, most: usize) -> bool {
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    length.is_some_and(|bytes| bytes > most as u64)
}

/// Reads a body that is longer than `most` bytes, and keeps nothing of it: closing a connection with
/// bytes unread resets it, and the client may never see the answer.
pub(super) async fn drain(body: Body, most: usize) {
    let (mut chunks, mut read) = (body.into_data_stream(), 0);
    while read < DRAINED * most
        && let Some(Ok(chunk)) = chunks.next().await
    {
        read += chunk.len();
    }
}
