//! Accepting connections, with limits and timeouts, and ending them at shutdown.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use ftp::{Accepting, LogThrottle, ProxyProtocol, is_connection_error};
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::TaskTracker;

use super::WebConfig;
use super::client_connection::ClientConnection;
use super::connections::{Connections, Refused};
use super::limits::HttpLimits;
use crate::config::TrustedAddresses;
use crate::listeners::ListenerName;
use crate::metrics::OpenConnection;
use crate::shutdown::Shutdown;

/// How long to wait when the system has no more sockets to give.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(500);

/// What whoever finds no place is told, before the request is read.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    retry-after: 5\r\n\
    content-length: 0\r\n\
    connection: close\r\n\r\n";

/// Where connections come.
pub struct WebListeners {
    /// Unencrypted.
    pub http: TcpListener,
    /// With TLS.
    pub https: Option<(TcpListener, Arc<ServerConfig>)>,
}

impl From<TcpListener> for WebListeners {
    /// Unencrypted only.
    fn from(http: TcpListener) -> Self {
        Self { http, https: None }
    }
}

/// What is served, and what its clients may cost.
#[derive(Clone, Debug)]
pub struct Served {
    /// The name of the listener without TLS.
    pub name: ListenerName,
    /// What a client may cost.
    pub limits: HttpLimits,
    /// The proxies that speak for many clients.
    pub trusted_proxies: TrustedAddresses,
    /// The load balancers that tell by the PROXY protocol whose a connection is.
    pub proxy_protocol: TrustedAddresses,
    /// Is told whether the listener without TLS accepts connections.
    pub accepting: Accepting,
    /// Is told whether the one with TLS does.
    pub https_accepting: Accepting,
}

impl From<WebConfig> for Served {
    /// The panel.
    fn from(config: WebConfig) -> Self {
        Self {
            name: ListenerName::Http,
            limits: config.limits,
            trusted_proxies: config.trusted_proxies,
            proxy_protocol: config.proxy_protocol,
            accepting: Accepting::default(),
            https_accepting: Accepting::default(),
        }
    }
}

/// Serves until `shutdown` is requested, then lets the requests that are being answered end, until
/// that is overdue.
///
/// Hyper is driven directly because `axum::serve` can neither bound the time for a request's
/// head or for taking an answer, nor the number of connections, nor the time to stop. HTTP/2 is
/// spoken over TLS alone, as browsers do; proxies speak HTTP/1.1 to us.
///
/// # Errors
/// If a listener has no address of its own any more. A connection's errors are its own.
pub async fn serve(
    listeners: impl Into<WebListeners>,
    router: Router,
    served: impl Into<Served>,
    shutdown: Shutdown,
) -> io::Result<()> {
    let WebListeners { http, https } = listeners.into();
    http.local_addr()?;
    let served = served.into();
    let limits = served.limits;
    let balancers = served.proxy_protocol.networks().to_vec();
    let server = Arc::new(Server {
        connections: Connections::new(&limits, served.trusted_proxies),
        proxy_protocol: ProxyProtocol::new(balancers),
        name: served.name,
        router,
        limits,
        refusals: LogThrottle::default(),
        tasks: TaskTracker::new(),
        shutdown,
    });
    let encrypted = async {
        if let Some((listener, tls)) = https {
            let tls = TlsAcceptor::from(tls);
            let accepting = &served.https_accepting;
            server.accept_all(listener, Some(tls), accepting).await;
        }
    };
    tokio::join!(server.accept_all(http, None, &served.accepting), encrypted);
    server.tasks.close();
    server.tasks.wait().await;
    Ok(())
}

/// What all connections share.
struct Server {
    connections: Connections,
    proxy_protocol: ProxyProtocol,
    name: ListenerName,
    router: Router,
    limits: HttpLimits,
    refusals: LogThrottle,
    tasks: TaskTracker,
    shutdown: Shutdown,
}

impl Server {
    /// Accepts connections until the shutdown. New ones are refused from then on, not left waiting.
    async fn accept_all(
        self: &Arc<Self>,
        listener: TcpListener,
        tls: Option<TlsAcceptor>,
        accepting: &Accepting,
    ) {
        accepting.set(true);
        let requested = self.shutdown.requested();
        let accept = || {
            let accept = accept(&listener, accepting);
            requested.run_until_cancelled(accept)
        };
        while let Some((mut stream, peer)) = accept().await {
            if !self.proxy_protocol.is_balancer(peer.ip()) {
                self.admit(stream, peer, tls.clone());
                continue;
            }
            let (server, tls) = (Arc::clone(self), tls.clone());
            self.tasks.spawn(async move {
                let client = server.proxy_protocol.client(&mut stream, peer);
                let requested = server.shutdown.requested();
                match requested.run_until_cancelled(client).await {
                    Some(Ok(client)) => server.admit(stream, client, tls),
                    Some(Err(error)) => server.proxy_protocol.log(peer, &error),
                    None => {}
                }
            });
        }
        accepting.set(false);
    }

    /// Serves a client's connection, if it has a place left.
    fn admit(&self, stream: TcpStream, peer: SocketAddr, tls: Option<TlsAcceptor>) {
        let admission = match self.connections.admit(peer.ip()) {
            Ok(admission) => admission,
            Err(refused) => {
                if let Some(others) = self.refusals.due() {
                    log_refusal(peer, &refused, others);
                }
                if tls.is_none() {
                    // Best effort: the send buffer of a new connection is empty.
                    let _ = stream.try_write(NO_PLACE);
                }
                return;
            }
        };
        let connection = ClientConnection {
            peer,
            admission,
            router: self.router.clone(),
            limits: self.limits,
            tasks: self.tasks.clone(),
            shutdown: self.shutdown.clone(),
        };
        let name = tls.as_ref().map_or(self.name, |_| ListenerName::Https);
        let open = OpenConnection::on(name);
        self.tasks.spawn(async move {
            let _open = open;
            if let Err(error) = connection.serve(stream, tls).await {
                tracing::debug!(%peer, %error, "connection failed");
            }
        });
    }
}

/// Waits for a connection.
async fn accept(listener: &TcpListener, accepting: &Accepting) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                accepting.set(true);
                return accepted;
            }
            Err(error) if is_connection_error(&error) => {}
            Err(error) => {
                accepting.set(false);
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

/// Says in the log why a connection was refused; `others` had no line since the last one.
fn log_refusal(peer: SocketAddr, refused: &Refused, others: u64) {
    match refused {
        Refused::NetworkFull => tracing::warn!(
            %peer,
            others,
            "connection refused: too many from this address. If a reverse proxy has it, name it in BERTH_TRUSTED_PROXIES"
        ),
        Refused::ServerFull => {
            tracing::warn!(%peer, others, "connection refused: too many at once");
        }
    }
}
