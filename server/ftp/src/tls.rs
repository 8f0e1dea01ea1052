//! TLS versions, and the TLS configuration of one session.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::server::{NoServerSessionStorage, ProducesTickets};

/// The version of TLS on a control connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246).
    V1_2,
    /// TLS 1.3 (RFC 8446).
    V1_3,
}

/// The TLS configuration for the connections of one session.
#[derive(Clone)]
pub(crate) struct SessionTls {
    /// For the control connection, and for data connections to the client.
    pub(crate) common: Arc<ServerConfig>,
    /// For uploads, see [`SessionTls::shared`].
    pub(crate) upload: Arc<ServerConfig>,
    /// Whether data connections have to resume the control connection's TLS session.
    pub(crate) resumption_required: bool,
}

impl SessionTls {
    /// A configuration that all sessions share: each may resume the TLS sessions of others.
    ///
    /// Uploads issue no session tickets, which an uploading client never reads: it would close its
    /// data connection with unread data, and the resulting reset can overtake the end of the
    /// upload. Clients resume with the tickets of other connections all the same.
    pub(crate) fn shared(tls: Arc<ServerConfig>) -> Self {
        let mut upload = ServerConfig::clone(&tls);
        upload.send_tls13_tickets = 0;
        Self {
            common: tls,
            upload: Arc::new(upload),
            resumption_required: false,
        }
    }

    /// A configuration for one FTP session: only its own TLS sessions can be resumed with it, so
    /// that no other client can take over its data connections.
    pub(crate) fn bound(&self, session: u64) -> Self {
        let bind = |tls: &ServerConfig| {
            let mut tls = tls.clone();
            tls.session_storage = Arc::new(NoServerSessionStorage {});
            tls.ticketer = Arc::new(BoundTickets {
                inner: tls.ticketer,
                session: session.to_be_bytes(),
            });
            Arc::new(tls)
        };
        Self {
            common: bind(&self.common),
            upload: bind(&self.upload),
            resumption_required: true,
        }
    }
}

/// Session tickets that are valid only for the FTP session that they were issued to.
#[derive(Debug)]
struct BoundTickets {
    inner: Arc<dyn ProducesTickets>,
    session: [u8; 8],
}

impl ProducesTickets for BoundTickets {
    fn enabled(&self) -> bool {
        self.inner.enabled()
    }

    fn lifetime(&self) -> u32 {
        self.inner.lifetime()
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        self.inner.encrypt(&[&self.session, plain].concat())
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        let plain = self.inner.decrypt(cipher)?;
        plain.strip_prefix(&self.session).map(<[u8]>::to_vec)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_ticket_is_good_for_its_own_session_only() {
        let inner = rustls::crypto::aws_lc_rs::Ticketer::new().unwrap();
        let tickets = |session: u64| BoundTickets {
            inner: Arc::clone(&inner),
            session: session.to_be_bytes(),
        };
        let ticket = tickets(1).encrypt(b"secrets").unwrap();
        assert_eq!(
            tickets(1).decrypt(&ticket).as_deref(),
            Some(&b"secrets"[..])
        );
        assert_eq!(tickets(2).decrypt(&ticket), None);
        assert_eq!(tickets(1).decrypt(b"forged"), None);
    }
}
