//! Requests that are sent twice and done once (draft-ietf-httpapi-idempotency-key-header-07).
//!
//! The answer to a `POST` with an `Idempotency-Key` is kept for a day; the same request with the same
//! key gets it again, and nothing is done. Only what was done is kept: after an error, the key can be
//! used again. An answer with a secret is not kept, nor is a long one.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use model::AppError;
use services::{IdempotencyKeys, IdempotentStart, KeptAnswer};
use sha2::{Digest, Sha256};

use super::body::{BodyLimit, read};
use super::caller::Caller;
use super::error::RestError;
use super::multipart::boundary;
use super::request_error::RequestError;
use super::state::RestState;

/// The header with the key.
pub(super) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// Says that an answer was kept, and nothing was done now.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The longest key, in characters.
const MAX_KEY: usize = 255;

/// The longest answer that is kept, in bytes.
const MAX_KEPT_BYTES: usize = 64 * 1024;

/// An answer that holds a secret, among its extensions.
#[derive(Clone, Copy, Debug)]
struct HoldsSecret;

/// Says of an answer that it holds a secret, which is shown this once.
pub(super) fn holding_secret(mut response: Response) -> Response {
    response.extensions_mut().insert(HoldsSecret);
    response
}

/// Middleware of operations: does what is asked for with a key once, however often it is asked for.
///
/// # Errors
/// For a key that cannot be one, that another request had, or whose request is under way; and where the
/// answer was not kept.
pub(super) async fn once(
    State(state): State<RestState>,
    caller: Caller,
    request: Request,
    next: Next,
) -> Result<Response, RestError> {
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let Some(key) = key(request.headers())? else {
        return Ok(next.run(request).await);
    };
    let (parts, body) = request.into_parts();
    let body = read(body, BodyLimit::of(&parts.extensions)).await?;
    let hash = hash(&parts.uri, boundary(&parts.headers).as_deref(), &body);
    let keys = &state.services.idempotency_keys;
    match keys.begin(caller.token, &key, &hash).await? {
        IdempotentStart::New => {}
        IdempotentStart::UnderWay => return Err(RequestError::IdempotencyKeyInUse.into()),
        IdempotentStart::OtherRequest => return Err(RequestError::IdempotencyKeyReused.into()),
        IdempotentStart::Done(answer) => return replay(answer),
    }
    let request = Request::from_parts(parts, Body::from(body));
    let keys = keys.clone();
    // In a task of its own: a client that goes away must find what was done when it comes back.
    let done = tokio::spawn(async move {
        let (ended, begun) = (keys.clone(), key.clone());
        let answered = tokio::spawn(next.run(request)).await;
        match answered {
            Ok(response) => keep(&keys, &caller, &key, response).await,
            Err(error) => {
                ended.abandon(caller.token, &begun).await?;
                tracing::error!(%error, "an operation of the API failed");
                Err(AppError::Internal.into())
            }
        }
    });
    done.await.unwrap_or_else(|error| {
        tracing::error!(%error, "an answer of the API was lost");
        Err(AppError::Internal.into())
    })
}

/// The key that a request has: a string (RFC 9651, 3.3.3), or, as many clients send it, without its
/// quotation marks.
fn key(headers: &HeaderMap) -> Result<Option<String>, RestError> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    let quoted = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let key = quoted.unwrap_or(text);
    let is_key = (1..=MAX_KEY).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'"')
        && values.next().is_none();
    match is_key {
        true => Ok(Some(key.to_owned())),
        false => Err(RequestError::InvalidIdempotencyKey.into()),
    }
}

/// What tells a request from another one. `boundary` is what separates the parts of its body, if it has
/// parts: a client that sends the same again makes up another one.
fn hash(uri: &Uri, boundary: Option<&str>, body: &[u8]) -> String {
    let address = uri
        .path_and_query()
        .map_or(uri.path(), |address| address.as_str());
    let mut hash = Sha256::new();
    hash.update(address.as_bytes());
    hash.update([0]);
    for piece in split(body, boundary.unwrap_or_default().as_bytes()) {
        hash.update(piece.len().to_le_bytes());
        hash.update(piece);
    }
    BASE64URL_NOPAD.encode(&hash.finalize())
}

