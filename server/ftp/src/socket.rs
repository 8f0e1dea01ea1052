//! Opening listening sockets, and options of control connections.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, TcpStream};

/// After this long without a packet a client is asked whether it is still there.
const KEEPALIVE_TIME: Duration = Duration::from_secs(60);
/// How often it is asked again.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(15);
/// After how many questions without an answer its connection is gone.
const KEEPALIVE_RETRIES: u32 = 4;

/// Whether it is the client that gave up a connection before it was accepted, which is no fault of the
/// listener.
pub fn is_connection_error(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// Binds a listener: a dual-stack one for the unspecified IPv6 address. `backlog` connections may wait
/// in the kernel to be accepted. Must be called within a tokio runtime.
///
/// # Errors
///
/// If the address is in use, not local, or not permitted.
pub fn bind_listener(address: SocketAddr, backlog: i32) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM.nonblocking(),
        None,
    )?;
    if let SocketAddr::V6(v6) = address
        && v6.ip().is_unspecified()
    {
        socket.set_only_v6(false)?;
    }
    // SO_REUSEADDR allows ports with connections in TIME_WAIT, but none that another listener
    // uses. Not for port 0: the system could choose a port that is bound by another socket,
    // which then cannot listen.
    socket.set_reuse_address(address.port() != 0)?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    TcpListener::from_std(socket.into())
}

/// Sets the options of a new control connection.
pub(crate) fn prepare_control(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let socket = SockRef::from(tcp);
    // Some clients send the last byte of an ABOR as urgent data. Without SO_OOBINLINE it would be
    // missing from the stream.
    socket.set_out_of_band_inline(true)?;
    // A client that lost its power or its network sends nothing more, not even an end. During a
    // long transfer it also keeps what lies between, such as NAT, from forgetting the connection.
    socket.set_tcp_keepalive(
        &TcpKeepalive::new()
            .with_time(KEEPALIVE_TIME)
            .with_interval(KEEPALIVE_INTERVAL)
            .with_retries(KEEPALIVE_RETRIES),
    )
}
