//! Error responses of handlers and middleware, whether a page or a server function was meant.
//!
//! Whatever fails gives an [`ErrorResponse`], by `?` from an [`AppError`]; the middleware
//! [`render_errors`] fills it with what the client can use: a page for a browser, the server
//! functions' own error for the panel's WebAssembly.

use std::sync::Arc;

use app::api::ApiError;
use app::api::error_status::{error_status, retry_after};
use app::i18n::texts;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use model::{AppError, Locale};

use super::client::Client;
use super::locale::negotiate_locale;

/// The answer to a request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ErrorResponse {
    status: StatusCode,
    error: AppError,
}

impl ErrorResponse {
    /// A page of another site makes the browser read what is for the panel's own pages alone.
    pub(super) const FROM_ANOTHER_SITE: Self =
        Self::new(StatusCode::FORBIDDEN, AppError::Malformed);
    /// There is nothing at this address.
    pub(super) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, AppError::NotFound);
    /// The body is longer than any that the panel sends.
    pub(super) const TOO_LARGE: Self =
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, AppError::Malformed);
    /// The answer took too long.
    pub(super) const TIMED_OUT: Self = Self::new(StatusCode::SERVICE_UNAVAILABLE, AppError::Busy);
    /// The program failed.
    pub(super) const FAILED: Self =
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, AppError::Internal);

    const fn new(status: StatusCode, error: AppError) -> Self {
        Self { status, error }
    }
}

impl From<AppError> for ErrorResponse {
    fn from(error: AppError) -> Self {
        Self::new(error_status(&error), error)
    }
}

impl IntoResponse for ErrorResponse {
    /// An empty response that [`render_errors`] fills.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(wait) = retry_after(&self.error) {
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: gives error responses their body, in the client's format and language.
///
/// `stylesheet` is the address of the one that the page needs.
pub(super) async fn render_errors(
    State(stylesheet): State<Arc<str>>,
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Response {
    let html = accepts_html(request.headers());
    let locale = negotiate_locale(request.headers(), client.https, None);
    let mut response = next.run(request).await;

    let error = match response.extensions_mut().remove::<ErrorResponse>() {
        Some(error_response) => error_response.error,
        // The router itself answers this one, with the header `Allow`.
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => AppError::Malformed,
        None => return response,
    };
    let (content_type, body) = if html {
        let page = error_page(&error, locale, &stylesheet);
        ("text/html; charset=utf-8", page)
    } else {
        let json = serde_json::to_string(&ApiError::from(error)).unwrap_or_default();
        ("application/json", json)
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.remove(CONTENT_LENGTH);
    *response.body_mut() = Body::from(body);
    response
}

/// Whether a browser asks for a page.
pub(super) fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
}

/// An error's page, which needs nothing of the panel but its stylesheet: what failed may be what
/// renders the other pages.
fn error_page(error: &AppError, locale: Locale, stylesheet: &str) -> String {
    let texts = texts(locale);
    let title = match error {
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
        sentence = escaped(&(texts.error)(error)),
        to_start = escaped(texts.error_page.to_start),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
