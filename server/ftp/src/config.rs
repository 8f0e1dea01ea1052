//! What a server is told at its start.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::activity::Activity;

/// Everything that a [`Listener`](crate::Listener) needs to know, besides who may sign in.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where control connections are taken. `[::]` takes IPv4 as well; port 0 takes any free
    /// one.
    pub listen: SocketAddr,
    /// Where connections are taken that begin with TLS: implicit FTPS, by custom on port 990.
    pub listen_implicit: Option<SocketAddr>,
    /// The ports for data connections. They must be open in the firewall. `0..=0` lets the
    /// system choose.
    pub passive_ports: RangeInclusive<u16>,
    /// Serve `PORT` and `EPRT` too: connect to the client for data. Only to the address that
    /// it came from, and to no port below 1024. Off in most places: clients are behind NAT and
    /// firewalls, and a server that connects outwards is one thing more to watch.
    pub active_mode: bool,
    /// The address told in `PASV` replies, for a server behind NAT. Clients on this very
    /// machine (loopback) are told the address that they are connected to.
    pub public_host: Option<Ipv4Addr>,
    /// Certificate and settings for `AUTH TLS`. Without it the server offers no TLS.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Refuse sign-ins and data connections in clear.
    pub require_tls: bool,
    /// Refuse encrypted data connections that do not resume the TLS session of their control
    /// connection: then nobody else's can be taken for the client's. Some clients cannot.
    pub require_tls_resumption: bool,
    /// What one stranger, and all of them together, may spend.
    pub limits: Limits,
    /// Where to tell what sessions do. What a full channel cannot take is lost, with a warning
    /// in the log.
    pub activity: Option<mpsc::Sender<Activity>>,
}

/// Bounds on what clients can spend.
#[derive(Clone, Debug)]
pub struct Limits {
    /// From the connection to a successful sign-in, all attempts together.
    pub sign_in_timeout: Duration,
    /// For one TLS handshake, control or data.
    pub tls_handshake_timeout: Duration,
    /// A signed-in session that sends no command for this long is closed.
    pub idle_timeout: Duration,
    /// From a transfer command to the client's data connection.
    pub data_connect_timeout: Duration,
    /// A transfer that moves no byte for this long is broken off.
    pub stall_timeout: Duration,
    /// The pause before a refused sign-in is answered.
    pub sign_in_failure_delay: Duration,
    /// Refused sign-ins after which a connection is closed.
    pub max_sign_in_failures: u32,
    /// Connections at once, signed in or not.
    pub max_sessions: usize,
    /// Connections at once from one IPv4 address or one IPv6 /64.
    pub max_sessions_per_address: usize,
    /// Sessions at once that one account is signed in with.
    pub max_sessions_per_account: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in_timeout: Duration::from_secs(60),
            tls_handshake_timeout: Duration::from_secs(15),
            idle_timeout: Duration::from_secs(5 * 60),
            data_connect_timeout: Duration::from_secs(30),
            stall_timeout: Duration::from_secs(60),
            sign_in_failure_delay: Duration::from_millis(500),
            max_sign_in_failures: 3,
            max_sessions: 2000,
            max_sessions_per_address: 50,
            max_sessions_per_account: 50,
        }
    }
}
