//! What all sessions of a server share.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::authenticator::Authenticator;
use crate::config::{Config, Limits};
use crate::events::Event;
use crate::metrics::TransferMetrics;
use crate::proxy_protocol::ProxyProtocol;
use crate::rate_limit::RateLimiters;
use crate::registry::Sessions;
use crate::tls::SessionTls;
use crate::upload::CloseNotify;

/// Files that all sessions together may hash at once.
const MAX_CONCURRENT_HASHES: usize = 2;

/// What stays the same while the settings change.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) sessions: Sessions,
    /// Cancelled when sessions end as soon as they transfer nothing.
    pub(crate) draining: CancellationToken,
    /// Permits for hashing, see [`crate::hash::hash`].
    pub(crate) hashing: Arc<Semaphore>,
    pub(crate) rate_limiters: Arc<RateLimiters>,
    pub(crate) transfers: Arc<TransferMetrics>,
}

impl Shared {
    pub(crate) fn new(
        authenticator: Arc<dyn Authenticator>,
        sessions: Sessions,
        draining: CancellationToken,
    ) -> Self {
        Self {
            authenticator,
            sessions,
            draining,
            hashing: Arc::new(Semaphore::new(MAX_CONCURRENT_HASHES)),
            rate_limiters: Arc::default(),
            transfers: Arc::default(),
        }
    }
}

/// The state that all sessions share which began under the same settings.
pub(crate) struct ServerContext {
    pub(crate) shared: Shared,
    pub(crate) passive_ports: RangeInclusive<u16>,
    pub(crate) active_mode: bool,
    pub(crate) public_host: Option<watch::Receiver<Ipv4Addr>>,
    pub(crate) proxy_protocol: Arc<ProxyProtocol>,
    pub(crate) banner: Arc<str>,
    pub(crate) tls: Option<SessionTls>,
    pub(crate) require_tls: bool,
    pub(crate) limits: Limits,
    pub(crate) events: Option<mpsc::Sender<Event>>,
    pub(crate) close_notify: CloseNotify,
    pub(crate) sync_uploads: bool,
}

impl ServerContext {
    /// Takes over the configuration.
    pub(crate) fn new(config: Config, shared: Shared) -> Self {
        Self {
            shared,
            passive_ports: config.passive_ports,
            active_mode: config.active_mode,
            public_host: config.public_host,
            proxy_protocol: Arc::new(ProxyProtocol::new(config.proxy_protocol)),
            banner: config.banner.into(),
            tls: config
                .tls
                .map(|tls| SessionTls::shared(&tls, config.tls_resumption)),
            require_tls: config.require_tls,
            limits: config.limits,
            events: config.events,
            close_notify: config.close_notify,
            sync_uploads: config.sync_uploads,
        }
    }
}
