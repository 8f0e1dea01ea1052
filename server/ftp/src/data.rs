//! Data connections: passive (the client connects) and active (the server connects).

use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::error::TransferError;
use crate::proxy_protocol::ProxyProtocol;
use crate::socket::{bind_listener, is_connection_error};
use crate::stream::Stream;

/// How many passive ports are tried. The calls are quick, but they run on an async thread.
const MAX_PORT_ATTEMPTS: u32 = 1024;

/// Connections that may wait to be accepted: the client's, and those of strangers, which will be
/// dropped. They are accepted at once, see [`DataConnector::accept_early`]; but where there is no room
/// the system drops the client's first packet, too, which is sent again after a second.
const BACKLOG: i32 = 128;

/// Connections of load balancers to one passive port of which it is not known yet whose they are. A
/// balancer says so at once: there is one, the client's, unless others try the port.
const MAX_UNIDENTIFIED: usize = 16;

/// Establishes the next data connection.
pub(crate) enum DataConnector {
    Passive(PassiveListener),
    Active(ActiveConnector),
}

impl DataConnector {
    /// Accepts the client's passive connection before a command needs it, so that no other takes up
    /// the listener meanwhile. Pending for ever after that, and for active mode. Cancel safe.
    pub(crate) async fn accept_early(&mut self) {
        match self {
            Self::Passive(passive) if passive.is_listening() => {
                // A failure is reported to the command that needs the connection.
                passive.accept().await;
            }
            _ => std::future::pending().await,
        }
    }

    /// Establishes the data connection within `wait`.
    pub(crate) async fn connect(self, wait: Duration) -> Result<TcpStream, TransferError> {
        let tcp = match self {
            Self::Passive(passive) => timeout(wait, passive.connect()).await,
            Self::Active(active) => timeout(wait, active.connect()).await,
        };
        let tcp = tcp.map_err(|_| TransferError::NotConnected)??;
        // An aborted transfer resets the connection: an ordinary close would look to the
        // client like the end of the file.
        SockRef::from(&tcp)
            .set_linger(Some(Duration::ZERO))
            .map_err(|_| TransferError::Broken)?;
        Ok(tcp)
    }
}

/// Active mode: connects to the address that the client sent.
pub(crate) struct ActiveConnector {
    local: SocketAddr,
    address: SocketAddr,
}

impl ActiveConnector {
    /// `local` is the server's end of the control connection.
    pub(crate) fn new(local: SocketAddr, address: SocketAddr) -> Self {
        Self { local, address }
    }

    /// Connects from the local address of the control connection, from any port: port 20 (RFC 959)
    /// would need a privilege.
    async fn connect(self) -> Result<TcpStream, TransferError> {
        let connect = async {
            let (socket, address) = match (self.local, self.address) {
                // A link-local address needs its scope.
                (SocketAddr::V6(local), SocketAddr::V6(to)) => {
                    let to = SocketAddrV6::new(*to.ip(), to.port(), 0, local.scope_id());
                    (TcpSocket::new_v6()?, SocketAddr::V6(to))
                }
                (_, address @ SocketAddr::V6(_)) => (TcpSocket::new_v6()?, address),
                (_, address @ SocketAddr::V4(_)) => (TcpSocket::new_v4()?, address),
            };
            // A load balancer may have passed on a client of the other family.
            if address.is_ipv6() == self.local.is_ipv6() {
                let mut from = self.local;
                from.set_port(0);
                socket.bind(from)?;
            }
            socket.connect(address).await
        };
        connect.await.map_err(|error| {
            tracing::debug!(%error, address = %self.address, "no data connection to the client");
            TransferError::NotConnected
        })
    }
}

/// Passive mode: a listener for one data connection.
///
/// The first connection from the client's address is it. The listener is closed at once then: those
/// that wait to be accepted are reset by the system, and later ones are refused. A load balancer's
/// connection is from the address that its PROXY protocol header says, as the control connection is.
pub(crate) struct PassiveListener {
    state: PassiveState,
    port: u16,
    peer: IpAddr,
    proxy_protocol: Arc<ProxyProtocol>,
}

type Unidentified = JoinSet<Option<(TcpStream, SocketAddr)>>;

enum PassiveState {
    Listening {
        listener: TcpListener,
        /// Connections of load balancers, until each has said whose it is.
        unidentified: Unidentified,
    },
    Accepted(TcpStream),
    Failed,
}

