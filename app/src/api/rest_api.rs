//! The pages that show the REST API.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{RestApiOperation, RestApiSummary};

#[cfg(feature = "ssr")]
use super::{request_context::signed_in, respond::answer};
#[cfg(feature = "ssr")]
use model::{AppError, RestApiReference};
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// What the pages show of the REST API. The web server provides it as a context: it is made from the
/// API's description, which only the server has.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct RestApiPages(pub Arc<RestApiReference>);

/// Reads the list of the REST API's operations.
#[server(endpoint = "rest_api_page", input = GetUrl)]
pub async fn rest_api_page() -> Result<Vec<RestApiSummary>, ApiError> {
    Ok(answer(reference())?.list())
}

/// Reads an operation of the REST API.
#[server(endpoint = "rest_api_operation", input = GetUrl)]
pub async fn view_rest_api_operation(id: String) -> Result<RestApiOperation, ApiError> {
    let reference = answer(reference())?;
    let operation = reference.operation(&id).cloned();
    answer(operation.ok_or(AppError::NotFound))
}

#[cfg(feature = "ssr")]
fn reference() -> Result<Arc<RestApiReference>, AppError> {
    signed_in()?;
    let pages = use_context::<RestApiPages>();
    Ok(pages.ok_or(AppError::Internal)?.0)
}
