//! Which TLS sessions the data connections of an FTP session may resume, and whether they have to.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rustls::server::{ProducesTickets, StoresServerSessions};

use crate::tls_version::TlsVersion;

/// Counts the TLS connections of an FTP session.
type Connection = u32;

/// The first one.
const CONTROL: Connection = 0;

/// How many connections are remembered whose TLS sessions may be resumed. Clients resume that of
/// the control connection, or of the last data connections.
const MAX_ADMITTED: usize = 32;

/// How many TLS sessions are stored for clients without tickets. They resume one and the same.
const MAX_SESSIONS: usize = 4;

/// The TLS sessions of one FTP session: those of its control connection, and of the data
/// connections that were admitted. A data connection that was not has completed its handshake all
/// the same, so that a stranger has a session too: it is good for nothing.
#[derive(Debug)]
pub(crate) struct Resumption {
    /// When the tickets of the control connection may have expired.
    expires_at: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The current connection.
    connection: Connection,
    /// The ticket that it has presented: which connection issued it, and its hash.
    presented: Option<(Connection, u64)>,
    /// The data connections whose sessions may be resumed, the last used one at the end.
    admitted: Vec<Connection>,
    /// TLS 1.2 sessions by their ids, as curl resumes them with OpenSSL.
    sessions: Vec<StoredSession>,
    /// Whether a data connection has resumed a session.
    has_resumed: bool,
    /// Whether the client uses a session more than once.
    reuses_sessions: bool,
    /// Data connections that have issued tickets; the control connection did before them.
    issued: u32,
    /// Data connections that have resumed a session.
    used: u32,
    /// The hash of the ticket that was used last.
    last_used: Option<u64>,
}

#[derive(Debug)]
struct StoredSession {
    connection: Connection,
    id: Vec<u8>,
    secrets: Vec<u8>,
}