/// What is between the places where a separator is, one after the other: there may be millions.
fn split<'a>(body: &'a [u8], separator: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(body);
    std::iter::from_fn(move || {
        let body = rest?;
        let (piece, after) = match find(body, separator) {
            Some(at) => (&body[..at], Some(&body[at + separator.len()..])),
            None => (body, None),
        };
        rest = after;
        Some(piece)
    })
}

/// Where a separator is first; nowhere without one.
fn find(body: &[u8], separator: &[u8]) -> Option<usize> {
    if separator.is_empty() {
        return None;
    }
    let mut windows = body.windows(separator.len());
    windows.position(|window| window == separator)
}

/// Keeps an answer, if something was done.
async fn keep(
    keys: &IdempotencyKeys,
    caller: &Caller,
    key: &str,
    response: Response,
) -> Result<Response, RestError> {
    if !response.status().is_success() {
        keys.abandon(caller.token, key).await?;
        return Ok(response);
    }
    let holds_secret = response.extensions().get::<HoldsSecret>().is_some();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = |name: HeaderName| {
        let value = parts.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .map(ToOwned::to_owned)
    };
    let is_kept = !holds_secret && body.len() <= MAX_KEPT_BYTES;
    let answer = KeptAnswer {
        status: parts.status.as_u16(),
        location: text(LOCATION),
        etag: text(ETAG),
        body: is_kept.then(|| String::from_utf8_lossy(&body).into_owned()),
    };
    // It was done, whether it can be kept or not.
    if let Err(error) = keys.finish(caller.token, key, answer).await {
        tracing::error!(?error, "an answer of the API was not kept");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// The answer that was kept.
fn replay(answer: KeptAnswer) -> Result<Response, RestError> {
    let body = answer.body.ok_or(RequestError::AnswerNotKept)?;
    let has_body = !body.is_empty();
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or_default();
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    if has_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, text) in [(LOCATION, answer.location), (ETAG, answer.etag)] {
        if let Some(value) = text.and_then(|text| HeaderValue::try_from(text).ok()) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_string_in_quotes_or_not() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                "idempotency-key",
                HeaderValue::from_str(text).expect("a value"),
            );
            key(&headers).ok().flatten()
        };
        let long = "x".repeat(MAX_KEY + 1);
        for text in ["\"8e03978e\"", "8e03978e"] {
            assert_eq!(read(text).as_deref(), Some("8e03978e"), "{text}");
        }
        for text in ["", "\"\"", "\"", "a b", "a\"b", "\u{e9}", &long] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(matches!(key(&HeaderMap::new()), Ok(None)));
    }

    #[test]
    fn requests_are_told_apart_by_address_and_body() {
        let hash =
            |uri: &'static str, body: &str| hash(&Uri::from_static(uri), None, body.as_bytes());
        assert_eq!(hash("/a?b", "c"), hash("/a?b", "c"));
        assert_ne!(hash("/a?b", "c"), hash("/a", "c"));
        assert_ne!(hash("/a", "b"), hash("/a", "c"));
    }

    #[test]
    fn a_form_with_another_boundary_is_the_same() {
        let hash = |boundary: &str, body: &str| {
            let body = body.replace('|', boundary);
            hash(&Uri::from_static("/a"), Some(boundary), body.as_bytes())
        };
        assert_eq!(hash("x1", "--|a--|b--|--"), hash("y-2", "--|a--|b--|--"));
        assert_ne!(hash("x1", "--|a--|b--|--"), hash("x1", "--|a--|c--|--"));
        assert_ne!(hash("x1", "--|ab--|--"), hash("x1", "--|a--|b--|--"));
    }
}