impl PassiveListener {
    /// Binds a free port of `ports`, beginning at a random one: whoever can predict the port could
    /// connect before the client. None if all are in use.
    pub(crate) fn open(
        local: SocketAddr,
        peer: IpAddr,
        ports: &RangeInclusive<u16>,
        proxy_protocol: Arc<ProxyProtocol>,
    ) -> Option<Self> {
        let count = u32::from(*ports.end()).checked_sub(u32::from(*ports.start()))? + 1;
        let start = random(count)?;
        for at in 0..count.min(MAX_PORT_ATTEMPTS) {
            let port = u32::from(*ports.start()) + (start + at) % count;
            let mut address = local;
            address.set_port(u16::try_from(port).ok()?);
            match bind_listener(address, BACKLOG) {
                Ok(listener) => {
                    let port = listener.local_addr().ok()?.port();
                    return Some(Self {
                        state: PassiveState::Listening {
                            listener,
                            unidentified: JoinSet::new(),
                        },
                        port,
                        peer,
                        proxy_protocol,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => {
                    tracing::warn!(%error, %address, "a passive port could not be opened");
                    return None;
                }
            }
        }
        tracing::warn!("no passive port is free");
        None
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    fn is_listening(&self) -> bool {
        matches!(self.state, PassiveState::Listening { .. })
    }

    /// The client's connection, which is waited for if it has not been made yet.
    async fn connect(mut self) -> Result<TcpStream, TransferError> {
        self.accept().await;
        match self.state {
            PassiveState::Accepted(tcp) => Ok(tcp),
            _ => Err(TransferError::NotConnected),
        }
    }

    /// Accepts the client's connection, drops those from other addresses, and closes the listener.
    /// Cancel safe.
    async fn accept(&mut self) {
        let PassiveState::Listening {
            listener,
            unidentified,
        } = &mut self.state
        else {
            return;
        };
        self.state = loop {
            let (tcp, from) = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((tcp, from)) if self.proxy_protocol.is_balancer(from.ip()) => {
                        identify(unidentified, &self.proxy_protocol, tcp, from);
                        continue;
                    }
                    Ok(accepted) => accepted,
                    Err(error) if is_connection_error(&error) => continue,
                    Err(error) => {
                        tracing::debug!(%error, "a data connection could not be accepted");
                        break PassiveState::Failed;
                    }
                },
                Some(identified) = unidentified.join_next() => match identified {
                    Ok(Some(identified)) => identified,
                    Ok(None) | Err(_) => continue,
                },
            };
            if from.ip().to_canonical() == self.peer {
                break PassiveState::Accepted(tcp);
            }
            tracing::warn!(%from, client = %self.peer, "dropped a data connection from another address");
        };
    }
}

/// Finds out whose connection a load balancer passes on, beside accepting others.
fn identify(
    unidentified: &mut Unidentified,
    proxy_protocol: &Arc<ProxyProtocol>,
    mut tcp: TcpStream,
    from: SocketAddr,
) {
    if unidentified.len() >= MAX_UNIDENTIFIED {
        tracing::debug!(%from, "dropped a data connection: too many have no header yet");
        return;
    }
    let proxy_protocol = Arc::clone(proxy_protocol);
    unidentified.spawn(async move {
        match proxy_protocol.client(&mut tcp, from).await {
            Ok(client) => Some((tcp, client)),
            Err(error) => {
                proxy_protocol.log(from, &error);
                None
            }
        }
    });
}

/// Performs the TLS handshake of a data connection.
pub(crate) async fn accept_tls(
    tcp: TcpStream,
    acceptor: &TlsAcceptor,
    wait: Duration,
) -> Result<Stream, TransferError> {
    // Handshake messages are small, and each waits for a response.
    tcp.set_nodelay(true).map_err(|_| TransferError::Broken)?;
    match timeout(wait, Stream::accept_tls(tcp, acceptor)).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a data connection's TLS handshake failed");
            Err(TransferError::Handshake)
        }
        Err(_) => Err(TransferError::Handshake),
    }
}

/// Has a completed data connection close in the ordinary way, without a reset.
pub(crate) fn close_gracefully(stream: &Stream) {
    if let Some(tcp) = stream.tcp() {
        let _ = SockRef::from(tcp).set_linger(None);
    }
}

fn random(below: u32) -> Option<u32> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).ok()?;
    u32::from_ne_bytes(bytes).checked_rem(below)
}
