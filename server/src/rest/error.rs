//! Why an operation did nothing, on its way to the middleware that writes it down.

use app::api::error_status::{error_status, retry_after};
use axum::response::{IntoResponse, Response};
use http::header::{ETAG, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use model::{AccountName, AppError, FieldErrors, ImportPreview};
use serde::Serialize;
use serde_json::Value;

use super::etag::EntityTag;
use super::request_error::RequestError;

/// Why an operation did nothing.
#[derive(Clone, Debug)]
pub(super) enum RestError {
    /// A use case says so.
    App(AppError),
    /// The request itself is at fault.
    Request(RequestError),
    /// What was to be changed is of another version than `If-Match` says.
    Changed {
        /// The version that it has.
        etag: EntityTag,
        /// What it is now, as it is read.
        current: Box<Value>,
    },
    /// Records of an import are refused, and so none was taken.
    ImportRefused(Box<ImportPreview>),
    /// The accounts cannot be written as they were asked for.
    NotExported(ExportRefusal),
}

/// Why FTP accounts cannot be written in a format.
#[derive(Clone, Debug)]
pub(super) enum ExportRefusal {
    /// This program needs to know whom the files belong to, and nothing says so.
    OwnerMissing(&'static str),
    /// The format cannot write the home directory of this account.
    Home(AccountName, String),
}

impl RestError {
    /// What was to be changed is of another version, and is this now.
    pub(super) fn changed(etag: EntityTag, current: &impl Serialize) -> Self {
        match serde_json::to_value(current) {
            Ok(current) => Self::Changed {
                etag,
                current: Box::new(current),
            },
            Err(error) => {
                tracing::error!(%error, "an answer cannot be written as JSON");
                Self::App(AppError::Internal)
            }
        }
    }

    /// The HTTP status that says the same.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::App(error) => error_status(error),
            Self::Request(error) => error.status(),
            Self::Changed { .. } => StatusCode::PRECONDITION_FAILED,
            Self::ImportRefused(_) | Self::NotExported(ExportRefusal::OwnerMissing(_)) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::NotExported(ExportRefusal::Home(..)) => StatusCode::CONFLICT,
        }
    }
}

impl From<AppError> for RestError {
    fn from(error: AppError) -> Self {
        match error {
            // A request for what is not there is answered so, whatever it asks of it (RFC 9110, 13.2.1).
            AppError::RemovedDuringEdit => Self::App(AppError::NotFound),
            error => Self::App(error),
        }
    }
}

impl From<FieldErrors> for RestError {
    fn from(errors: FieldErrors) -> Self {
        Self::App(errors.into())
    }
}

impl From<RequestError> for RestError {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl IntoResponse for RestError {
    /// An empty response with all headers, which [`render`](super::problem::render) fills.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        match &self {
            Self::App(error) => {
                if let Some(wait) = retry_after(error) {
                    headers.insert(RETRY_AFTER, wait);
                }
                if matches!(error, AppError::TokenReadsOnly) {
                    headers.insert(WWW_AUTHENTICATE, challenge("insufficient_scope"));
                }
            }
            Self::Request(RequestError::TokenMissing) => {
                let challenge = HeaderValue::from_static("Bearer realm=\"Berth\"");
                headers.insert(WWW_AUTHENTICATE, challenge);
            }
            Self::Request(RequestError::TokenInvalid) => {
                headers.insert(WWW_AUTHENTICATE, challenge("invalid_token"));
            }
            Self::Request(RequestError::TooManyRequests { seconds }) => {
                headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::Request(RequestError::TimedOut) => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
            }
            Self::Request(_) | Self::ImportRefused(_) | Self::NotExported(_) => {}
            Self::Changed { etag, .. } => {
                headers.insert(ETAG, etag.header());
            }
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What a client is told that has a token, but not one for this (RFC 6750, 3).
fn challenge(error: &str) -> HeaderValue {
    HeaderValue::try_from(format!("Bearer realm=\"Berth\", error=\"{error}\""))
        .unwrap_or(HeaderValue::from_static("Bearer"))
}
