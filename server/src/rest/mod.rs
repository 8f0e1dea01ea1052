//! The REST API: the use cases, for programs, at [`PREFIX`].
//!
//! A folder for each noun, a file for each operation or a few that belong together. An operation reads
//! its request into types of the model, calls one use case, and writes down what comes back; rules and
//! permissions are the use cases' own. What is here is HTTP: who calls ([`authenticate`]), errors
//! ([`problem`]), versions ([`etag`]), requests that are sent twice ([`idempotency`]), pages of lists
//! ([`page`]), and the description that is made of all operations ([`openapi`]).

mod activity;
mod app_error_code;
mod audit;
mod authenticate;
mod body;
mod caller;
mod client;
mod default_settings;
mod error;
mod etag;
mod folders;
mod ftp_accounts;
mod ftp_protocol;
mod ftp_sessions;
mod idempotency;
mod limits;
mod mailed_link;
mod multipart;
mod openapi;
mod overview;
mod page;
mod password_link;
mod path;
mod plans;
mod problem;
mod query;
mod rate_limit;
mod reference;
mod request_error;
mod settings;
mod state;
mod subscription_trash;
mod subscriptions;
mod timestamp;
mod token;
mod trash;
mod users;
mod webhooks;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{BoxError, Router};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use model::{AppError, RestApiReference};
use services::Services;
use tower::ServiceBuilder;
use tower::timeout::TimeoutLayer;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use error::RestError;
use openapi::QueryParameters;
use query::invalid_query;
use request_error::RequestError;
use state::RestState;

pub use client::RestClient;
pub use openapi::PREFIX;

/// Everything at [`PREFIX`], where each request must carry a [`RestClient`]. What takes longer than
/// `answer_timeout` is given up, and what brings files after `files_timeout`.
pub fn router(services: Services, answer_timeout: Duration, files_timeout: Duration) -> Router {
    let state = RestState::new(services);
    let Described {
        operations,
        uploads,
        parameters,
        document,
    } = described();
    let parameters = Arc::new(parameters);
    let once = || from_fn_with_state(state.clone(), idempotency::once);
    // What no route matches must not cost a look at the database.
    let known = |operations: Router<RestState>| {
        let parameters = Arc::clone(&parameters);
        operations
            .with_state::<()>(state.clone())
            .route_layer(from_fn_with_state(parameters, refuse_unknown_parameters))
            .route_layer(from_fn_with_state(
                state.clone(),
                authenticate::authenticate,
            ))
    };
    let operations = known(operations.route_layer(once()));
    let begin_upload = from_fn_with_state(state.clone(), ftp_accounts::begin_upload);
    let uploads = known(
        uploads
            // Axum's own, which is shorter than what is taken here.
            .route_layer(DefaultBodyLimit::disable())
            .route_layer(once())
            .route_layer(begin_upload),
    );
    let everything = with_timeout(operations, answer_timeout)
        .merge(with_timeout(uploads, files_timeout))
        .merge(description(&document))
        .fallback(|| async { RestError::from(RequestError::NoSuchPath) })
        .layer(CatchPanicLayer::custom(|_| {
            // The panic's own message is in the log already, by the panic hook.
            tracing::error!("an operation of the API panicked");
            RestError::from(AppError::Internal).into_response()
        }))
        .layer(from_fn(problem::render));
    Router::new().nest(PREFIX, everything)
}

/// Answers what takes longer with an error.
fn with_timeout(operations: Router, timeout: Duration) -> Router {
    operations.layer(
        ServiceBuilder::new()
            .layer(HandleErrorLayer::new(|_: BoxError| async {
                tracing::error!("a request of the API timed out");
                RestError::from(RequestError::TimedOut)
            }))
            .layer(TimeoutLayer::new(timeout)),
    )
}

/// What the panel's pages show of every operation.
pub fn reference() -> RestApiReference {
    let document = serde_json::to_value(described().document);
    document.map_or_else(
        |error| {
            tracing::error!(%error, "the description of the API cannot be read");
            RestApiReference::default()
        },
        |document| reference::reference(&document),
    )
}

/// Every operation, and the description of them all.
struct Described {
    operations: Router<RestState>,
    /// Those that take files.
    uploads: Router<RestState>,
    /// What each has in its address.
    parameters: QueryParameters,
    document: OpenApi,
}

fn described() -> Described {
    let (operations, mut document) = operations().split_for_parts();
    let (uploads, described) = ftp_accounts::uploads().split_for_parts();
    document.merge(described);
    let parameters = QueryParameters::of(&mut document);
    openapi::with_common_parts(&mut document);
    Described {
        operations,
        uploads,
        parameters,
        document,
    }
}

/// Every operation but those that take files.
fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::with_openapi(openapi::without_operations())
        .merge(ftp_accounts::operations())
        .merge(ftp_sessions::operations())
        .merge(activity::operations())
        .merge(trash::operations())
        .merge(folders::operations())
        .merge(default_settings::operations())
        .merge(overview::operations())
        .merge(audit::operations())
        .merge(webhooks::operations())
        .merge(token::operations())
        .merge(subscriptions::operations())
        .merge(subscription_trash::operations())
        .merge(users::operations())
        .merge(plans::operations())
}

/// The description, for everybody: it says nothing of this installation but its version.
fn description(document: &OpenApi) -> Router {
    let json = match serde_json::to_vec(document) {
        Ok(json) => Bytes::from(json),
        Err(error) => {
            tracing::error!(%error, "the description of the API cannot be written");
            Bytes::new()
        }
    };
    let json_type = HeaderValue::from_static("application/json");
    let answer = move || async move { ([(CONTENT_TYPE, json_type)], json) };
    Router::new().route("/openapi.json", get(answer))
}

/// Middleware of operations: refuses a request with a parameter in its address that the operation does
/// not have.
///
/// # Errors
/// Then.
async fn refuse_unknown_parameters(
    State(parameters): State<Arc<QueryParameters>>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Result<Response, RestError> {
    let path = path.as_str();
    let path = path.strip_prefix(PREFIX).unwrap_or(path);
    let query = request.uri().query().unwrap_or_default();
    match parameters.unknown(path, request.method(), query) {
        Some(name) => Err(invalid_query(&format!("{name}: unknown parameter"))),
        None => Ok(next.run(request).await),
    }
}
