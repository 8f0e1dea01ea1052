//! The listener: takes control connections and gives each its task.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::activity::Activity;
use crate::authenticator::Authenticator;
use crate::config::{Config, Limits};
use crate::control::serve;
use crate::data::listen;
use crate::pace::Paces;
use crate::registry::{Full, Sessions};
use crate::tls::SessionTls;

/// Files that are hashed at the same moment, of all sessions.
const HASHES_AT_ONCE: usize = 2;
/// How long sessions have to say goodbye when the server stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// A server that could not be started.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The address is taken, not this machine's, or not permitted.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// TLS is required, or to be the beginning, without `tls`: nobody could ever sign in.
    #[error("TLS is required, but there is no certificate")]
    NoCertificate,
    /// `require_tls_resumption` with a `tls` that makes no tickets.
    #[error("TLS sessions have to be resumed, but the TLS settings make no tickets")]
    NoTickets,
    /// The first passive port is above the last.
    #[error("the range of passive ports is empty")]
    NoPassivePorts,
}

/// A server that listens. It takes connections once it [runs](Server::run).
pub struct Server {
    listener: TcpListener,
    implicit: Option<TcpListener>,
    local_addr: SocketAddr,
    shared: Arc<Shared>,
}

/// What all sessions share.
pub(crate) struct Shared {
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

impl Server {
    /// Listens on the configured address. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on, or the settings contradict each other.
    pub async fn bind(
        config: Config,
        authenticator: Arc<dyn Authenticator>,
    ) -> Result<Self, BindError> {
        let needs_tls = config.require_tls || config.listen_implicit.is_some();
        match &config.tls {
            None if needs_tls => return Err(BindError::NoCertificate),
            Some(tls) if config.require_tls_resumption && !tls.ticketer.enabled() => {
                return Err(BindError::NoTickets);
            }
            _ => {}
        }
        if config.passive_ports.is_empty() {
            return Err(BindError::NoPassivePorts);
        }
        let bind = |address| {
            listen(address, 1024)
                .and_then(|listener| Ok((listener.local_addr()?, listener)))
                .map_err(|source| BindError::Listen { address, source })
        };
        let (local_addr, listener) = bind(config.listen)?;
        let implicit = config.listen_implicit.map(bind).transpose()?;
        let shared = Arc::new(Shared {
            authenticator,
            sessions: Sessions::default(),
            passive_ports: config.passive_ports,
            active_mode: config.active_mode,
            public_host: config.public_host,
            tls: config.tls.map(SessionTls::shared),
            require_tls: config.require_tls,
            require_tls_resumption: config.require_tls_resumption,
            limits: config.limits,
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            activity: config.activity,
            paces: Paces::default(),
        });
        Ok(Self {
            listener,
            implicit: implicit.map(|(_, listener)| listener),
            local_addr,
            shared,
        })
    }

    /// Where the server listens, with the port that the system chose for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Where the server listens for connections that begin with TLS.
    pub fn implicit_addr(&self) -> Option<SocketAddr> {
        self.implicit.as_ref()?.local_addr().ok()
    }

    /// The open sessions, to list and to end them. The handle outlives [`Server::run`].
    pub fn sessions(&self) -> Sessions {
        self.shared.sessions.clone()
    }

    /// Serves until `shutdown` is cancelled. Then no connection is taken any more, sessions
    /// are told 421 and their transfers ended, and after five seconds at most it returns.
    pub async fn run(self, shutdown: CancellationToken) {
        let tracker = TaskTracker::new();
        loop {
            let (accepted, implicit_tls) = tokio::select! {
                () = shutdown.cancelled() => break,
                accepted = self.listener.accept() => (accepted, false),
                accepted = accept_if_any(self.implicit.as_ref()) => (accepted, true),
            };
            match accepted {
                Ok((tcp, from)) => self.admit(tcp, from, implicit_tls, &shutdown, &tracker),
                Err(error) => {
                    // Out of file handles, for instance: others may give some back.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop((self.listener, self.implicit));
        tracker.close();
        if tokio::time::timeout(FAREWELL, tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!("some sessions did not end in time");
        }
    }

    fn admit(
        &self,
        tcp: TcpStream,
        from: SocketAddr,
        implicit_tls: bool,
        shutdown: &CancellationToken,
        tracker: &TaskTracker,
    ) {
        let peer = from.ip().to_canonical();
        let limits = &self.shared.limits;
        let admission = self.shared.sessions.admit(
            peer,
            limits.max_sessions,
            limits.max_sessions_per_address,
            shutdown,
        );
        let admission = match admission {
            Ok(admission) => admission,
            Err(full) => {
                tracing::warn!(%peer, ?full, "a connection too many");
                let line: &[u8] = match full {
                    Full::Server => b"421 The server is full. Try again later.\r\n",
                    Full::Address => b"421 Too many connections from your address.\r\n",
                };
                // The buffer of a new connection is empty; if not even this fits, so be it. Before a
                // handshake there is nothing that could be said.
                if !implicit_tls {
                    let _ = tcp.try_write(line);
                }
                return;
            }
        };
        // The last byte of an ABOR is sent as urgent data by some clients. Without this it
        // would be missing from the stream.
        let prepared = tcp
            .set_nodelay(true)
            .and_then(|()| SockRef::from(&tcp).set_out_of_band_inline(true));
        match prepared.and_then(|()| tcp.local_addr()) {
            Ok(local) => {
                let shared = Arc::clone(&self.shared);
                tracker.spawn(serve(tcp, local, implicit_tls, admission, shared));
            }
            Err(error) => tracing::debug!(%error, %peer, "a connection broke at once"),
        }
    }
}

async fn accept_if_any(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}
