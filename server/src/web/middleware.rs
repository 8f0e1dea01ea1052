//! The middleware that every request passes, in order.

use std::sync::Arc;
use std::time::Duration;

use axum::error_handling::HandleErrorLayer;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::{BoxError, Router};
use tower::ServiceBuilder;
use tower::timeout::TimeoutLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::body_limit::{self, MAX_BODY_BYTES};
use super::client::{self, ProxySettings};
use super::error_response::{self, ErrorResponse};
use super::https_redirect::{self, HttpsRedirect};
use super::{
    csrf, fetch_metadata, one_time_link_privacy, redirects, request_log, request_metrics,
    security_headers,
};

/// How long a request that brings files may take: 16 MiB at a megabit a second.
pub(super) const FILES_TIMEOUT: Duration = Duration::from_secs(150);

/// Puts the middleware around the routes; `files` are those that take more than a form, each with a
/// limit of its own; `rest` is the API, which has no cookies that other sites could use, and errors of its
/// own.
///
/// `stylesheet` is the address of the one that error pages use, `https` says where HTTPS is, if the
/// panel serves it itself.
pub(super) fn with_middleware(
    routes: Router,
    files: Router,
    rest: Router,
    proxies: ProxySettings,
    https: Option<HttpsRedirect>,
    stylesheet: Arc<str>,
    response_timeout: Duration,
) -> Router {
    // The first one here is the innermost; a request passes them from the last one up.
    let routes = routes
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(from_fn(body_limit::check_content_length));
    with_timeout(routes, response_timeout)
        .merge(with_timeout(files, FILES_TIMEOUT))
        .layer(from_fn(csrf::require_same_origin))
        .layer(from_fn(redirects::refuse_errors_in_addresses))
        .layer(from_fn(fetch_metadata::only_links_from_elsewhere))
        .layer(CatchPanicLayer::custom(|_| {
            // The panic's own message is in the log already, by the panic hook.
            tracing::error!("a request handler panicked");
            ErrorResponse::FAILED.into_response()
        }))
        .layer(from_fn(redirects::keep_local))
        // Outside what keeps redirects here, since it leads to another scheme; inside what gives
        // every answer its headers.
        .layer(from_fn_with_state(
            https.map(Arc::new),
            https_redirect::lead_to_https,
        ))
        // Outside all that answer with an error.
        .layer(from_fn_with_state(
            stylesheet,
            error_response::render_errors,
        ))
        // Its `Referrer-Policy` goes before that of every other page.
        .layer(from_fn(one_time_link_privacy::hide_address))
        .merge(rest)
        // Outside all that answer, so that no answer goes without.
        .layer(from_fn(security_headers::set))
        .layer(from_fn(request_metrics::count))
        .layer(from_fn(request_log::log))
        // Outermost: nearly all others ask who the client is.
        .layer(from_fn_with_state(Arc::new(proxies), client::identify))
}

