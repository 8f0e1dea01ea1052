//! Pages that are not rendered in time, rendered anew.
//!
//! Leptos renders a page by many small tasks that wake one another. Now and then, on a machine that
//! was very busy, one of them waited for ever. Of the causes that are known, leptos-rs/leptos#4851
//! is mended in the version used here, and #4773 cannot happen (see `pages::routes`). Reading
//! changes nothing, so it may be tried again.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;
use tokio::time::timeout;

use super::error_response::ErrorResponse;
use super::logged_path::LoggedPath;

/// How long a page may take. With a database that is busy it may be slow by right.
pub(super) const RENDER_TIMEOUT: Duration = Duration::from_secs(3);
/// How often a page is begun.
const MAX_TRIES: u32 = 4;
/// The longest page, in bytes. The longest list has a twentieth of it.
const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Waits for a whole page, and begins anew with one that is not rendered in time.
pub(super) async fn retry(
    State(render_timeout): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    for _ in 1..MAX_TRIES {
        let again = Request::from_parts(parts.clone(), Body::empty());
        match timeout(render_timeout, whole(again, next.clone())).await {
            Ok(page) => return page,
            Err(_) => {
                let path = LoggedPath::of(&parts.uri);
                tracing::warn!(%path, "a page is rendered anew");
            }
        }
    }
    whole(Request::from_parts(parts, Body::empty()), next).await
}

/// The answer with its whole body: the last of a page is rendered as the body is read.
async fn whole(request: Request, next: Next) -> Response {
    let (parts, body) = next.run(request).await.into_parts();
    match to_bytes(body, MAX_PAGE_BYTES).await {
        Ok(body) => Response::from_parts(parts, Body::from(body)),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
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
            .layer(from_fn_with_state(SHORT, retry));
        let request = Request::builder()
            .method(method)
            .uri("/")
            .body(Body::empty())
            .expect("a request");
        let Ok(Ok(response)) = timeout(SHORT * 4 * MAX_TRIES, router.oneshot(request)).await else {
            return (StatusCode::GATEWAY_TIMEOUT, begun.load(Ordering::SeqCst));
        };
        (response.status(), begun.load(Ordering::SeqCst))
    }

    #[tokio::test]
    async fn a_page_that_hangs_is_rendered_anew() {
        assert_eq!(ask(Method::GET, 0).await, (StatusCode::OK, 1));
        assert_eq!(ask(Method::GET, 2).await, (StatusCode::OK, 3));
    }

    #[tokio::test]
    async fn what_changes_something_is_never_done_twice() {
        let hanging = (StatusCode::GATEWAY_TIMEOUT, 1);
        assert_eq!(ask(Method::POST, 1).await, hanging);
    }
}
