//! What all sessions of a server share.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};

use crate::activity::Activity;
use crate::authenticator::Authenticator;
use crate::config::{Config, Limits};
use crate::pace::Paces;
use crate::registry::Sessions;
use crate::tls::SessionTls;

/// Files that are hashed at the same moment, of all sessions.
const MAX_CONCURRENT_HASHES: usize = 2;

/// What all sessions share.
pub(crate) struct ServerContext {
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) sessions: Sessions,
    pub(crate) passive_ports: RangeInclusive<u16>,
    pub(crate) active_mode: bool,
    pub(crate) public_host: Option<Ipv4Addr>,
    pub(crate) tls: Option<SessionTls>,
    pub(crate) require_tls: bool,
    pub(crate) require_tls_resumption: bool,
    pub(crate) limits: Limits,
    /// Turns at hashing, see [`crate::hash::hash`].
    pub(crate) hashing: Arc<Semaphore>,
    pub(crate) activity: Option<mpsc::Sender<Activity>>,
    pub(crate) paces: Paces,
}

impl ServerContext {
    /// The settings, the sessions, and who may sign in.
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
            tls: config.tls.map(SessionTls::shared),
            require_tls: config.require_tls,
            require_tls_resumption: config.require_tls_resumption,
            limits: config.limits,
            hashing: Arc::new(Semaphore::new(MAX_CONCURRENT_HASHES)),
            activity: config.activity,
            paces: Paces::default(),
        }
    }
}
