//! The layers that every request passes, in order.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;

use super::client::TrustedProxies;
use super::error_response::ErrorResponse;
use super::{
    client, error_response, headers, limits, one_time_link_privacy, request_log, same_origin,
};

/// Puts the layers around everything that answers.
///
/// `stylesheet` is the address of the one that refusals are drawn with.
pub(super) fn guarded(
    everything: Router,
    trusted_proxies: TrustedProxies,
    stylesheet: Arc<str>,
) -> Router {
    // The first one here is the innermost; a request passes them from the last one up.
    everything
        // axum's own default is 2 MB.
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(from_fn(limits::body))
        .layer(from_fn(same_origin::require))
        .layer(from_fn_with_state(limits::ANSWER_TIME, limits::time))
        .layer(CatchPanicLayer::custom(|_| {
            // The panic's own message is in the log already, by the panic hook.
            tracing::error!("a request made the program panic");
            ErrorResponse::FAILED.into_response()
        }))
        // Outside all that refuse.
        .layer(from_fn_with_state(stylesheet, error_response::draw))
        // What it says of the address goes before what is said of every other.
        .layer(from_fn(one_time_link_privacy::keep_secret))
        // Outside all that answer, so that no answer goes without.
        .layer(from_fn(headers::secure))
        .layer(from_fn(request_log::log))
        // Outermost: nearly all others ask who the client is.
        .layer(from_fn_with_state(
            Arc::new(trusted_proxies),
            client::identify,
        ))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::body::{Body, to_bytes};
    use axum::extract::{ConnectInfo, Request};
    use axum::response::Response;
    use axum::routing::get;
    use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY};
    use http::{HeaderMap, StatusCode};
    use tower::ServiceExt;

    use super::*;

    #[expect(clippy::panic, reason = "this is what is tested")]
    async fn fail() -> StatusCode {
        panic!("secret")
    }

    async fn ask(accept: &str) -> (StatusCode, HeaderMap, String) {
        let router = Router::new().route("/fail", get(fail));
        let router = guarded(router, TrustedProxies::default(), "/pkg/berth.css".into());
        let peer = SocketAddr::from(([192, 0, 2, 1], 4711));
        let request = Request::builder()
            .uri("/fail")
            .header(ACCEPT, accept)
            .header(ACCEPT_LANGUAGE, "fr")
            .extension(ConnectInfo(peer))
            .body(Body::empty())
            .expect("a request");
        let response: Response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(body.to_vec()).expect("text");
        (parts.status, parts.headers, text)
    }

    #[tokio::test]
    async fn a_panic_is_a_page_with_all_headers_and_without_its_message() {
        let (status, headers, text) = ask("text/html").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(headers.contains_key(CONTENT_SECURITY_POLICY));
        assert!(text.contains(r#"<html lang="fr">"#), "{text}");
        assert!(text.contains(r#"href="/pkg/berth.css""#), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }

    #[tokio::test]
    async fn a_panic_is_an_error_that_the_panel_s_scripts_can_read() {
        let (status, _, text) = ask("application/json").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(text, r#"{"problem":"Internal"}"#);
    }
}
