//! The configuration of a server.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::{mpsc, watch};

use crate::events::Event;
use crate::tls::TlsResumption;
use crate::upload::CloseNotify;

/// The configuration of a [`Listener`](crate::Listener).
#[derive(Clone, Debug)]
pub struct Config {
    /// The address for control connections. `[::]` accepts IPv4 as well; port 0 picks any free
    /// port.
    pub listen: SocketAddr,
    /// The address for implicit FTPS, where connections begin with TLS: by convention port 990.
    pub listen_implicit: Option<SocketAddr>,
    /// The passive port range. It must be open in the firewall. `0..=0` lets the system choose.
    pub passive_ports: RangeInclusive<u16>,
    /// Active mode (`PORT` and `EPRT`): the server connects to the client for data, only to the
    /// address of the control connection and to no port below 1024. Usually on: devices without
    /// NAT between them and the server, scanners and old programs among them, know nothing else.
    pub active_mode: bool,
    /// The address in `PASV` replies, for a server behind NAT; the value of the moment counts, so
    /// that it may change. Clients on loopback get the address that they are connected to.
    pub public_host: Option<watch::Receiver<Ipv4Addr>>,
    /// The load balancers that pass connections on with a PROXY protocol header, which then says
    /// whose they are: control connections, and data connections that come from these addresses.
    /// From them a header is required, from all others it is none.
    pub proxy_protocol: Vec<IpNet>,
    /// The text of the greeting, one line. A control character in it is sent as `?`.
    pub banner: String,
    /// Certificate and settings for `AUTH TLS`. Without it the server offers no TLS.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Refuse unencrypted sign-ins and data connections.
    pub require_tls: bool,
    /// Whether encrypted data connections that do not resume the TLS session of their control
    /// connection are refused. `Adaptive` has no effect with a `tls` that issues no session tickets.
    pub tls_resumption: TlsResumption,
    /// When an upload over TLS has to end with `close_notify`.
    pub close_notify: CloseNotify,
    /// Uploads are on the disk, file and folder, before the client reads that they are complete
    /// (`fsync(2)`). Without it, the last ones may be missing after a crash of the machine.
    pub sync_uploads: bool,
    /// Limits on the resources that clients may use.
    pub limits: Limits,
    /// Receives what sessions do. Events that do not fit into the channel are dropped, with a
    /// warning in the log.
    pub events: Option<mpsc::Sender<Event>>,
}

impl Config {
    /// A usual text for [`Config::banner`].
    pub const DEFAULT_BANNER: &str = "Berth FTP server ready.";
}

/// Limits on the resources that clients may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// From connecting to a successful sign-in, all attempts together, whatever is sent.
    pub sign_in_timeout: Duration,
    /// For one TLS handshake, control or data.
    pub tls_handshake_timeout: Duration,
    /// A signed-in session that sends no command for this long is closed.
    pub idle_timeout: Duration,
    /// From a transfer command to the client's data connection; also from `PASV` or `EPSV` to the
    /// transfer command, after which the port is closed.
    pub data_connect_timeout: Duration,
    /// A transfer that moves no byte for this long is aborted.
    pub stall_timeout: Duration,
    /// The delay before the reply to a refused sign-in.
    pub sign_in_failure_delay: Duration,
    /// Refused sign-ins after which a connection is closed.
    pub max_sign_in_failures: u32,
    /// Concurrent sessions that are signed in.
    pub max_sessions: usize,
    /// Concurrent connections that are not signed in, besides those that are. When there are as
    /// many, a new one takes the place of an older one.
    pub max_unauthenticated: usize,
    /// Concurrent connections from one IPv4 address or one IPv6 /64, signed in or not.
    pub max_sessions_per_address: usize,
    /// Concurrent sessions of one account.
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
            max_unauthenticated: 500,
            max_sessions_per_address: 50,
            max_sessions_per_account: 50,
        }
    }
}
