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
use crate::registry::{Full, Sessions};

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
    /// `require_tls` without `tls`: nobody could ever sign in.
    #[error("TLS is required, but there is no certificate")]
    NoCertificate,
    /// The first passive port is above the last.
    #[error("the range of passive ports is empty")]
    NoPassivePorts,
}

/// A server that listens. It takes connections once it [runs](Server::run).
pub struct Server {
    listener: TcpListener,
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
    pub(crate) tls: Option<Arc<rustls::ServerConfig>>,
    /// The same for uploads, see [`without_tickets`].
    pub(crate) upload_tls: Option<Arc<rustls::ServerConfig>>,
    pub(crate) require_tls: bool,
    pub(crate) limits: Limits,
    /// Turns at hashing, see [`crate::hash::hash`].
    pub(crate) hashing: Arc<Semaphore>,
    pub(crate) activity: Option<mpsc::Sender<Activity>>,
}

/// TLS without session tickets, which a client that uploads never reads: it would close its data
/// connection with them unread, and the reset which that brings can overtake the upload's end.
/// Sessions are resumed with the tickets of the other connections all the same.
fn without_tickets(tls: &rustls::ServerConfig) -> Arc<rustls::ServerConfig> {
    let mut tls = tls.clone();
    tls.send_tls13_tickets = 0;
    Arc::new(tls)
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
        if config.require_tls && config.tls.is_none() {
            return Err(BindError::NoCertificate);
        }
        if config.passive_ports.is_empty() {
            return Err(BindError::NoPassivePorts);
        }
        let address = config.listen;
        let error = |source| BindError::Listen { address, source };
        let listener = listen(address, 1024).map_err(error)?;
        let local_addr = listener.local_addr().map_err(error)?;
        let shared = Arc::new(Shared {
            authenticator,
            sessions: Sessions::default(),
            passive_ports: config.passive_ports,
            active_mode: config.active_mode,
            public_host: config.public_host,
            upload_tls: config.tls.as_deref().map(without_tickets),
            tls: config.tls,
            require_tls: config.require_tls,
            limits: config.limits,
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            activity: config.activity,
        });
        Ok(Self {
            listener,
            local_addr,
            shared,
        })
    }

    /// Where the server listens, with the port that the system chose for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
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
            let accepted = tokio::select! {
                biased;
                () = shutdown.cancelled() => break,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((tcp, from)) => self.admit(tcp, from, &shutdown, &tracker),
                Err(error) => {
                    // Out of file handles, for instance: others may give some back.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop(self.listener);
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
                // The buffer of a new connection is empty; if not even this fits, so be it.
                let _ = tcp.try_write(line);
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
                tracker.spawn(serve(tcp, local, admission, Arc::clone(&self.shared)));
            }
            Err(error) => tracing::debug!(%error, %peer, "a connection broke at once"),
        }
    }
}
