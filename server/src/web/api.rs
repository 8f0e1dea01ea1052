//! Middleware of the server functions: rate limit, and the status of their errors.

use std::sync::Arc;

use app::api::error_status::{error_status, retry_after};
use app::api::request_context::RequestContext;
use app::api::{ApiError, PREFIX};
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{REFERER, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method};
use leptos::server_fn::error::{SERVER_FN_ERROR_HEADER, ServerFnUrlError};
use model::AppError;

use super::error_response::ErrorResponse;
use super::rate_limit::RateLimiter;

/// The longest error of a server function that is read again, in bytes.
const MAX_ERROR_BYTES: usize = 256 * 1024;

/// Middleware: limits the rate of anonymous calls, and gives errors their status.
pub(super) async fn server_functions(
    State(limiter): State<Arc<RateLimiter>>,
    Extension(context): Extension<RequestContext>,
    mut request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    if !request.uri().path().starts_with(PREFIX) {
        return Ok(next.run(request).await);
    }
    let is_anonymous_post = context.signed_in.is_none() && request.method() == Method::POST;
    if is_anonymous_post && !limiter.allow(context.origin.address) {
        return Err(AppError::Throttled { seconds: 1 }.into());
    }
    strip_earlier_error(request.headers_mut());
    set_error_status(next.run(request).await).await
}

/// Takes the traces of an earlier error from the address that a form came from.
///
/// Without scripts Leptos sends the browser back there with the new error behind the old ones,
/// until the address is longer than browsers put into `Referer` (4,096 bytes): then they only
/// name the site, and the form with all that was typed would be gone.
fn strip_earlier_error(headers: &mut HeaderMap) {
    let referer = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let Some(mut referer) = referer.map(ToOwned::to_owned) else {
        return;
    };
    if !referer.contains("__err=") {
        return;
    }
    ServerFnUrlError::<ApiError>::strip_error_info(&mut referer);
    if let Ok(referer) = HeaderValue::try_from(referer) {
        headers.insert(REFERER, referer);
    }
}

/// Gives the error of a server function its status, and says when to try again.
///
/// Leptos answers 500 to all of them. Done here rather than in the functions, since arguments
/// that cannot be read never reach them. A redirect stays one: it brings the error back to a form
/// that was sent without JavaScript.
async fn set_error_status(response: Response) -> Result<Response, ErrorResponse> {
    let is_error = response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    if !is_error || response.status().is_redirection() {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_ERROR_BYTES)
        .await
        .map_err(|_| ErrorResponse::FAILED)?;
    let error: ApiError = serde_json::from_slice(&bytes).map_err(|_| ErrorResponse::FAILED)?;
    parts.status = error_status(&error.error);
    if let Some(wait) = retry_after(&error.error) {
        parts.headers.insert(RETRY_AFTER, wait);
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_errors_leave_the_address_that_a_form_came_from() {
        for (sent, kept) in [
            (
                "http://panel/ftp/new?page=2&__path=%2Fapi%2Fadd&__err=e30%3D&__path=x&__err=y",
                "http://panel/ftp/new?page=2",
            ),
            ("http://panel/ftp/new", "http://panel/ftp/new"),
            ("no address", "no address"),
        ] {
            let mut headers = HeaderMap::from_iter([(REFERER, HeaderValue::from_static(sent))]);
            strip_earlier_error(&mut headers);
            assert_eq!(headers[REFERER], kept);
        }
    }
}
