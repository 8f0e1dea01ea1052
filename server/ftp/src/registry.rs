//! The session registry: counts, lists and ends open sessions.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::config::Limits;
use crate::direction::Direction;
use crate::metrics::{self, Limit, Open};
use crate::progress::SessionActivity;
use crate::session_info::{EndReason, SessionInfo, SessionStatus};

/// How many ends of sessions are remembered while sign-ins are being checked. Of more than these,
/// every sign-in that began before them is checked again.
const MAX_RECENT_ENDS: usize = 4096;

/// A handle to the open sessions; clones share the same ones.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    next_id: u64,
    /// Connections that are not signed in. One that is evicted is no longer here, and one that is
    /// signed in is among `signed_in`.
    unauthenticated: HashMap<u64, Unauthenticated>,
    /// Connections that are signed in.
    signed_in: HashMap<u64, SignedInSession>,
    /// All connections but evicted ones, which are closed at once.
    per_address: HashMap<IpAddr, usize>,
    recent_ends: RecentEnds,
}

#[derive(Debug)]
struct Unauthenticated {
    peer: IpAddr,
    activity: Arc<SessionActivity>,
    end: CancellationToken,
    /// While its credentials are being checked: how many ends there had been when that began.
    checked_since: Option<u64>,
}

#[derive(Debug)]
struct SignedInSession {
    info: SessionInfo,
    activity: Arc<SessionActivity>,
    end: CancellationToken,
    reason: Option<EndReason>,
}

type Matches = dyn Fn(&SessionInfo) -> bool + Send + Sync;

/// Which sessions were ended while sign-ins were being checked: what would have ended a session,
/// had it been signed in by then, makes the result of its check stale.
#[derive(Default)]
struct RecentEnds {
    /// How many ends there were before those in `ends`.
    forgotten: u64,
    ends: VecDeque<Box<Matches>>,
}

impl RecentEnds {
    fn count(&self) -> u64 {
        self.forgotten + self.ends.len() as u64
    }

    fn push(&mut self, matches: Box<Matches>) {
        self.ends.push_back(matches);
        if self.ends.len() > MAX_RECENT_ENDS {
            self.forget(self.forgotten + 1);
        }
    }

    /// Forgets those that came before there were `count`.
    fn forget(&mut self, count: u64) {
        while self.forgotten < count && self.ends.pop_front().is_some() {
            self.forgotten += 1;
        }
        self.forgotten = self.forgotten.max(count);
    }

    /// Whether a session was ended, or may have been, since there were `count` ends.
    fn would_have_ended(&self, info: &SessionInfo, count: u64) -> bool {
        let Some(skip) = count.checked_sub(self.forgotten) else {
            return true;
        };
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        self.ends.iter().skip(skip).any(|matches| matches(info))
    }
}

impl fmt::Debug for RecentEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecentEnds")
            .field("forgotten", &self.forgotten)
            .field("ends", &self.ends.len())
            .finish()
    }
}

/// A connection was not admitted: its address has as many as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AddressFull;

/// Why a successful sign-in was not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RegisterError {
    /// Sessions of this account were ended while it was checked: its result may be stale.
    Stale,
    /// The account has reached its session limit.
    TooManySessions,
    /// The accounts of the webspace have together reached theirs.
    TooManySessionsOfWebspace,
    /// The server has reached its session limit, or the connection was evicted.
    ServerFull,
}

impl Sessions {
    /// The sessions that are signed in, oldest first.
    pub fn list(&self) -> Vec<SessionInfo> {
        let inner = self.lock();
        let sessions = inner.signed_in.values();
        let mut list: Vec<_> = sessions.map(|session| session.info.clone()).collect();
        list.sort_by_key(|info| info.id);
        list
    }

    /// The sessions that are signed in and what each is doing, oldest first.
    pub fn status(&self) -> Vec<SessionStatus> {
        let mut list: Vec<_> = self
            .lock()
            .signed_in
            .values()
            .map(|session| SessionStatus {
                info: session.info.clone(),
                idle: session.activity.idle(),
                transfer: session.activity.transfer(),
            })
            .collect();
        list.sort_by_key(|status| status.info.id);
        list
    }

    /// Publishes how many sessions and transfers there are, as metrics.
    pub fn publish_metrics(&self) {
        metrics::set_open(self.lock().open());
    }

