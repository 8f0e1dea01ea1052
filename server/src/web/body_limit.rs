//! Limit on the length of a request's body.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_LENGTH;

use super::error_response::ErrorResponse;

/// The longest body of a request, in bytes. The longest form has a few kilobytes.
pub(super) const MAX_BODY_BYTES: usize = 64 * 1024;

/// How much of a body that is too long is read all the same, in bytes.
const MAX_DRAINED_BYTES: usize = 4 * MAX_BODY_BYTES;

/// Middleware: answers 413 to a body whose `Content-Length` is too long.
///
/// One without that header (`Transfer-Encoding: chunked`) is cut by `RequestBodyLimitLayer` while
/// it is read. That layer would answer here too, but would leave the body unread: closing a
/// connection with bytes unread resets it, and the client may never see the answer.
pub(super) async fn check_content_length(
    request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    let length = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    if length.is_some_and(|bytes| bytes > MAX_BODY_BYTES as u64) {
        let _ = axum::body::to_bytes(request.into_body(), MAX_DRAINED_BYTES).await;
        return Err(ErrorResponse::TOO_LARGE);
    }
    Ok(next.run(request).await)
}