impl Resumption {
    pub(crate) fn new(expires_at: Instant) -> Self {
        Self {
            expires_at,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// To be called before the handshake of each data connection.
    pub(crate) fn begin_data_connection(&self) {
        let mut state = self.state();
        state.connection = state.connection.saturating_add(1);
        state.presented = None;
    }

    /// Whether the current data connection is admitted, after its handshake: if it has resumed a
    /// session, or does not have to.
    ///
    /// It has to `always`, or else from the first one on that did, as long as the client can. Most
    /// clients use a session as often as they like. But some use each ticket of TLS 1.3 once, as
    /// RFC 8446 recommends (appendix C.4), and an upload gives them no new one: after a few uploads
    /// they have none left, through no fault of theirs.
    pub(crate) fn admits(
        &self,
        is_resumed: bool,
        always: bool,
        version: Option<TlsVersion>,
        issues_tickets: bool,
    ) -> bool {
        let mut state = self.state();
        let has_one_left = state.reuses_sessions || state.used <= state.issued;
        let can_resume = state.has_resumed && has_one_left && Instant::now() < self.expires_at;
        if !is_resumed && (always || can_resume) {
            return false;
        }
        let connection = state.connection;
        if is_resumed {
            let ticket = state.presented.map(|(_, hash)| hash);
            let is_same = ticket.is_some() && ticket == state.last_used;
            state.has_resumed = true;
            state.reuses_sessions |= is_same || version == Some(TlsVersion::V1_2);
            state.used = state.used.saturating_add(1);
            state.last_used = ticket;
            if let Some((issuer, _)) = state.presented {
                state.admit(issuer);
            }
        }
        if issues_tickets {
            state.issued = state.issued.saturating_add(1);
        }
        state.admit(connection);
        true
    }
}

impl State {
    fn admit(&mut self, connection: Connection) {
        self.admitted.retain(|other| *other != connection);
        if self.admitted.len() == MAX_ADMITTED {
            self.admitted.remove(0);
        }
        self.admitted.push(connection);
    }

    fn may_be_resumed(&self, connection: Connection) -> bool {
        connection == CONTROL || self.admitted.contains(&connection)
    }
}

impl StoresServerSessions for Resumption {
    fn put(&self, id: Vec<u8>, secrets: Vec<u8>) -> bool {
        let mut state = self.state();
        if state.sessions.len() == MAX_SESSIONS {
            // The first one is the control connection's.
            let of_stranger = |stored: &StoredSession| !state.may_be_resumed(stored.connection);
            let at = state.sessions.iter().position(of_stranger).unwrap_or(1);
            state.sessions.remove(at);
        }
        let connection = state.connection;
        state.sessions.push(StoredSession {
            connection,
            id,
            secrets,
        });
        true
    }

    fn get(&self, id: &[u8]) -> Option<Vec<u8>> {
        let state = self.state();
        let found = state.sessions.iter().find(|stored| stored.id == id)?;
        let may_be_resumed = state.may_be_resumed(found.connection);
        may_be_resumed.then(|| found.secrets.clone())
    }

    /// For TLS 1.3 without tickets, which is never bound.
    fn take(&self, _id: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn can_cache(&self) -> bool {
        true
    }
}

/// Session tickets that are valid only for the FTP session that they were issued to, and only if
/// the connection that issued them was admitted.
#[derive(Debug)]
pub(crate) struct BoundTickets {
    inner: Arc<dyn ProducesTickets>,
    session: [u8; 8],
    resumption: Arc<Resumption>,
}

impl BoundTickets {
    pub(crate) fn new(
        inner: Arc<dyn ProducesTickets>,
        session: u64,
        resumption: Arc<Resumption>,
    ) -> Self {
        Self {
            inner,
            session: session.to_be_bytes(),
            resumption,
        }
    }
}

impl ProducesTickets for BoundTickets {
    fn enabled(&self) -> bool {
        self.inner.enabled()
    }

    fn lifetime(&self) -> u32 {
        self.inner.lifetime()
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let connection = self.resumption.state().connection.to_be_bytes();
        let bound = [&self.session[..], &connection, plain].concat();
        self.inner.encrypt(&bound)
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        let bound = self.inner.decrypt(cipher)?;
        let bound = bound.strip_prefix(&self.session)?;
        let (connection, plain) = bound.split_first_chunk()?;
        let connection = Connection::from_be_bytes(*connection);
        let mut state = self.resumption.state();
        if !state.may_be_resumed(connection) {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        cipher.hash(&mut hasher);
        state.presented = Some((connection, hasher.finish()));
        Some(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::time::Duration;

    use super::*;

    /// The TLS of an FTP session whose control connection has given the client a ticket.
    struct Client {
        resumption: Arc<Resumption>,
        tickets: BoundTickets,
        ticket: Vec<u8>,
    }

    impl Client {
        fn new(inner: &Arc<dyn ProducesTickets>, session: u64) -> Self {
            let expires_at = Instant::now() + Duration::from_secs(60);
            let resumption = Arc::new(Resumption::new(expires_at));
            let bound = Arc::clone(&resumption);
            let tickets = BoundTickets::new(Arc::clone(inner), session, bound);
            Self {
                resumption,
                ticket: tickets.encrypt(b"secrets").unwrap(),
                tickets,
            }
        }

        /// A data connection over TLS 1.3 that presents a ticket or none; gives its own ticket, and
        /// whether it was admitted.
        fn connect(&self, ticket: Option<&[u8]>, is_upload: bool) -> (Vec<u8>, bool) {
            self.resumption.begin_data_connection();
            let is_resumed = ticket.is_some_and(|ticket| self.tickets.decrypt(ticket).is_some());
            let issued = self.tickets.encrypt(b"secrets").unwrap();
            let version = Some(TlsVersion::V1_3);
            let admitted = self
                .resumption
                .admits(is_resumed, false, version, !is_upload);
            (issued, admitted)
        }
    }

    fn ticketer() -> Arc<dyn ProducesTickets> {
        rustls::crypto::aws_lc_rs::Ticketer::new().unwrap()
    }

    #[test]
    fn a_ticket_is_good_for_its_own_session_only() {
        let inner = ticketer();
        let (one, other) = (Client::new(&inner, 1), Client::new(&inner, 2));
        let plain = one.tickets.decrypt(&one.ticket);
        assert_eq!(plain.as_deref(), Some(&b"secrets"[..]));
        assert_eq!(other.tickets.decrypt(&one.ticket), None);
        assert_eq!(one.tickets.decrypt(b"forged"), None);
    }

    #[test]
    fn the_session_of_a_connection_that_was_refused_is_good_for_nothing() {
        let client = Client::new(&ticketer(), 1);
        let (own, _) = client.connect(Some(&client.ticket), false);
        assert!(client.connect(Some(&own), false).1);
        let (strange, admitted) = client.connect(None, false);
        assert!(!admitted);
        assert!(!client.connect(Some(&strange), false).1);
        assert!(client.connect(Some(&own), false).1);
    }

    #[test]
    fn a_client_that_never_resumes_does_not_have_to() {
        let client = Client::new(&ticketer(), 1);
        for is_upload in [false, true, false] {
            assert!(client.connect(None, is_upload).1);
        }
    }

    #[test]
    fn a_client_that_uses_a_ticket_again_has_to_resume_from_then_on() {
        let client = Client::new(&ticketer(), 1);
        for _ in 0..2 * MAX_ADMITTED {
            assert!(client.connect(Some(&client.ticket), true).1);
        }
        for is_upload in [true, false, true] {
            assert!(!client.connect(None, is_upload).1);
        }
        // Also from a data connection, as often as it likes.
        let (own, _) = client.connect(Some(&client.ticket), false);
        for _ in 0..2 * MAX_ADMITTED {
            assert!(client.connect(Some(&own), false).1);
        }
    }

    #[test]
    fn a_client_that_uses_each_ticket_once_has_to_resume_while_it_has_one() {
        let client = Client::new(&ticketer(), 1);
        let (second, admitted) = client.connect(Some(&client.ticket), false);
        assert!(admitted);
        assert!(!client.connect(None, true).1);
        assert!(client.connect(Some(&second), true).1);
        // Uploads give no more.
        for _ in 0..3 {
            assert!(client.connect(None, true).1);
        }
        assert!(client.connect(None, false).1);
        assert!(!client.connect(None, true).1);
    }

    #[test]
    fn no_session_is_resumed_after_its_time() {
        let resumption = Resumption::new(Instant::now());
        for is_resumed in [true, false] {
            let version = Some(TlsVersion::V1_2);
            assert!(resumption.admits(is_resumed, false, version, false));
            assert_eq!(
                resumption.admits(is_resumed, true, version, false),
                is_resumed
            );
        }
    }

    #[test]
    fn the_session_of_a_control_connection_cannot_be_displaced() {
        let resumption = Resumption::new(Instant::now() + Duration::from_secs(60));
        let version = Some(TlsVersion::V1_2);
        assert!(resumption.put(vec![0], vec![0]));
        resumption.begin_data_connection();
        assert!(resumption.put(vec![1], vec![1]));
        assert!(resumption.admits(false, false, version, true));
        assert!(resumption.get(&[1]).is_some());
        assert!(resumption.admits(true, false, version, true));
        // Strangers.
        for id in 2..20 {
            resumption.begin_data_connection();
            assert!(resumption.put(vec![id], vec![id]));
            assert!(!resumption.admits(false, false, version, true));
            assert_eq!(resumption.get(&[id]), None);
        }
        for id in [0, 1] {
            assert_eq!(resumption.get(&[id]), Some(vec![id]));
        }
    }
}