    /// Ends the signed-in sessions that match `matches`, and gives their number.
    ///
    /// Control and data connections end at once, in the middle of a transfer too; the client
    /// gets a 421 reply with the reason. A sign-in that is being checked in the meantime is checked
    /// again if it would make a session that matches, so that none succeeds with stale data: change
    /// the account first, then call this. Sign-ins of other accounts go on. `matches` runs under a
    /// lock and must not use `Sessions`.
    pub fn end_where(
        &self,
        reason: EndReason,
        matches: impl Fn(&SessionInfo) -> bool + Send + Sync + 'static,
    ) -> usize {
        let mut inner = self.lock();
        let mut ended = 0;
        for session in inner.signed_in.values_mut() {
            // A session that is ending already keeps its first reason, and counts once.
            if session.reason.is_none() && matches(&session.info) {
                session.reason = Some(reason);
                session.end.cancel();
                ended += 1;
            }
        }
        inner.recent_ends.push(Box::new(matches));
        inner.forget_ends();
        ended
    }

    /// Admits a connection, unauthenticated until it signs in. If there are as many of those as
    /// there may be, of its address or in all, another one has to give way: whoever floods the
    /// server loses its own connections, and keeps nobody out, its neighbours included.
    ///
    /// Fails if its address has as many as it may, and all are signed in.
    pub(crate) fn admit(
        &self,
        peer: IpAddr,
        limits: &Limits,
        end: &CancellationToken,
    ) -> Result<Admission, AddressFull> {
        let mut inner = self.lock();
        let key = address_key(peer);
        let count = inner.per_address.get(&key).copied().unwrap_or_default();
        if count >= limits.max_sessions_per_address
            && !inner.evict(|other| address_key(other.peer) == key)
        {
            return Err(AddressFull);
        }
        inner.make_room(limits.max_unauthenticated);
        *inner.per_address.entry(key).or_default() += 1;
        let id = inner.next_id;
        inner.next_id += 1;
        let end = end.child_token();
        let activity = Arc::new(SessionActivity::default());
        inner.unauthenticated.insert(
            id,
            Unauthenticated {
                peer,
                activity: Arc::clone(&activity),
                end: end.clone(),
                checked_since: None,
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

impl Inner {
    fn open(&self) -> Open {
        let mut open = Open {
            unauthenticated: self.unauthenticated.len(),
            ..Open::default()
        };
        for session in self.signed_in.values() {
            match session.info.tls {
                None => open.plaintext_sessions += 1,
                Some(_) => open.tls_sessions += 1,
            }
            match session.activity.direction() {
                Some(Direction::Upload) => open.uploads += 1,
                Some(Direction::Download) => open.downloads += 1,
                Some(Direction::Listing) => open.listings += 1,
                None => {}
            }
        }
        open
    }

    /// Forgets the ends that no check in progress began before.
    fn forget_ends(&mut self) {
        let checks = self
            .unauthenticated
            .values()
            .filter_map(|one| one.checked_since);
        let oldest = checks.min().unwrap_or_else(|| self.recent_ends.count());
        self.recent_ends.forget(oldest);
    }

    fn make_room(&mut self, max: usize) {
        while self.unauthenticated.len() >= max.max(1) && self.evict(|_| true) {}
    }

    /// Evicts one of these unauthenticated connections, if there are any: the oldest of the address
    /// that has the most, in the network that has the most. One whose password is being checked
    /// stays as long as there is another: such checks are bounded on their own.
    fn evict(&mut self, of: impl Fn(&Unauthenticated) -> bool) -> bool {
        let mut counts: HashMap<IpAddr, usize> = HashMap::new();
        let mut network_counts: HashMap<IpAddr, usize> = HashMap::new();
        for connection in self.unauthenticated.values() {
            *counts.entry(address_key(connection.peer)).or_default() += 1;
            *network_counts
                .entry(network_key(connection.peer))
                .or_default() += 1;
        }
        let rank = |(id, connection): &(&u64, &Unauthenticated)| {
            (
                connection.checked_since.is_none(),
                network_counts.get(&network_key(connection.peer)).copied(),
                counts.get(&address_key(connection.peer)).copied(),
                Reverse(**id),
            )
        };
        let candidates = self.unauthenticated.iter().filter(|(_, one)| of(one));
        let Some(id) = candidates.max_by_key(rank).map(|(id, _)| *id) else {
            return false;
        };
        if let Some(connection) = self.unauthenticated.remove(&id) {
            tracing::debug!(peer = %connection.peer, "evicted: too many are not signed in");
            metrics::limit_reached(Limit::Unauthenticated);
            connection.end.cancel();
            self.leave(connection.peer);
        }
        true
    }

    fn leave(&mut self, peer: IpAddr) {
        let key = address_key(peer);
        if let Some(count) = self.per_address.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.per_address.remove(&key);
            }
        }
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
        let inner = self.sessions.lock();
        match inner.signed_in.get(&self.id) {
            Some(session) => session.reason.unwrap_or(EndReason::ShuttingDown),
            None if inner.unauthenticated.contains_key(&self.id) => EndReason::ShuttingDown,
            None => EndReason::Evicted,
        }
    }

    /// Call it before credentials are checked.
    pub(crate) fn begin_check(&self) -> Check<'_> {
        let mut inner = self.sessions.lock();
        let began = inner.recent_ends.count();
        if let Some(connection) = inner.unauthenticated.get_mut(&self.id) {
            connection.checked_since = Some(began);
        }
        Check {
            admission: self,
            began,
        }
    }

    /// Makes the session unauthenticated again. The connection stays.
    pub(crate) fn sign_out(&self, limits: &Limits) {
        let mut inner = self.sessions.lock();
        // One that has been ended stays what it is until it is closed.
        let is_open = |session: &SignedInSession| session.reason.is_none();
        if !inner.signed_in.get(&self.id).is_some_and(is_open) {
            return;
        }
        inner.make_room(limits.max_unauthenticated);
        if let Some(session) = inner.signed_in.remove(&self.id) {
            inner.unauthenticated.insert(
                self.id,
                Unauthenticated {
                    peer: self.peer,
                    activity: session.activity,
                    end: session.end,
                    checked_since: None,
                },
            );
        }
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let mut inner = self.sessions.lock();
        let was_unauthenticated = inner.unauthenticated.remove(&self.id).is_some();
        let was_signed_in = inner.signed_in.remove(&self.id).is_some();
        if was_unauthenticated || was_signed_in {
            inner.leave(self.peer);
        }
    }
}

/// A check of credentials that is in progress.
#[derive(Debug)]
pub(crate) struct Check<'a> {
    admission: &'a Admission,
    began: u64,
}

