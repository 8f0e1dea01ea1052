//! `/metrics`, `/health` and `/ready`, on a listener of their own.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use services::Services;

use super::{Metrics, set_transfer_log_queued};
use crate::readiness::Readiness;
use crate::transfer_log::TransferLog;

/// Prometheus's text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What metrics are read from, and what tells whether the server is ready.
#[derive(Clone)]
pub struct Watched {
    /// What was recorded.
    pub metrics: Metrics,
    /// The use cases.
    pub services: Services,
    /// The FTP sessions.
    pub sessions: ftp::Sessions,
    /// The transfer log, if there is one.
    pub transfer_log: Option<TransferLog>,
    /// What can do its work.
    pub readiness: Readiness,
}

/// The routes. Who reaches them learns how busy the server is, but no name and no address.
pub(super) fn router(watched: Watched) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(|| async { "alive\n" }))
        .route("/ready", get(ready))
        .with_state(Arc::new(watched))
}

async fn metrics(State(watched): State<Arc<Watched>>) -> Response {
    let rendered = tokio::task::spawn_blocking(move || watched.render()).await;
    match rendered {
        Ok(text) => ([(CONTENT_TYPE, TEXT_FORMAT)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn ready(State(watched): State<Arc<Watched>>) -> (StatusCode, String) {
    let parts = watched.readiness.check().await;
    let status = match parts.are_ready() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, parts.to_string())
}

impl Watched {
    fn render(&self) -> String {
        self.sessions.publish_metrics();
        self.services.publish_metrics();
        let queued = self.transfer_log.as_ref().map(TransferLog::queued);
        set_transfer_log_queued(queued.unwrap_or_default());
        self.metrics.render()
    }
}
