//! Opening listening sockets.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};
use tokio::net::TcpListener;

/// Binds a listener: a dual-stack one for the unspecified IPv6 address.
pub(crate) fn bind_listener(address: SocketAddr, backlog: i32) -> io::Result<TcpListener> {
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
