//! Whoever calls an operation.

use axum::extract::FromRequestParts;
use http::request::Parts;
use model::{Actor, ApiTokenId};

use super::client::RestClient;
use super::error::RestError;
use super::request_error::RequestError;

/// Whoever calls an operation, by a token.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// The person whose token it is, with the token.
    pub(super) actor: Actor,
    /// The token.
    pub(super) token: ApiTokenId,
    /// Where the request came from.
    pub(super) client: RestClient,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RestError> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or(RequestError::TokenMissing.into())
    }
}
