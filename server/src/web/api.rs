//! Middleware of pages and server functions: how much one may ask for; of server functions, who may
//! read from them, the status of their errors, and the answers to plain forms.

use std::sync::Arc;

use app::api::error_status::{error_status, retry_after};
use app::api::request_context::RequestContext;
use app::api::{ApiError, PREFIX};
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::RETRY_AFTER;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use model::AppError;
use services::Services;

use crate::network_rate_limiter::NetworkRateLimiter;

use super::client::Client;
use super::error_response::ErrorResponse;
use super::fetch_metadata::{is_read, is_sent_by_scripts};
use super::plain_forms::SentForm;

use super::refused_forms::RefusedForms;

/// The longest error of a server function that is read again, in bytes.
const MAX_ERROR_BYTES: usize = 256 * 1024;

/// What the middleware keeps between requests.
pub(super) struct ServerFunctions {
    services: Services,
    limiter: NetworkRateLimiter,
    refused_forms: Arc<RefusedForms>,
}

impl ServerFunctions {
    /// With the place where refused forms wait for their page.
    pub(super) fn new(services: Services, refused_forms: Arc<RefusedForms>) -> Self {
        Self {
            services,
            limiter: NetworkRateLimiter::default(),
            refused_forms,
        }
    }
}

/// Middleware of pages and server functions: limits what one person has answered at once, and the rate
/// of whoever is not signed in; lets only the panel's scripts read from server functions, gives errors
/// their status, and sends who sent a plain form to a page.
///
/// Whoever else reads is refused in the same way before the function is asked, so that a link or an
/// image on another site tells it nothing.
pub(super) async fn server_functions(
    State(functions): State<Arc<ServerFunctions>>,
    Extension(client): Extension<Client>,
    Extension(context): Extension<RequestContext>,
    mut request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    let _slot = match &context.signed_in {
        Some(signed_in) => Some(functions.services.request_slot(&signed_in.actor).await?),
        None if functions.limiter.allow(context.origin.address) => None,
        None => return Err(AppError::Throttled { seconds: 1 }.into()),
    };
    if !request.uri().path().starts_with(PREFIX) {
        return Ok(next.run(request).await);
    }
    if is_read(request.method()) && !is_sent_by_scripts(request.headers(), &client) {
        return Err(ErrorResponse::FROM_ANOTHER_SITE);
    }
    let form = SentForm::take(&mut request, &client, &context);
    let (response, error) = read_error(next.run(request).await).await?;
    Ok(match (form, error) {
        (Some(form), error) => form.redirect(&functions.refused_forms, &context, response, error),
        (None, Some(error)) => with_status(response, &error.error),
        (None, None) => response,
    })
}

/// The answer of a server function, and the error that is in it.
async fn read_error(response: Response) -> Result<(Response, Option<ApiError>), ErrorResponse> {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return Ok((response, None));
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_ERROR_BYTES)
        .await
        .map_err(|_| ErrorResponse::FAILED)?;
    let error = serde_json::from_slice(&bytes).map_err(|_| ErrorResponse::FAILED)?;
    Ok((Response::from_parts(parts, Body::from(bytes)), Some(error)))
}

/// Gives the error of a server function its status, and says when to try again.
///
/// Leptos answers 500 to all of them. Done here rather than in the functions, since arguments
/// that cannot be read never reach them.
fn with_status(mut response: Response, error: &AppError) -> Response {
    *response.status_mut() = error_status(error);
    if let Some(wait) = retry_after(error) {
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}
