//! Bodies that are forms with files in them (RFC 7578).

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use zeroize::Zeroizing;

use super::body::{BodyLimit, read, shortened};
use super::error::RestError;
use super::request_error::RequestError;

/// The media type of such a form.
const FORM: &str = "multipart/form-data";

/// The longest separator of parts, in bytes (RFC 2046, 5.1.1). A body is searched for it.
const MAX_BOUNDARY: usize = 70;

/// The parts of a form, which was read as a whole.
pub(super) struct FormParts(Multipart);

impl<S: Sync> FromRequest<S> for FormParts {
    type Rejection = RestError;

    async fn from_request(request: Request, _: &S) -> Result<Self, RestError> {
        if boundary(request.headers()).is_none() {
            return Err(RequestError::NotMultipart.into());
        }
        let (parts, body) = request.into_parts();
        let body = read(body, BodyLimit::of(&parts.extensions)).await?;
        let request = Request::from_parts(parts, Body::from(body));
        let parts = Multipart::from_request(request, &()).await;
        parts.map(Self).map_err(|error| malformed(&error))
    }
}

impl FormParts {
    /// The name of the next part, and what it holds; none at the end.
    ///
    /// # Errors
    /// If the form cannot be read any further.
    pub(super) async fn next(&mut self) -> Result<Option<(String, Zeroizing<Vec<u8>>)>, RestError> {
        let part = self.0.next_field().await;
        let Some(part) = part.map_err(|error| malformed(&error))? else {
            return Ok(None);
        };
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|error| malformed(&error))?;
        Ok(Some((name, Zeroizing::new(bytes.to_vec()))))
    }
}

fn malformed(reason: &dyn std::fmt::Display) -> RestError {
    let reason = shortened(reason);
    RequestError::MalformedForm { reason }.into()
}

/// What separates the parts of a request's body; none if it is no such form by its own word.
pub(super) fn boundary(headers: &HeaderMap) -> Option<String> {
    let said = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = said.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case(FORM) {
        return None;
    }
    let mut parameters = parameters.split(';').filter_map(|one| one.split_once('='));
    let (_, boundary) =
        parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let boundary = boundary.trim().trim_matches('"');
    (1..=MAX_BOUNDARY)
        .contains(&boundary.len())
        .then(|| boundary.to_owned())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_form_says_what_separates_its_parts() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            let value = HeaderValue::try_from(text).expect("a header");
            headers.insert(CONTENT_TYPE, value);
            boundary(&headers)
        };
        let of_length = |length| format!("multipart/form-data; boundary={}", "x".repeat(length));
        assert!(read(&of_length(MAX_BOUNDARY)).is_some());
        assert_eq!(read(&of_length(MAX_BOUNDARY + 1)), None);
        for text in [
            "multipart/form-data; boundary=x-1",
            "Multipart/Form-Data;charset=utf-8;Boundary=\"x-1\"",
        ] {
            assert_eq!(read(text).as_deref(), Some("x-1"), "{text}");
        }
        for text in [
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/mixed; boundary=x-1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(boundary(&HeaderMap::new()), None);
    }
}
