//! Pages that are not drawn in time, drawn anew.
//!
//! Leptos draws a page by many small tasks that wake one another. Now and then, on a machine that
//! is very busy, one of them waits for ever (leptos-rs/leptos#4851 and its kin, some of which are
//! mended): the next try is as quick as ever. Reading changes nothing, so it may be tried again.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;
use tokio::time::timeout;

use super::error_response::ErrorResponse;
use super::one_time_link_privacy::shown_path;

/// How long a page may take. With a database that is busy it may be slow by right.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);
/// How often a page is begun.
const TRIES: u32 = 4;
/// The longest page, in bytes. The longest list has a twentieth of it.
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Waits for a whole page, and begins anew with one that is not drawn in time.
pub(super) async fn until_drawn(
    State(patience): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    for _ in 1..TRIES {
        let again = Request::from_parts(parts.clone(), Body::empty());
        match timeout(patience, whole(again, next.clone())).await {
            Ok(page) => return page,
            Err(_) => {
                let path = shown_path(parts.uri.path());
                tracing::warn!(path, "a page is drawn anew");
            }
        }
    }
    whole(Request::from_parts(parts, Body::empty()), next).await
}

/// The answer with its whole body: the last of a page is drawn as the body is read.
async fn whole(request: Request, next: Next) -> Response {
    let (parts, body) = next.run(request).await.into_parts();
    match to_bytes(body, PAGE_BYTES).await {
        Ok(body) => Response::from_parts(parts, Body::from(body)),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            ErrorResponse::FAILED.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::any;
    use http::StatusCode;
    use tower::ServiceExt;

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    /// Asks for a page that hangs the first `hangs` times; says how often it was begun.
    async fn ask(method: Method, hangs: u32) -> (StatusCode, u32) {
        let begun = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&begun);
        let page = move || async move {
            if count.fetch_add(1, Ordering::SeqCst) < hangs {
                std::future::pending::<()>().await;
            }
            "page"
        };
        let router = Router::new()
            .route("/", any(page))
            .layer(from_fn_with_state(SHORT, until_drawn));
        let request = Request::builder()
            .method(method)
            .uri("/")
            .body(Body::empty())
            .expect("a request");
        let Ok(Ok(response)) = timeout(SHORT * 4 * TRIES, router.oneshot(request)).await else {
            return (StatusCode::GATEWAY_TIMEOUT, begun.load(Ordering::SeqCst));
        };
        (response.status(), begun.load(Ordering::SeqCst))
    }

    #[tokio::test]
    async fn a_page_that_hangs_is_drawn_anew() {
        assert_eq!(ask(Method::GET, 0).await, (StatusCode::OK, 1));
        assert_eq!(ask(Method::GET, 2).await, (StatusCode::OK, 3));
    }

    #[tokio::test]
    async fn what_changes_something_is_never_done_twice() {
        let hanging = (StatusCode::GATEWAY_TIMEOUT, 1);
        assert_eq!(ask(Method::POST, 1).await, hanging);
    }
}
