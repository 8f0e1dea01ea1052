//! Telling open pages that there is a new build, while one works on Berth (`make dev`).

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use tokio_util::sync::CancellationToken;

/// The address of the stream.
pub(super) const STREAM: &str = "/reload";

/// How soon a page asks whether the server is back.
const RETRY: Duration = Duration::from_millis(200);

/// Whether pages reload after a new build. Never in a release.
pub(super) fn is_on() -> bool {
    cfg!(debug_assertions) && std::env::var_os("BERTH_RELOAD").is_some()
}

/// A stream that says nothing and ends with the server: `make dev` starts it anew after each
/// build, and a page that can open the stream a second time reloads.
pub(super) fn route(shutdown: CancellationToken) -> Router {
    if !is_on() {
        return Router::new();
    }
    let open = move || {
        let first = stream::once(async { Ok::<_, Infallible>(Event::default().retry(RETRY)) });
        let events = first
            .chain(stream::pending())
            .take_until(shutdown.clone().cancelled_owned());
        async { Sse::new(events).keep_alive(KeepAlive::default()) }
    };
    Router::new().route(STREAM, get(open))
}