impl Check<'_> {
    /// Registers the session as signed in, unless sessions like it were ended since the check began,
    /// or the account already has `max_of_account` of them, or its webspace `max_of_webspace`, or the
    /// server as many as it may.
    pub(crate) fn register(
        self,
        limits: &Limits,
        max_of_account: usize,
        max_of_webspace: Option<usize>,
        info: SessionInfo,
    ) -> Result<(), RegisterError> {
        let mut inner = self.admission.sessions.lock();
        if inner.recent_ends.would_have_ended(&info, self.began) {
            return Err(RegisterError::Stale);
        }
        // One that has been ended may still be closing.
        let open = || (inner.signed_in.values()).filter(|other| other.reason.is_none());
        let of_account = open().filter(|other| other.info.account_id == info.account_id);
        if of_account.count() >= max_of_account {
            return Err(RegisterError::TooManySessions);
        }
        if let (Some(webspace), Some(max)) = (info.webspace_id, max_of_webspace) {
            let of_webspace = open().filter(|other| other.info.webspace_id == Some(webspace));
            if of_webspace.count() >= max {
                return Err(RegisterError::TooManySessionsOfWebspace);
            }
        }
        if inner.signed_in.len() >= limits.max_sessions {
            return Err(RegisterError::ServerFull);
        }
        let id = self.admission.id;
        let Some(connection) = inner.unauthenticated.remove(&id) else {
            return Err(RegisterError::ServerFull);
        };
        inner.signed_in.insert(
            id,
            SignedInSession {
                info,
                activity: connection.activity,
                end: connection.end,
                reason: None,
            },
        );
        Ok(())
    }
}

impl Drop for Check<'_> {
    fn drop(&mut self) {
        let mut inner = self.admission.sessions.lock();
        if let Some(connection) = inner.unauthenticated.get_mut(&self.admission.id) {
            connection.checked_since = None;
        }
    }
}

/// IPv6 clients are counted by /64, which is what one customer usually has.
fn address_key(peer: IpAddr) -> IpAddr {
    prefix(peer, 32, 64)
}

/// The network in which one client may easily have many addresses: a /24 or a /48.
fn network_key(peer: IpAddr) -> IpAddr {
    prefix(peer, 24, 48)
}

