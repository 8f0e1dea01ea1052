//! Metrics for Prometheus. Each crate has a file that names and describes its own: this one those of
//! the program, `ftp::metrics` those of the engine, `services::metrics` those of the use cases and of
//! the database.
//!
//! No label has a value that anybody outside chooses.

mod endpoint;
mod recorder;
mod server;

use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

use crate::listeners::ListenerName;

pub use endpoint::Watched;
pub use recorder::{Metrics, MetricsError};
pub use server::{MetricsServer, MetricsServerError};

const BUILD_INFO: &str = "berth_build_info";
const REQUESTS: &str = "berth_panel_requests_total";
const REQUEST_DURATION: &str = "berth_panel_request_duration_seconds";
const CONNECTIONS: &str = "berth_http_connections";
const TRANSFER_LOG_QUEUED: &str = "berth_ftp_transfer_log_queued";
const TRANSFER_LOG_LINES: &str = "berth_ftp_transfer_log_lines_total";

/// The route of requests that no route of the panel matches.
pub(crate) const OTHER_ROUTE: &str = "other";

const WRITTEN: &str = "written";
const LOST: &str = "lost";

/// Describes each metric of the program to the recorder, and has each begin at zero.
fn describe() {
    describe_gauge!(BUILD_INFO, "Always 1; its label is the version of Berth");
    describe_counter!(
        REQUESTS,
        "Requests that the panel has answered, by route and status"
    );
    describe_histogram!(
        REQUEST_DURATION,
        Unit::Seconds,
        "How long the panel took to begin its answers, by route"
    );
    describe_gauge!(CONNECTIONS, "Open HTTP connections, by listener");
    describe_gauge!(
        TRANSFER_LOG_QUEUED,
        "Lines of the transfer log that wait to be written"
    );
    describe_counter!(
        TRANSFER_LOG_LINES,
        "Lines of the transfer log that were written, and that were lost"
    );
    gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION")).set(1);
    counter!(REQUESTS, "route" => OTHER_ROUTE, "status" => "404").increment(0);
    let _ = histogram!(REQUEST_DURATION, "route" => OTHER_ROUTE);
    for listener in [
        ListenerName::Http,
        ListenerName::Https,
        ListenerName::Metrics,
    ] {
        gauge!(CONNECTIONS, "listener" => listener.as_str()).increment(0);
    }
    set_transfer_log_queued(0);
    transfer_log_written(0);
    transfer_log_lost(0);
}

/// The panel has answered a request. `route` is a route, not an address.
pub(crate) fn request_answered(route: String, status: u16, took: Duration) {
    counter!(REQUESTS, "route" => route.clone(), "status" => status.to_string()).increment(1);
    histogram!(REQUEST_DURATION, "route" => route).record(took);
}

/// An open HTTP connection, until it is dropped.
pub(crate) struct OpenConnection(metrics::Gauge);

impl OpenConnection {
    /// One that a listener has accepted.
    pub(crate) fn on(listener: ListenerName) -> Self {
        let gauge = gauge!(CONNECTIONS, "listener" => listener.as_str());
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

fn set_transfer_log_queued(lines: usize) {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    gauge!(TRANSFER_LOG_QUEUED).set(lines);
}

/// Lines of the transfer log were written.
pub(crate) fn transfer_log_written(lines: u64) {
    counter!(TRANSFER_LOG_LINES, "outcome" => WRITTEN).increment(lines);
}

/// Lines of the transfer log are lost.
pub(crate) fn transfer_log_lost(lines: u64) {
    counter!(TRANSFER_LOG_LINES, "outcome" => LOST).increment(lines);
}

#[cfg(test)]
mod tests;
