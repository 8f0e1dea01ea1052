//! Bodies of requests and answers.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::header::CONTENT_TYPE;
use http::{Extensions, HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::RestError;
use super::request_error::RequestError;

/// The longest body that the operations of a route take, in bytes. Routes that take another one than
/// most have it among the extensions of their requests.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimit(pub(super) usize);

impl BodyLimit {
    /// That of a request.
    pub(super) fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or_default()
    }
}

impl Default for BodyLimit {
    /// A bulk call with as many names as one takes.
    fn default() -> Self {
        Self(64 * 1024)
    }
}

/// How much of a body that is too long is read all the same, in multiples of what is allowed: closing
/// a connection with bytes unread resets it, and the client may never see the answer.
const DRAINED: usize = 4;

/// The longest that is told of what the parser says, in characters.
const MAX_REASON: usize = 300;

/// What JSON is called: also as a change of what is there (RFC 7396).
const JSON: [&str; 2] = ["application/json", "application/merge-patch+json"];

/// The body of a request, read from JSON.
pub(super) struct Json<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = RestError;

    async fn from_request(request: Request, _: &S) -> Result<Self, RestError> {
        if !is_json(request.headers()) {
            return Err(RequestError::UnsupportedMediaType.into());
        }
        let limit = BodyLimit::of(request.extensions());
        let body = read(request.into_body(), limit).await?;
        parse(&body).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(json) => {
                let json_type = HeaderValue::from_static("application/json");
                ([(CONTENT_TYPE, json_type)], json).into_response()
            }
            Err(error) => {
                tracing::error!(%error, "an answer cannot be written as JSON");
                RestError::from(model::AppError::Internal).into_response()
            }
        }
    }
}

/// Something was made, and is at this address.
pub(super) fn created<T: Serialize>(location: &str, body: T) -> Response {
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    if let Ok(location) = HeaderValue::try_from(location) {
        let headers = response.headers_mut();
        headers.insert(http::header::LOCATION, location);
    }
    response
}

/// Whether a body is JSON by its own word.
fn is_json(headers: &HeaderMap) -> bool {
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|said| said.to_str().ok());
    said.is_some_and(|said| {
        let kind = said.split(';').next().unwrap_or_default().trim();
        JSON.iter().any(|json| kind.eq_ignore_ascii_case(json))
    })
}

/// Reads a whole body. Nothing is kept of one that is too long.
///
/// # Errors
/// If it is too long, or the client breaks it off.
pub(super) async fn read(body: Body, BodyLimit(most): BodyLimit) -> Result<Bytes, RestError> {
    let mut is_too_long = body.size_hint().lower() > most as u64;
    let (mut chunks, mut kept, mut length) = (body.into_data_stream(), Vec::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| malformed(&error))?;
        length += chunk.len();
        is_too_long |= length > most;
        if !is_too_long {
            kept.extend_from_slice(&chunk);
            continue;
        }
        kept = Vec::new();
        if length > DRAINED * most {
            break;
        }
    }
    match is_too_long {
        true => Err(RequestError::BodyTooLarge { most }.into()),
        false => Ok(kept.into()),
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, RestError> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (path, error) = (error.path().to_string(), error.into_inner());
        if !error.is_data() {
            return malformed(&error);
        }
        let field = if path == "." { String::new() } else { path };
        let reason = shortened(&error);
        RestError::from(RequestError::InvalidBody { field, reason })
    })?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(read)
}

fn malformed(reason: &dyn std::fmt::Display) -> RestError {
    let reason = shortened(reason);
    RequestError::MalformedJson { reason }.into()
}

/// What a parser says, no longer than needed: it may repeat what it was given.
pub(super) fn shortened(reason: &dyn std::fmt::Display) -> String {
    let reason = reason.to_string();
    let mut shortened: String = reason.chars().take(MAX_REASON).collect();
    if shortened.len() < reason.len() {
        shortened.push('…');
    }
    shortened
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "inner")]
        _inner: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "number")]
        _number: u32,
    }

    fn error(json: &str) -> RequestError {
        match parse::<Outer>(json.as_bytes()) {
            Err(RestError::Request(error)) => error,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_with_a_body_is_told_with_its_place() {
        for (json, expected) in [
            (r#"{"inner":{"number":-1}}"#, "inner.number"),
            (r#"{"inner":{"number":1,"more":2}}"#, "inner.more"),
            (r#"{"inner":{}}"#, "inner"),
            ("[]", ""),
        ] {
            let RequestError::InvalidBody { field, .. } = error(json) else {
                unreachable!("{json}");
            };
            assert_eq!(field, expected, "{json}");
        }
        for json in ["", "{", r#"{"inner":{"number":1}} x"#] {
            let error = error(json);
            assert!(
                matches!(error, RequestError::MalformedJson { .. }),
                "{json}"
            );
        }
        let long = format!(r#"{{"inner":{{"{}":1}}}}"#, "é".repeat(10_000));
        let RequestError::InvalidBody { reason, .. } = error(&long) else {
            unreachable!("{long}");
        };
        assert_eq!(reason.chars().count(), MAX_REASON + 1);
    }

    #[tokio::test]
    async fn a_body_that_is_too_long_is_refused() {
        let limit = BodyLimit::default();
        let whole = |length| Body::from(vec![b' '; length]);
        // Without its length, as one that comes in chunks.
        let chunked = |length| {
            let chunks = vec![b' '; length];
            let chunks: Vec<_> = chunks.chunks(1000).map(<[u8]>::to_vec).collect();
            let chunks = chunks.into_iter().map(Ok::<_, std::io::Error>);
            Body::from_stream(futures_util::stream::iter(chunks))
        };
        for body in [whole(limit.0), chunked(limit.0)] {
            let read = read(body, limit).await.map(|body| body.len());
            assert_eq!(read.ok(), Some(limit.0));
        }
        for body in [whole(limit.0 + 1), chunked(limit.0 + 1)] {
            assert!(matches!(
                read(body, limit).await,
                Err(RestError::Request(RequestError::BodyTooLarge { .. }))
            ));
        }
    }
}