fn prefix(peer: IpAddr, bits_of_ipv4: u32, bits_of_ipv6: u32) -> IpAddr {
    match peer {
        IpAddr::V4(v4) => {
            let mask = u32::MAX << (32 - bits_of_ipv4);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX << (128 - bits_of_ipv6);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
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
            // Accounts of two webspaces.
            webspace_id: Some(account_id % 2),
            account_version: 1,
            name: format!("account-{account_id}"),
            peer: IpAddr::from([192, 0, 2, 1]),
            since: SystemTime::UNIX_EPOCH,
            tls: None,
        }
    }

    fn limits() -> Limits {
        Limits {
            max_sessions: 3,
            max_sessions_per_address: 2,
            max_unauthenticated: 4,
            ..Limits::default()
        }
    }

    fn admit(sessions: &Sessions, peer: &str) -> Result<Admission, AddressFull> {
        sessions.admit(peer.parse().unwrap(), &limits(), &CancellationToken::new())
    }

    fn sign_in(admission: &Admission, max: usize, account: i64) -> Result<(), RegisterError> {
        let info = info(admission.id(), account);
        admission.begin_check().register(&limits(), max, None, info)
    }

    #[test]
    fn counts_the_connections_of_an_address_and_frees_them() {
        let sessions = Sessions::default();
        let first = admit(&sessions, "192.0.2.1").unwrap();
        let second = admit(&sessions, "192.0.2.1").unwrap();
        sign_in(&first, 9, 1).unwrap();
        sign_in(&second, 9, 1).unwrap();
        assert_eq!(admit(&sessions, "192.0.2.1").unwrap_err(), AddressFull);
        drop(first);
        assert!(admit(&sessions, "192.0.2.1").is_ok());
        drop(second);
        assert!(sessions.lock().per_address.is_empty());
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let sessions = Sessions::default();
        let open = ["2001:db8::1", "2001:db8::2"].map(|peer| admit(&sessions, peer).unwrap());
        for one in &open {
            sign_in(one, 9, 1).unwrap();
        }
        assert!(admit(&sessions, "2001:db8::3").is_err());
        assert!(admit(&sessions, "2001:db8:0:1::3").is_ok());
    }

    #[test]
    fn a_neighbour_that_does_not_sign_in_keeps_no_place_of_the_address() {
        let sessions = Sessions::default();
        let open =
            ["192.0.2.1", "192.0.2.1", "192.0.2.2"].map(|peer| admit(&sessions, peer).unwrap());
        let newcomer = admit(&sessions, "192.0.2.1").unwrap();
        assert_eq!(evicted(&open), [0]);
        sign_in(&newcomer, 9, 1).unwrap();
        let _another = admit(&sessions, "192.0.2.1").unwrap();
        assert_eq!(evicted(&open), [0, 1]);
        drop(open);
        assert_eq!(sessions.lock().per_address.len(), 1);
    }

    fn evicted(admissions: &[Admission]) -> Vec<usize> {
        let is_evicted = |one: &Admission| {
            one.end_token().is_cancelled() && one.end_reason() == EndReason::Evicted
        };
        (0..admissions.len())
            .filter(|at| is_evicted(&admissions[*at]))
            .collect()
    }

    #[test]
    fn the_oldest_of_who_has_the_most_gives_way_to_a_newcomer() {
        let sessions = Sessions::default();
        let peers = ["192.0.2.1", "198.51.100.1", "198.51.100.2", "198.51.100.2"];
        let open = peers.map(|peer| admit(&sessions, peer).unwrap());
        let _newcomer = admit(&sessions, "203.0.113.1").unwrap();
        assert_eq!(evicted(&open), [2]);
        let _newcomer = admit(&sessions, "203.0.113.2").unwrap();
        assert_eq!(evicted(&open), [1, 2]);
    }

    #[test]
    fn who_is_signed_in_or_being_checked_is_not_evicted() {
        let sessions = Sessions::default();
        let open = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"]
            .map(|peer| admit(&sessions, peer).unwrap());
        sign_in(&open[0], 9, 1).unwrap();
        let check = open[1].begin_check();
        let more: Vec<_> = (10..20)
            .map(|last| admit(&sessions, &format!("192.0.2.{last}")).unwrap())
            .collect();
        assert_eq!(evicted(&open), [2, 3]);
        assert_eq!(evicted(&more), [0, 1, 2, 3, 4, 5, 6]);
        drop(check);
        let _last = admit(&sessions, "192.0.2.30").unwrap();
        assert_eq!(evicted(&open), [1, 2, 3]);
        assert_eq!(sign_in(&open[1], 9, 1), Err(RegisterError::ServerFull));
        assert_eq!(sessions.list().len(), 1);
    }

    #[test]
    fn unauthenticated_connections_take_no_place_of_a_session() {
        let sessions = Sessions::default();
        let open: Vec<_> = (0..4)
            .map(|last| admit(&sessions, &format!("192.0.2.{last}")).unwrap())
            .collect();
        for one in &open[..3] {
            sign_in(one, 9, 1).unwrap();
        }
        assert_eq!(sign_in(&open[3], 9, 1), Err(RegisterError::ServerFull));
        open[0].sign_out(&limits());
        assert_eq!(sign_in(&open[3], 9, 1), Ok(()));
        assert_eq!(sign_in(&open[0], 9, 1), Err(RegisterError::ServerFull));
        assert_eq!(evicted(&open), [] as [usize; 0]);
    }

    #[test]
    fn ends_only_the_sessions_that_are_meant() {
        let sessions = Sessions::default();
        let one = admit(&sessions, "192.0.2.1").unwrap();
        let two = admit(&sessions, "192.0.2.2").unwrap();
        sign_in(&one, 9, 1).unwrap();
        sign_in(&two, 9, 2).unwrap();
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
        assert_eq!(sign_in(&one, 1, 1), Ok(()));
        assert_eq!(sign_in(&two, 1, 1), Err(RegisterError::TooManySessions));
        assert_eq!(sign_in(&two, 1, 2), Ok(()));
        drop(one);
        let three = admit(&sessions, "192.0.2.3").unwrap();
        assert_eq!(sign_in(&three, 1, 1), Ok(()));
    }

    #[test]
    fn the_accounts_of_a_webspace_have_so_many_sessions_together() {
        let sessions = Sessions::default();
        let open = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|peer| admit(&sessions, peer));
        let [one, two, three] = open.map(Result::unwrap);
        let sign_in = |admission: &Admission, account| {
            let info = info(admission.id(), account);
            let check = admission.begin_check();
            check.register(&limits(), 9, Some(1), info)
        };
        assert_eq!(sign_in(&one, 1), Ok(()));
        let refused = Err(RegisterError::TooManySessionsOfWebspace);
        assert_eq!(sign_in(&two, 3), refused);
        assert_eq!(sign_in(&two, 2), Ok(()));
        sessions.end_where(EndReason::AccountChanged, |s| s.account_id == 1);
        assert_eq!(sign_in(&three, 3), Ok(()));
    }

    #[test]
    fn a_sign_in_is_outdated_by_an_end_of_its_own_account_only() {
        let sessions = Sessions::default();
        let one = admit(&sessions, "192.0.2.1").unwrap();
        let two = admit(&sessions, "192.0.2.2").unwrap();
        let (first, second) = (one.begin_check(), two.begin_check());
        sessions.end_where(EndReason::AccountChanged, |s| s.account_id == 1);
        let outdated = first.register(&limits(), 9, None, info(one.id(), 1));
        assert_eq!(outdated, Err(RegisterError::Stale));
        assert_eq!(
            second.register(&limits(), 9, None, info(two.id(), 2)),
            Ok(())
        );
        assert_eq!(sign_in(&one, 9, 1), Ok(()));
    }

    #[test]
    fn ends_are_forgotten_with_the_checks_that_they_may_outdate() {
        let sessions = Sessions::default();
        let one = admit(&sessions, "192.0.2.1").unwrap();
        let two = admit(&sessions, "192.0.2.2").unwrap();
        let end = || sessions.end_where(EndReason::AccountChanged, |s| s.account_id == 1);
        let remembered = || sessions.lock().recent_ends.ends.len();
        end();
        assert_eq!(remembered(), 0);
        let first = one.begin_check();
        end();
        let second = two.begin_check();
        end();
        assert_eq!(remembered(), 2);
        assert_eq!(
            first.register(&limits(), 9, None, info(one.id(), 2)),
            Ok(())
        );
        end();
        assert_eq!(remembered(), 2);
        // Of more than are remembered, each may have been of this account.
        for _ in 0..MAX_RECENT_ENDS {
            end();
        }
        assert_eq!(remembered(), MAX_RECENT_ENDS);
        let outdated = second.register(&limits(), 9, None, info(two.id(), 2));
        assert_eq!(outdated, Err(RegisterError::Stale));
        end();
        assert_eq!(remembered(), 0);
        assert_eq!(sign_in(&two, 9, 2), Ok(()));
    }
}
