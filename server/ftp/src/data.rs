//! Data connections: how they are made, by the client (passive) or to it (active).

use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::ops::RangeInclusive;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::error::TransferError;
use crate::socket::bind_listener;
use crate::stream::Stream;

/// How many ports are tried: the calls are quick, but they are made on a thread that serves
/// others too.
const MAX_TRIES: u32 = 1024;

/// Connections that may wait to be accepted: one, and a few of others.
const BACKLOG: i32 = 8;

/// How the next data connection is made.
pub(crate) enum Opening {
    Passive(Passive),
    Active(Active),
}

impl Opening {
    /// Makes the data connection, within `wait`.
    pub(crate) async fn connect(self, wait: Duration) -> Result<TcpStream, TransferError> {
        let tcp = match self {
            Self::Passive(passive) => timeout(wait, passive.accept()).await,
            Self::Active(active) => timeout(wait, active.connect()).await,
        };
        let tcp = tcp.map_err(|_| TransferError::NotConnected)??;
        // Whatever breaks a transfer off resets the connection: a plain end would look to
        // the client like the end of the file.
        SockRef::from(&tcp)
            .set_linger(Some(Duration::ZERO))
            .map_err(|_| TransferError::Broken)?;
        Ok(tcp)
    }
}

/// Where a client waits for one data connection.
pub(crate) struct Active {
    local: SocketAddr,
    address: SocketAddr,
}

impl Active {
    /// `local` is the server's end of the control connection.
    pub(crate) fn new(local: SocketAddr, address: SocketAddr) -> Self {
        Self { local, address }
    }

    /// Connects from the address that the client knows the server by. The port is any: 20, as
    /// RFC 959 has it, would take a privilege.
    async fn connect(self) -> Result<TcpStream, TransferError> {
        let connect = async {
            let (socket, address) = match (self.local, self.address) {
                // A link-local address means nothing without its link.
                (SocketAddr::V6(local), SocketAddr::V6(to)) => {
                    let to = SocketAddrV6::new(*to.ip(), to.port(), 0, local.scope_id());
                    (TcpSocket::new_v6()?, SocketAddr::V6(to))
                }
                (_, address) => (TcpSocket::new_v4()?, address),
            };
            let mut from = self.local;
            from.set_port(0);
            socket.bind(from)?;
            socket.connect(address).await
        };
        connect.await.map_err(|error| {
            tracing::debug!(%error, address = %self.address, "no data connection to the client");
            TransferError::NotConnected
        })
    }
}

/// A listener for one data connection.
pub(crate) struct Passive {
    listener: TcpListener,
    port: u16,
    peer: IpAddr,
}

impl Passive {
    /// Takes a free port of `ports`, beginning anywhere: who can guess the next one could
    /// be there before the client. None if all are taken.
    pub(crate) fn open(
        local: SocketAddr,
        peer: IpAddr,
        ports: &RangeInclusive<u16>,
    ) -> Option<Self> {
        let count = u32::from(*ports.end()).checked_sub(u32::from(*ports.start()))? + 1;
        let start = random(count)?;
        for at in 0..count.min(MAX_TRIES) {
            let port = u32::from(*ports.start()) + (start + at) % count;
            let mut address = local;
            address.set_port(u16::try_from(port).ok()?);
            match bind_listener(address, BACKLOG) {
                Ok(listener) => {
                    let port = listener.local_addr().ok()?.port();
                    return Some(Self {
                        listener,
                        port,
                        peer,
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

    /// Waits for the client's connection, drops others', and closes the listener.
    async fn accept(self) -> Result<TcpStream, TransferError> {
        loop {
            match self.listener.accept().await {
                Ok((tcp, from)) if from.ip().to_canonical() == self.peer => return Ok(tcp),
                Ok((_, from)) => {
                    tracing::warn!(%from, client = %self.peer, "a stranger's data connection");
                }
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(_) => return Err(TransferError::NotConnected),
            }
        }
    }
}

/// Encrypts a data connection.
pub(crate) async fn secure(
    tcp: TcpStream,
    acceptor: &TlsAcceptor,
    wait: Duration,
) -> Result<Stream, TransferError> {
    // The messages of a handshake are small, and each waits for an answer.
    tcp.set_nodelay(true).map_err(|_| TransferError::Broken)?;
    match timeout(wait, Stream::secure(tcp, acceptor)).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a data connection's TLS handshake failed");
            Err(TransferError::Handshake)
        }
        Err(_) => Err(TransferError::Handshake),
    }
}

/// A connection that did its work ends in the ordinary way.
pub(crate) fn end_in_order(stream: &Stream) {
    if let Some(tcp) = stream.tcp() {
        let _ = SockRef::from(tcp).set_linger(None);
    }
}

fn random(below: u32) -> Option<u32> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).ok()?;
    u32::from_ne_bytes(bytes).checked_rem(below)
}
