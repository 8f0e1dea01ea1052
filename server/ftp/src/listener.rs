//! Accepts control connections and gives each its task.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accepting::Accepting;
use crate::authenticator::Authenticator;
use crate::config::Config;
use crate::context::{ServerContext, Shared};
use crate::control::serve;
use crate::metrics::{self, Limit};
use crate::registry::Sessions;
use crate::socket::{bind_listener, is_connection_error, prepare_control};
use crate::tls::TlsResumption;

/// How many connections may wait in the kernel to be accepted.
const BACKLOG: i32 = 1024;
/// The pause after a connection could not be accepted.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);
/// How long sessions may take to end when the server shuts down.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// A server that could not be started.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The address is in use, not local, or not permitted.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
    /// `require_tls` or `listen_implicit` without `tls`: nobody could ever sign in.
    #[error("TLS is required, but there is no certificate")]
    NoCertificate,
    /// `TlsResumption::Always` with a `tls` that issues no session tickets.
    #[error(
        "TLS session resumption is required, but the TLS configuration issues no session tickets"
    )]
    NoTickets,
    /// The first passive port is above the last.
    #[error("the range of passive ports is empty")]
    NoPassivePorts,
}

/// The bound sockets of an FTP server, and its session registry.
///
/// Bound before anyone can say who may sign in: connections wait in the kernel until
/// [`Listener::serve`] is given an [`Authenticator`].
pub struct Listener {
    explicit: TcpListener,
    implicit: Option<TcpListener>,
    local_addr: SocketAddr,
    sessions: Sessions,
    accepting: Accepting,
    settings: Settings,
}

/// The settings of a server, to be changed while it runs.
#[derive(Clone, Debug)]
pub struct Settings(watch::Sender<Config>);

impl Settings {
    /// Has sessions that begin from now on follow these settings. Those that are open keep theirs;
    /// addresses stay what they are.
    ///
    /// # Errors
    ///
    /// If the settings contradict each other: then nothing is changed.
    pub fn replace(&self, config: Config) -> Result<(), BindError> {
        check(&config)?;
        self.0.send_replace(config);
        Ok(())
    }
}

impl Listener {
    /// Binds the configured addresses. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// If an address cannot be listened on, or the settings contradict each other.
    pub fn bind(config: Config) -> Result<Self, BindError> {
        let bind = |address| {
            bind_listener(address, BACKLOG).map_err(|source| BindError::Listen { address, source })
        };
        check(&config)?;
        let explicit = bind(config.listen)?;
        let implicit = config.listen_implicit.map(bind).transpose()?;
        Self::on_sockets(config, explicit, implicit)
    }

    /// Takes sockets that listen already, instead of the configured addresses.
    ///
    /// # Errors
    ///
    /// If a socket has no address, or the settings contradict each other.
    pub fn on_sockets(
        config: Config,
        explicit: TcpListener,
        implicit: Option<TcpListener>,
    ) -> Result<Self, BindError> {
        check(&config)?;
        if implicit.is_some() && config.tls.is_none() {
            return Err(BindError::NoCertificate);
        }
        let local_addr = explicit.local_addr().map_err(|source| BindError::Listen {
            address: config.listen,
            source,
        })?;
        Ok(Self {
            explicit,
            implicit,
            local_addr,
            sessions: Sessions::default(),
            accepting: Accepting::default(),
            settings: Settings(watch::Sender::new(config)),
        })
    }

    /// The address for control connections, with the port that the system chose for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// The address for implicit FTPS.
    pub fn implicit_addr(&self) -> Option<SocketAddr> {
        self.implicit.as_ref()?.local_addr().ok()
    }

    /// The open sessions, to list and to end them. The handle outlives [`Listener::serve`].
    pub fn sessions(&self) -> Sessions {
        self.sessions.clone()
    }

    /// Whether connections are accepted. The handle outlives [`Listener::serve`].
    pub fn accepting(&self) -> Accepting {
        self.accepting.clone()
    }

