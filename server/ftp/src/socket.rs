//! Opening listening sockets.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};
use tokio::net::TcpListener;

/// A dual-stack listener where the address is IPv6's unspecified one.
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
    // Ports whose last connection still lingers can be taken again; one that another listener
    // holds cannot. Where the system chooses it must not: it would give one that is bound to
    // another socket, which then cannot listen.
    socket.set_reuse_address(address.port() != 0)?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    TcpListener::from_std(socket.into())
}
