//! What is answered when a request does not get as far as a page or a server function.
//!
//! A layer that refuses says why with a [`ErrorResponse`]; [`draw`] turns it into what the client can
//! use: a page for a browser, the server functions' own error for the panel's WebAssembly.

use std::sync::Arc;

use app::api::ApiError;
use app::i18n::texts;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use model::{AppError, Locale};

use super::cookies;

/// Why a request was refused before anything was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ErrorResponse {
    status: StatusCode,
    problem: AppError,
}

impl ErrorResponse {
    /// The request may have been forged by another site's page.
    pub(super) const FORGED: Self = Self::new(StatusCode::FORBIDDEN, AppError::Malformed);
    /// There is nothing at this address.
    pub(super) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, AppError::NotFound);
    /// There is something at this address, but not for this method.
    pub(super) const METHOD: Self = Self::new(StatusCode::METHOD_NOT_ALLOWED, AppError::Malformed);
    /// The body is longer than any that the panel sends.
    pub(super) const TOO_LARGE: Self =
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, AppError::Malformed);
    /// The answer took too long.
    pub(super) const TIMED_OUT: Self = Self::new(StatusCode::SERVICE_UNAVAILABLE, AppError::Busy);
    /// The program failed.
    pub(super) const FAILED: Self =
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, AppError::Internal);

    const fn new(status: StatusCode, problem: AppError) -> Self {
        Self { status, problem }
    }
}

impl From<AppError> for ErrorResponse {
    fn from(problem: AppError) -> Self {
        let status =
            StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(status, problem)
    }
}

impl IntoResponse for ErrorResponse {
    /// An empty answer that [`draw`] fills.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(wait) = retry_after(&self.problem) {
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// How long a client is to wait, where waiting helps (RFC 9110, 10.2.3).
pub(super) fn retry_after(problem: &AppError) -> Option<HeaderValue> {
    match problem {
        AppError::Throttled { seconds } => Some(HeaderValue::from(*seconds)),
        AppError::Busy => Some(HeaderValue::from(5_u64)),
        _ => None,
    }
}

/// Fills the answers of refused requests.
pub(super) async fn draw(
    State(stylesheet): State<Arc<str>>,
    request: Request,
    next: Next,
) -> Response {
    let html = accepts_html(request.headers());
    let locale = browser_locale(request.headers()).unwrap_or_default();
    let mut response = next.run(request).await;

    let error_response = match response.extensions_mut().remove::<ErrorResponse>() {
        Some(error_response) => error_response,
        // The router itself says this one, with the header `Allow`.
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => ErrorResponse::METHOD,
        None => return response,
    };
    let (content_type, body) = if html {
        (
            "text/html; charset=utf-8",
            page(&error_response.problem, locale, &stylesheet),
        )
    } else {
        let error = ApiError::from(error_response.problem);
        (
            "application/json",
            serde_json::to_string(&error).unwrap_or_default(),
        )
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.remove(CONTENT_LENGTH);
    *response.body_mut() = Body::from(body);
    response
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
}

/// The language that this browser was told to use, or else asks for.
pub(super) fn browser_locale(headers: &HeaderMap) -> Option<Locale> {
    cookies::locale(headers).or_else(|| accepted_locale(headers))
}

/// The best language for the header `Accept-Language`.
pub(super) fn accepted_locale(headers: &HeaderMap) -> Option<Locale> {
    headers
        .get(http::header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(Locale::from_accept_language)
}

/// A page in the panel's looks that needs nothing of the panel but its stylesheet: what failed
/// may be what draws the others.
fn page(problem: &AppError, locale: Locale, stylesheet: &str) -> String {
    let texts = texts(locale);
    let title = match problem {
        AppError::NotFound => texts.error_page.not_found_title,
        _ => texts.error_page.title,
    };
    format!(
        r#"<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – Berth</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="{stylesheet}">
</head>
<body>
<main id="content">
<section class="standalone">
<h1>{title}</h1>
<p role="alert">{sentence}</p>
<p><a class="button" href="/">{to_start}</a></p>
</section>
</main>
</body>
</html>
"#,
        lang = locale.tag(),
        title = escaped(title),
        sentence = escaped(&(texts.error)(problem)),
        to_start = escaped(texts.error_page.to_start),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
