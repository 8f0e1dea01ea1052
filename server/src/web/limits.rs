//! What a client may cost the web server before it is let go.

use std::time::Duration;

/// Limits on connections, and on the time that a client may take.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// Connections at once.
    pub max_connections: usize,
    /// Of them, from one address or one IPv6 network of 64 bits; wider networks may have some times
    /// as many ([`ClientNetwork::all_of`](services::ClientNetwork::all_of)). Trusted proxies, which
    /// speak for many, may have more.
    pub max_connections_per_network: usize,
    /// How long a TLS handshake may take.
    pub handshake_timeout: Duration,
    /// How long a client may take for a request's head, or be silent between two requests.
    pub head_timeout: Duration,
    /// How long an answer may take, from the request's head to its own, the request's body
    /// included. Argon2 under load is the slowest thing that still succeeds.
    pub response_timeout: Duration,
    /// How long a client may let an answer wait without taking any of it.
    pub write_timeout: Duration,
    /// How much of an answer a client has to take in the long run, in bytes a second; a tenth of
    /// what GPRS does.
    pub min_write_rate: u32,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            max_connections: 1024,
            // A browser opens six connections, and closes them after a while.
            max_connections_per_network: 128,
            handshake_timeout: Duration::from_secs(10),
            head_timeout: Duration::from_secs(20),
            response_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            min_write_rate: 512,
        }
    }
}
