//! Metrics, and whether the server is alive and ready.

use std::net::SocketAddr;

use clap::Args;

/// Metrics, and whether the server is alive and ready.
#[derive(Clone, Debug, Default, Args)]
pub struct MetricsConfig {
    /// Address of /metrics for Prometheus, /health and /ready, such as 127.0.0.1:9464; none by default
    #[arg(long, env = "BERTH_METRICS_ADDR", value_name = "ADDRESS:PORT")]
    pub metrics_addr: Option<SocketAddr>,
}