/// Answers what takes longer with an error.
fn with_timeout(routes: Router, timeout: Duration) -> Router {
    // Not tower-http's, which answers by itself and without our error's body.
    routes.layer(
        ServiceBuilder::new()
            .layer(HandleErrorLayer::new(|_: BoxError| async {
                tracing::error!("request timed out");
                ErrorResponse::TIMED_OUT
            }))
            .layer(TimeoutLayer::new(timeout)),
    )
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::body::{Body, to_bytes};
    use axum::extract::{ConnectInfo, RawQuery, Request};
    use axum::response::Response;
    use axum::routing::{get, post};
    use http::header::{
        ACCEPT, ACCEPT_LANGUAGE, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HeaderName, LOCATION,
        RETRY_AFTER,
    };
    use http::{HeaderMap, StatusCode};
    use tower::ServiceExt;

    use super::*;

    #[expect(clippy::panic, reason = "this is what is tested")]
    async fn fail() -> StatusCode {
        panic!("secret")
    }

    /// Sends a request to routes of which each fails in its own way.
    async fn send(request: http::request::Builder) -> (StatusCode, HeaderMap, String) {
        send_body(request, Body::empty()).await
    }

    async fn send_body(
        request: http::request::Builder,
        body: Body,
    ) -> (StatusCode, HeaderMap, String) {
        let router = Router::new()
            .route("/panic", get(fail))
            .route("/set-password/{token}/panic", get(fail))
            .route(
                "/set-password/{token}/hang",
                get(std::future::pending::<StatusCode>),
            )
            .route("/hang", get(std::future::pending::<StatusCode>))
            .route("/length", post(length))
            .route("/away", get(lead));
        let timeout = Duration::from_millis(50);
        let proxies = ProxySettings::default();
        let router = with_middleware(
            router,
            Router::new(),
            Router::new(),
            proxies,
            None,
            "/pkg/berth.css".into(),
            timeout,
        );
        let peer = SocketAddr::from(([192, 0, 2, 1], 4711));
        let request = request
            .header(ACCEPT_LANGUAGE, "fr")
            .header("sec-fetch-site", "same-origin")
            .extension(ConnectInfo(peer))
            .body(body)
            .expect("a request");
        let response: Response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(body.to_vec()).expect("text");
        (parts.status, parts.headers, text)
    }

    /// Leads to the address in the query.
    async fn lead(RawQuery(address): RawQuery) -> (StatusCode, [(HeaderName, String); 1]) {
        let address = address.unwrap_or_default();
        (StatusCode::FOUND, [(LOCATION, address)])
    }

    #[tokio::test]
    async fn no_answer_leads_to_another_site() {
        for (address, is_ours) in [
            ("/account?a=b", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example/", false),
            ("evil.example", false),
            ("", false),
        ] {
            let request = Request::get(format!("/away?{address}"));
            let (status, headers, _) = send(request).await;
            let expected = if is_ours { 302 } else { 500 };
            assert_eq!(status.as_u16(), expected, "{address}");
            assert_eq!(headers.contains_key(LOCATION), is_ours, "{address}");
        }
    }

    /// The length of a body, read without a limit of its own.
    async fn length(request: Request) -> Result<String, StatusCode> {
        let body = to_bytes(request.into_body(), usize::MAX).await;
        let body = body.map_err(|_| StatusCode::BAD_REQUEST)?;
        Ok(body.len().to_string())
    }

    #[tokio::test]
    async fn a_panic_is_a_page_with_all_headers_and_without_its_message() {
        let (status, headers, text) =
            send(Request::get("/panic").header(ACCEPT, "text/html")).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(headers.contains_key(CONTENT_SECURITY_POLICY));
        assert!(text.contains(r#"<html lang="fr">"#), "{text}");
        assert!(text.contains(r#"href="/pkg/berth.css""#), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }

    #[tokio::test]
    async fn a_panic_is_an_error_that_the_panel_s_scripts_can_read() {
        let (status, _, text) =
            send(Request::get("/panic").header(ACCEPT, "application/json")).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(text, r#"{"error":"Internal"}"#);
    }

    #[tokio::test]
    async fn an_answer_that_takes_too_long_is_given_up() {
        let (status, headers, text) = send(Request::get("/hang")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(headers[RETRY_AFTER], "5");
        assert!(headers.contains_key(CONTENT_SECURITY_POLICY));
        assert_eq!(text, r#"{"error":"Busy"}"#);
    }

    #[tokio::test]
    async fn what_fails_at_a_one_time_link_is_logged_without_its_token() {
        let log = tempfile::NamedTempFile::new().expect("a file");
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(Arc::new(log.reopen().expect("a file")))
            .with_ansi(false)
            .finish();
        let logging = tracing::subscriber::set_default(subscriber);
        for (what, status) in [("panic", 500), ("hang", 503), ("none", 404)] {
            let path = format!("/set-password/secret/{what}");
            assert_eq!(send(Request::get(path)).await.0.as_u16(), status, "{what}");
        }
        drop(logging);
        let log = std::fs::read_to_string(log).expect("a log");
        assert!(!log.contains("secret"), "{log}");
        for line in ["handler panicked", "timed out", "/set-password… status=404"] {
            assert!(log.contains(line), "{line}: {log}");
        }
    }

    #[tokio::test]
    async fn a_body_is_64_kilobytes_at_most() {
        let body = |bytes: usize| Body::from("x".repeat(bytes));
        let (status, _, text) = send_body(Request::post("/length"), body(65_536)).await;
        assert_eq!((status, text.as_str()), (StatusCode::OK, "65536"));
        // Without its length, as one that comes in chunks.
        let (status, _, _) = send_body(Request::post("/length"), body(65_537)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let announced = Request::post("/length").header(CONTENT_LENGTH, 65_537);
        let (status, headers, text) = send_body(announced, body(65_537)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(headers.contains_key(CONTENT_SECURITY_POLICY));
        assert_eq!(text, r#"{"error":"Malformed"}"#);
    }
}