    /// The settings, to change them. The handle outlives [`Listener::serve`].
    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }

    /// Serves until `drain` or `end` is cancelled. Then no connection is accepted any more.
    ///
    /// After `drain`, sessions end with a 421 reply once they transfer nothing: at once, or when
    /// their transfer has ended; it returns when all have. After `end`, all sessions get a 421 reply
    /// and their transfers end; it returns after five seconds at most.
    pub async fn serve(
        self,
        authenticator: Arc<dyn Authenticator>,
        drain: CancellationToken,
        end: CancellationToken,
    ) {
        let Self {
            explicit,
            implicit,
            sessions,
            accepting,
            settings,
            ..
        } = self;
        accepting.set(true);
        let mut changes = settings.0.subscribe();
        let shared = Shared::new(authenticator, sessions, drain);
        let config = changes.borrow_and_update().clone();
        let mut acceptor = Acceptor {
            context: Arc::new(ServerContext::new(config, shared)),
            end,
            tasks: TaskTracker::new(),
        };
        loop {
            let (accepted, implicit_tls) = tokio::select! {
                () = acceptor.context.shared.draining.cancelled() => break,
                () = acceptor.end.cancelled() => break,
                // The sender is in `settings`.
                _ = changes.changed() => {
                    acceptor.follow(changes.borrow_and_update().clone());
                    continue;
                }
                accepted = explicit.accept() => (accepted, false),
                accepted = accept_if_any(implicit.as_ref()) => (accepted, true),
            };
            if accepted.as_ref().is_err_and(is_connection_error) {
                continue;
            }
            accepting.set(accepted.is_ok());
            match accepted {
                Ok((tcp, from)) => acceptor.accepted(tcp, from, implicit_tls),
                Err(error) => {
                    // Out of file descriptors, for instance: other connections may free some.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
                }
            }
        }
        accepting.set(false);
        drop((explicit, implicit));
        acceptor.finish().await;
    }
}

/// Gives each accepted connection its task.
#[derive(Clone)]
struct Acceptor {
    context: Arc<ServerContext>,
    end: CancellationToken,
    tasks: TaskTracker,
}

impl Acceptor {
    /// Has the connections that follow be served by other settings.
    fn follow(&mut self, config: Config) {
        let shared = self.context.shared.clone();
        self.context = Arc::new(ServerContext::new(config, shared));
    }

    /// Admits a connection, once it is known whose it is.
    fn accepted(&self, mut tcp: TcpStream, from: SocketAddr, implicit_tls: bool) {
        if !self.context.proxy_protocol.is_balancer(from.ip()) {
            return self.admit(tcp, from, implicit_tls);
        }
        let acceptor = self.clone();
        self.tasks.spawn(async move {
            let Self { context, end, .. } = &acceptor;
            let client = tokio::select! {
                client = context.proxy_protocol.client(&mut tcp, from) => client,
                () = context.shared.draining.cancelled() => return,
                () = end.cancelled() => return,
            };
            match client {
                Ok(client) => acceptor.admit(tcp, client, implicit_tls),
                Err(error) => context.proxy_protocol.log(from, &error),
            }
        });
    }

    /// Admits the connection of a client.
    fn admit(&self, tcp: TcpStream, from: SocketAddr, implicit_tls: bool) {
        let peer = from.ip().to_canonical();
        let limits = &self.context.limits;
        let sessions = &self.context.shared.sessions;
        let Ok(admission) = sessions.admit(peer, limits, &self.end) else {
            metrics::limit_reached(Limit::ConnectionsPerAddress);
            tracing::warn!(%peer, "connection refused: too many from this address");
            // Best effort: the send buffer of a new connection is empty. Implicit FTPS has no way
            // to reply before its handshake.
            if !implicit_tls {
                let _ = tcp.try_write(b"421 Too many connections from your address.\r\n");
            }
            return;
        };
        match prepare_control(&tcp).and_then(|()| tcp.local_addr()) {
            Ok(local) => {
                let context = Arc::clone(&self.context);
                self.tasks
                    .spawn(serve(tcp, local, implicit_tls, admission, context));
            }
            Err(error) => tracing::debug!(%error, %peer, "a connection failed at once"),
        }
    }

    /// Waits for the sessions that are still open.
    async fn finish(self) {
        self.tasks.close();
        tokio::select! {
            () = self.tasks.wait() => return,
            () = self.end.cancelled() => {}
        }
        let ended = tokio::time::timeout(SHUTDOWN_TIMEOUT, self.tasks.wait()).await;
        if ended.is_err() {
            tracing::warn!("some sessions did not end in time");
        }
    }
}

/// Refuses settings that contradict each other.
fn check(config: &Config) -> Result<(), BindError> {
    let needs_tls = config.require_tls || config.listen_implicit.is_some();
    match &config.tls {
        None if needs_tls => return Err(BindError::NoCertificate),
        Some(tls) if config.tls_resumption == TlsResumption::Always && !tls.ticketer.enabled() => {
            return Err(BindError::NoTickets);
        }
        _ => {}
    }
    if config.passive_ports.is_empty() {
        return Err(BindError::NoPassivePorts);
    }
    Ok(())
}

async fn accept_if_any(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}
