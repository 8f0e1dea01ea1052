//! The TLS configuration of one session.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ServerConfig;

use crate::error::TransferError;
use crate::resumption::{BoundTickets, Resumption};
use crate::stream::Stream;

/// Whether encrypted data connections have to resume the TLS session of their control connection,
/// which proves that both belong to one client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsResumption {
    /// All of them. Clients that cannot resume a session can transfer nothing.
    Always,
    /// From the first one of an FTP session that did: then the client can.
    #[default]
    Adaptive,
    /// None of them.
    Never,
}

/// The protocols that a client may offer by ALPN (RFC 7301), if it offers any: `ftp` is IANA's, and
/// FileZilla offers `ftp-data` on data connections. Who offers only others is refused: a browser,
/// for instance, that was redirected here (ALPACA, cross-protocol attacks).
const ALPN_PROTOCOLS: [&[u8]; 2] = [b"ftp", b"ftp-data"];

/// The TLS configuration for the connections of one session.
#[derive(Clone)]
pub(crate) struct SessionTls {
    /// For the control connection, and for data connections to the client.
    pub(crate) common: Arc<ServerConfig>,
    /// For uploads, see [`SessionTls::shared`].
    upload: Arc<ServerConfig>,
    policy: TlsResumption,
    /// Of an FTP session whose data connections may have to resume.
    resumption: Option<Arc<Resumption>>,
}

impl SessionTls {
    /// A configuration that all sessions share: each may resume the TLS sessions of others.
    ///
    /// Uploads issue no session tickets, which an uploading client never reads: it would close its
    /// data connection with unread data, and the resulting reset can overtake the end of the
    /// upload. Clients resume with the tickets of other connections all the same.
    ///
    /// Without tickets `tls` keeps TLS 1.3 sessions that can be resumed once, by clients that may
    /// try it again: nothing is adapted to them.
    pub(crate) fn shared(tls: &ServerConfig, resumption: TlsResumption) -> Self {
        let mut common = tls.clone();
        common.alpn_protocols = ALPN_PROTOCOLS.map(<[u8]>::to_vec).into();
        let mut upload = common.clone();
        upload.send_tls13_tickets = 0;
        let policy = match resumption {
            TlsResumption::Adaptive if !tls.ticketer.enabled() => TlsResumption::Never,
            resumption => resumption,
        };
        Self {
            common: Arc::new(common),
            upload: Arc::new(upload),
            policy,
            resumption: None,
        }
    }

    /// A configuration for one FTP session: only its own TLS sessions can be resumed with it, so
    /// that no other client can take over its data connections.
    pub(crate) fn bound(self, session: u64) -> Self {
        if self.policy == TlsResumption::Never {
            return self;
        }
        // Keys are rotated at half the lifetime: a ticket is valid for that long at least.
        let lifetime = Duration::from_secs(u64::from(self.common.ticketer.lifetime()) / 2);
        let resumption = Arc::new(Resumption::new(Instant::now() + lifetime));
        let inner = Arc::clone(&self.common.ticketer);
        let tickets = Arc::new(BoundTickets::new(inner, session, Arc::clone(&resumption)));
        let bind = |tls: &ServerConfig| {
            let mut tls = tls.clone();
            tls.session_storage = Arc::<Resumption>::clone(&resumption);
            tls.ticketer = Arc::<BoundTickets>::clone(&tickets);
            Arc::new(tls)
        };
        Self {
            common: bind(&self.common),
            upload: bind(&self.upload),
            resumption: Some(resumption),
            ..self
        }
    }

    /// The configuration for the next data connection.
    pub(crate) fn begin_data_connection(&self, is_upload: bool) -> Arc<ServerConfig> {
        if let Some(resumption) = &self.resumption {
            resumption.begin_data_connection();
        }
        Arc::clone(if is_upload {
            &self.upload
        } else {
            &self.common
        })
    }

    /// Checks that data connection after its handshake.
    pub(crate) fn check_resumed(
        &self,
        data: &Stream,
        is_upload: bool,
    ) -> Result<(), TransferError> {
        let Some(resumption) = &self.resumption else {
            return Ok(());
        };
        let always = self.policy == TlsResumption::Always;
        let version = data.tls_version();
        if resumption.admits(data.is_resumed(), always, version, !is_upload) {
            return Ok(());
        }
        tracing::warn!("refused a data connection that does not resume its client's TLS session");
        Err(TransferError::NotResumed)
    }
}
