//! What all sessions of a server share.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc, watch};

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

/// The state that all sessions share.
pub(crate) struct ServerContext {
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) sessions: Sessions,
    pub(crate) passive_ports: RangeInclusive<u16>,
    pub(crate) active_mode: bool,
    pub(crate) public_host: Option<watch::Receiver<Ipv4Addr>>,
    pub(crate) proxy_protocol: Arc<ProxyProtocol>,
    pub(crate) banner: Arc<str>,
    pub(crate) tls: Option<SessionTls>,
    pub(crate) require_tls: bool,
    pub(crate) limits: Limits,
    /// Permits for hashing, see [`crate::hash::hash`].
    pub(crate) hashing: Arc<Semaphore>,
    pub(crate) events: Option<mpsc::Sender<Event>>,
    pub(crate) transfers: TransferMetrics,
    pub(crate) rate_limiters: RateLimiters,
    pub(crate) close_notify: CloseNotify,
    pub(crate) sync_uploads: bool,
}

impl ServerContext {
    /// Takes over the configuration, and creates what is shared besides.
    pub(crate) fn new(
        config: Config,
        sessions: Sessions,
        authenticator: Arc<dyn Authenticator>,
    ) -> Self {
        Self {
            authenticator,
            sessions,
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
            hashing: Arc::new(Semaphore::new(MAX_CONCURRENT_HASHES)),
            events: config.events,
            transfers: TransferMetrics::default(),
            rate_limiters: RateLimiters::default(),
            close_notify: config.close_notify,
            sync_uploads: config.sync_uploads,
        }
    }
}
