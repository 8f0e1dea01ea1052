//! The listener of metrics.

use std::io;
use std::net::SocketAddr;

use ftp::Accepting;
use tokio::net::TcpListener;

use super::endpoint::{Watched, router};
use super::{Metrics, MetricsError};
use crate::config::{MetricsConfig, TrustedAddresses};
use crate::listeners::{ListenError, ListenerName, Listeners};
use crate::shutdown::Shutdown;
use crate::start_warnings::warn_if_metrics_are_public;
use crate::web::{self, HttpLimits, Served};

/// Connections at once: Prometheus opens one, a load balancer some.
const MAX_CONNECTIONS: usize = 16;

/// The listener of metrics, and what is recorded.
pub struct MetricsServer {
    listener: TcpListener,
    metrics: Metrics,
}

/// Why there are no metrics although the settings ask for them.
#[derive(Debug, thiserror::Error)]
pub enum MetricsServerError {
    /// The address cannot be listened on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Nothing can be recorded.
    #[error(transparent)]
    Record(#[from] MetricsError),
    /// The listener has no address.
    #[error("cannot tell where metrics listen: {0}")]
    Address(io::Error),
}

impl MetricsServer {
    /// Listens, and has metrics be recorded from now on, if the settings or systemd say where.
    ///
    /// # Errors
    /// If it cannot be listened there.
    pub fn open(
        config: &MetricsConfig,
        listeners: &mut Listeners,
    ) -> Result<Option<Self>, MetricsServerError> {
        let listener = listeners.listen_if_any(ListenerName::Metrics, config.metrics_addr)?;
        let Some(listener) = listener else {
            return Ok(None);
        };
        let address = listener.local_addr().map_err(MetricsServerError::Address)?;
        warn_if_metrics_are_public(address);
        tracing::info!(%address, "metrics at /metrics");
        let metrics = Metrics::install()?;
        Ok(Some(Self { listener, metrics }))
    }

    /// Where it listens, with the port that the system chose for port 0.
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// What is recorded.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Answers until `stop`, and sums up what is recorded.
    pub async fn serve(self, watched: Watched, stop: Shutdown) {
        let Self { listener, metrics } = self;
        let served = Served {
            name: ListenerName::Metrics,
            limits: HttpLimits {
                max_connections: MAX_CONNECTIONS,
                max_connections_per_network: MAX_CONNECTIONS,
                ..HttpLimits::default()
            },
            trusted_proxies: TrustedAddresses::default(),
            proxy_protocol: TrustedAddresses::default(),
            accepting: Accepting::default(),
            https_accepting: Accepting::default(),
        };
        let summing_up = metrics.sum_up_until(stop.requested().clone());
        let serving = web::serve(listener, router(watched), served, stop);
        let ((), served) = tokio::join!(summing_up, serving);
        if let Err(error) = served {
            tracing::error!(%error, "metrics are not served any more");
        }
    }
}
