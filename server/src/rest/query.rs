//! The queries of addresses: an unknown parameter is an error, since a filter that is mistyped would
//! otherwise find everything.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::body::shortened;
use super::error::RestError;
use super::request_error::RequestError;

/// The query of a request. `T` denies unknown fields.
pub(super) struct Query<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RestError> {
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        let read = read.map_err(|error| invalid_query(&error.body_text()))?;
        Ok(Self(read.0))
    }
}

/// What is wrong with a query.
pub(super) fn invalid_query(reason: &dyn std::fmt::Display) -> RestError {
    let reason = shortened(reason);
    RequestError::InvalidQuery { reason }.into()
}
