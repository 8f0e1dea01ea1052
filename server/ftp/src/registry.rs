//! The session registry: counts, lists and ends open sessions.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::progress::SessionActivity;
use crate::session_info::{EndReason, SessionInfo, SessionStatus};

/// A handle to the open sessions; clones share the same ones.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    next_id: u64,
    /// Incremented by each `end_where`, to detect sign-ins that began before it.
    epoch: u64,
    connections: HashMap<u64, Connection>,
    per_address: HashMap<IpAddr, usize>,
}

#[derive(Debug)]
struct Connection {
    info: Option<SessionInfo>,
    activity: Arc<SessionActivity>,
    end: CancellationToken,
    reason: Option<EndReason>,
}

/// Why a connection was not admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AdmissionError {
    ServerFull,
    AddressFull,
}

/// Why a successful sign-in was not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RegisterError {
    /// It began before sessions were ended: its result may be stale.
    Stale,
    /// The account has reached its session limit.
    TooManySessions,
}

/// The state of the registry when a sign-in began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Epoch(u64);

impl Sessions {
    /// The sessions that are signed in, oldest first.
    pub fn list(&self) -> Vec<SessionInfo> {
        let mut list: Vec<_> = self
            .lock()
            .connections
            .values()
            .filter_map(|c| c.info.clone())
            .collect();
        list.sort_by_key(|info| info.id);
        list
    }

    /// The sessions that are signed in and what each is doing, oldest first.
    pub fn status(&self) -> Vec<SessionStatus> {
        let mut list: Vec<_> = self
            .lock()
            .connections
            .values()
            .filter_map(|connection| {
                Some(SessionStatus {
                    info: connection.info.clone()?,
                    idle: connection.activity.idle(),
                    transfer: connection.activity.transfer(),
                })
            })
            .collect();
        list.sort_by_key(|status| status.info.id);
        list
    }

    /// Ends the signed-in sessions that match `pred`, and gives their number.
    ///
    /// Control and data connections end at once, in the middle of a transfer too; the client
    /// gets a 421 reply with the reason. A sign-in that is being checked in the meantime is checked
    /// again, so that none succeeds with stale data: change the account first, then call this.
    /// `pred` runs under a lock and must not use `Sessions`.
    pub fn end_where(&self, reason: EndReason, pred: impl Fn(&SessionInfo) -> bool) -> usize {
        let mut inner = self.lock();
        inner.epoch += 1;
        let mut ended = 0;
        for connection in inner.connections.values_mut() {
            // A session that is ending already keeps its first reason, and counts once.
            if connection.reason.is_none() && connection.info.as_ref().is_some_and(&pred) {
                connection.reason = Some(reason);
                connection.end.cancel();
                ended += 1;
            }
        }
        ended
    }

