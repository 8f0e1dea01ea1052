//! The REST API's place in the web server: beside the panel, without its cookies, sessions and error
//! pages.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::{Extension, Router};
use model::Origin;
use services::Services;

use super::client::Client;
use super::middleware::FILES_TIMEOUT;
use super::request_context::user_agent;
use crate::rest::{self, RestClient};

/// The API. `has_https` says whether this server answers over HTTPS, so that nobody needs to send a
/// token without.
pub(super) fn route(services: Services, has_https: bool, answer_timeout: Duration) -> Router {
    rest::router(services, answer_timeout, FILES_TIMEOUT)
        .layer(from_fn_with_state(has_https, identify))
}

/// Middleware: says who sends a request.
async fn identify(
    State(has_https): State<bool>,
    Extension(client): Extension<Client>,
    mut request: Request,
    next: Next,
) -> Response {
    let client = RestClient {
        origin: Origin {
            address: client.address,
            user_agent: user_agent(request.headers()),
        },
        https: client.https,
        is_plaintext: has_https && !client.is_encrypted,
        host: client.host,
    };
    request.extensions_mut().insert(client);
    next.run(request).await
}