    pub(crate) fn admit(
        &self,
        peer: IpAddr,
        max: usize,
        max_per_address: usize,
        shutdown: &CancellationToken,
    ) -> Result<Admission, AdmissionError> {
        let mut inner = self.lock();
        if inner.connections.len() >= max {
            return Err(AdmissionError::ServerFull);
        }
        let key = address_key(peer);
        let count = inner.per_address.entry(key).or_default();
        if *count >= max_per_address {
            return Err(AdmissionError::AddressFull);
        }
        *count += 1;
        let id = inner.next_id;
        inner.next_id += 1;
        let end = shutdown.child_token();
        let activity = Arc::new(SessionActivity::default());
        inner.connections.insert(
            id,
            Connection {
                info: None,
                activity: Arc::clone(&activity),
                end: end.clone(),
                reason: None,
            },
        );
        Ok(Admission {
            sessions: self.clone(),
            id,
            peer,
            activity,
            end,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // No code panics while it holds the lock; and if it did, the counts would still be right.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The registry entry of a connection, removed when dropped.
#[derive(Debug)]
pub(crate) struct Admission {
    sessions: Sessions,
    id: u64,
    peer: IpAddr,
    activity: Arc<SessionActivity>,
    end: CancellationToken,
}

impl Admission {
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn peer(&self) -> IpAddr {
        self.peer
    }

    /// Where this session records what it is doing.
    pub(crate) fn activity(&self) -> &SessionActivity {
        &self.activity
    }

    /// Cancelled when this session must end.
    pub(crate) fn end_token(&self) -> CancellationToken {
        self.end.clone()
    }

    pub(crate) fn end_reason(&self) -> EndReason {
        self.sessions
            .lock()
            .connections
            .get(&self.id)
            .and_then(|c| c.reason)
            .unwrap_or(EndReason::ShuttingDown)
    }

    pub(crate) fn epoch(&self) -> Epoch {
        Epoch(self.sessions.lock().epoch)
    }

    /// Registers the session as signed in, unless sessions were ended since `began`, or the account
    /// already has `max` of them.
    pub(crate) fn sign_in(
        &self,
        began: Epoch,
        max: usize,
        info: SessionInfo,
    ) -> Result<(), RegisterError> {
        let mut inner = self.sessions.lock();
        if inner.epoch != began.0 {
            return Err(RegisterError::Stale);
        }
        let others = inner.connections.values().filter(|connection| {
            // One that has been ended may still be closing.
            let other = connection.info.as_ref();
            connection.reason.is_none()
                && other.is_some_and(|other| other.account_id == info.account_id)
        });
        if others.count() >= max {
            return Err(RegisterError::TooManySessions);
        }
        if let Some(connection) = inner.connections.get_mut(&self.id) {
            connection.info = Some(info);
        }
        Ok(())
    }

    /// Removes the session from the list. The connection stays, and counts.
    pub(crate) fn sign_out(&self) {
        if let Some(connection) = self.sessions.lock().connections.get_mut(&self.id) {
            connection.info = None;
        }
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let mut inner = self.sessions.lock();
        inner.connections.remove(&self.id);
        let key = address_key(self.peer);
        if let Some(count) = inner.per_address.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                inner.per_address.remove(&key);
            }
        }
    }
}

/// IPv6 clients are counted by /64, which is what one customer usually has.
fn address_key(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(v6) => IpAddr::V6(std::net::Ipv6Addr::from_bits(
            v6.to_bits() & (u128::MAX << 64),
        )),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::time::SystemTime;

    use super::*;

    fn info(id: u64, account_id: i64) -> SessionInfo {
        SessionInfo {
            id,
            account_id,
            account_version: 1,
            name: format!("account-{account_id}"),
            peer: IpAddr::from([192, 0, 2, 1]),
            since: SystemTime::UNIX_EPOCH,
            tls: None,
        }
    }

    fn admit(sessions: &Sessions, peer: &str) -> Result<Admission, AdmissionError> {
        sessions.admit(peer.parse().unwrap(), 4, 2, &CancellationToken::new())
    }

    #[test]
    fn counts_connections_and_frees_them() {
        let sessions = Sessions::default();
        let first = admit(&sessions, "192.0.2.1").unwrap();
        let _second = admit(&sessions, "192.0.2.1").unwrap();
        assert_eq!(
            admit(&sessions, "192.0.2.1").unwrap_err(),
            AdmissionError::AddressFull
        );
        let _third = admit(&sessions, "192.0.2.2").unwrap();
        drop(first);
        let _fourth = admit(&sessions, "192.0.2.1").unwrap();
        let _fifth = admit(&sessions, "192.0.2.3").unwrap();
        assert_eq!(
            admit(&sessions, "192.0.2.4").unwrap_err(),
            AdmissionError::ServerFull
        );
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let sessions = Sessions::default();
        let _first = admit(&sessions, "2001:db8::1").unwrap();
        let _second = admit(&sessions, "2001:db8::2").unwrap();
        assert_eq!(
            admit(&sessions, "2001:db8::3").unwrap_err(),
            AdmissionError::AddressFull
        );
        assert!(admit(&sessions, "2001:db8:0:1::3").is_ok());
    }

    #[test]
    fn ends_only_the_sessions_that_are_meant() {
        let sessions = Sessions::default();
        let one = admit(&sessions, "192.0.2.1").unwrap();
        let two = admit(&sessions, "192.0.2.2").unwrap();
        one.sign_in(one.epoch(), 9, info(one.id(), 1)).unwrap();
        two.sign_in(two.epoch(), 9, info(two.id(), 2)).unwrap();
        assert_eq!(sessions.list().len(), 2);
        let ended = sessions.end_where(EndReason::AccountRemoved, |s| s.account_id == 2);
        assert_eq!(ended, 1);
        assert!(!one.end_token().is_cancelled());
        assert!(two.end_token().is_cancelled());
        assert_eq!(two.end_reason(), EndReason::AccountRemoved);
        let again = sessions.end_where(EndReason::AccountChanged, |s| s.account_id == 2);
        assert_eq!(again, 0);
    }

    #[test]
    fn an_account_has_so_many_sessions_and_no_more() {
        let sessions = Sessions::default();
        let one = admit(&sessions, "192.0.2.1").unwrap();
        let two = admit(&sessions, "192.0.2.2").unwrap();
        let sign_in = |admission: &Admission, account| {
            admission.sign_in(admission.epoch(), 1, info(admission.id(), account))
        };
        assert_eq!(sign_in(&one, 1), Ok(()));
        assert_eq!(sign_in(&two, 1), Err(RegisterError::TooManySessions));
        assert_eq!(sign_in(&two, 2), Ok(()));
        drop(one);
        let three = admit(&sessions, "192.0.2.3").unwrap();
        assert_eq!(sign_in(&three, 1), Ok(()));
    }

    #[test]
    fn a_sign_in_that_began_before_an_end_is_outdated() {
        let sessions = Sessions::default();
        let one = admit(&sessions, "192.0.2.1").unwrap();
        let began = one.epoch();
        sessions.end_where(EndReason::AccountChanged, |_| true);
        let outdated = one.sign_in(began, 9, info(one.id(), 1));
        assert_eq!(outdated, Err(RegisterError::Stale));
        assert_eq!(one.sign_in(one.epoch(), 9, info(one.id(), 1)), Ok(()));
    }
}
