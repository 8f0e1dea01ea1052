//! Which connections are open, and which gives way when there are as many as may be.
//!
//! Nobody is left waiting in the kernel's queue: whoever opens too many loses connections of their
//! own, and keeps no other network out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use services::ClientNetwork;
use tokio_util::sync::CancellationToken;

use super::limits::HttpLimits;
use crate::config::TrustedAddresses;

/// The open connections, on whichever listener they came.
pub(super) struct Connections {
    max: usize,
    max_per_network: usize,
    trusted_proxies: TrustedAddresses,
    /// How many there have been: their numbers.
    admitted: AtomicU64,
    open: Arc<Mutex<Open>>,
}

/// By their number: the oldest first.
type Open = BTreeMap<u64, Connection>;

struct Connection {
    /// Where it comes from, the narrowest network first; none for a trusted proxy, which speaks for
    /// many.
    networks: Vec<ClientNetwork>,
    /// How many requests are being answered.
    answers: Arc<AtomicUsize>,
    evicted: CancellationToken,
}

/// Why a connection is not served.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Its network has as many as it may, and all are being answered.
    NetworkFull,
    /// There are as many as may be, and none that would have to give way.
    ServerFull,
}

impl Connections {
    pub(super) fn new(limits: &HttpLimits, trusted_proxies: TrustedAddresses) -> Self {
        Self {
            max: limits.max_connections,
            max_per_network: limits.max_connections_per_network,
            trusted_proxies,
            admitted: AtomicU64::new(0),
            open: Arc::default(),
        }
    }

    /// Admits a connection, for which another one may have to give way: of its own network, if that
    /// has as many as it may, or else of the one that has the most.
    ///
    /// Those go first that no request is being answered on. While all are, a network that has more
    /// than the new one's loses one; of its own, a network loses none for a new one.
    pub(super) fn admit(&self, peer: IpAddr) -> Result<Admission, Refused> {
        let peer = peer.to_canonical();
        let networks = match self.trusted_proxies.contains(peer) {
            true => Vec::new(),
            false => ClientNetwork::all_of(peer),
        };
        let mut open = lock(&self.open);
        let mut counts = count_networks(&open);
        for one in &networks {
            let allowance = usize::try_from(one.allowance.get()).unwrap_or(usize::MAX);
            if count_of(&counts, one) >= self.max_per_network.saturating_mul(allowance) {
                let is_candidate = |connection: &Connection| {
                    connection.networks.contains(one) && connection.is_waiting()
                };
                evict(&mut open, &counts, is_candidate).ok_or(Refused::NetworkFull)?;
                counts = count_networks(&open);
            }
        }
        if open.len() >= self.max {
            let own = networks
                .last()
                .map_or(0, |widest| count_of(&counts, widest));
            let is_candidate = |connection: &Connection| {
                let count = connection.networks.last();
                let count = count.map(|widest| count_of(&counts, widest));
                count.is_some_and(|count| connection.is_waiting() || count > own + 1)
            };
            evict(&mut open, &counts, is_candidate).ok_or(Refused::ServerFull)?;
        }
        let number = self.admitted.fetch_add(1, Ordering::Relaxed);
        let admission = Admission {
            number,
            answers: Arc::default(),
            evicted: CancellationToken::new(),
            open: Arc::clone(&self.open),
        };
        let connection = Connection {
            networks,
            answers: Arc::clone(&admission.answers),
            evicted: admission.evicted.clone(),
        };
        open.insert(number, connection);
        Ok(admission)
    }
}

impl Connection {
    /// Whether no request is being answered: to close it now costs the client nothing.
    fn is_waiting(&self) -> bool {
        self.answers.load(Ordering::Relaxed) == 0
    }
}

/// How many connections each network has.
fn count_networks(open: &Open) -> HashMap<ClientNetwork, usize> {
    let mut counts = HashMap::new();
    for network in open.values().flat_map(|connection| &connection.networks) {
        *counts.entry(*network).or_default() += 1;
    }
    counts
}

fn count_of(counts: &HashMap<ClientNetwork, usize>, network: &ClientNetwork) -> usize {
    counts.get(network).copied().unwrap_or_default()
}

/// Ends the candidate that is missed least; none if there is no candidate.
fn evict(
    open: &mut Open,
    counts: &HashMap<ClientNetwork, usize>,
    is_candidate: impl Fn(&Connection) -> bool,
) -> Option<()> {
    let rank = |(number, connection): &(&u64, &Connection)| {
        let count = connection.networks.last();
        let count = count.map(|widest| count_of(counts, widest));
        (connection.is_waiting(), count, Reverse(**number))
    };
    let candidates = open.iter().filter(|(_, one)| is_candidate(one));
    let number = *candidates.max_by_key(rank)?.0;
    open.remove(&number)?.evicted.cancel();
    Some(())
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    // Nothing panics while it holds the lock.
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection's place, given back when dropped.
pub(super) struct Admission {
    number: u64,
    answers: Arc<AtomicUsize>,
    evicted: CancellationToken,
    open: Arc<Mutex<Open>>,
}

impl Admission {
    /// Cancelled when this connection has to give way to another one.
    pub(super) fn evicted(&self) -> CancellationToken {
        self.evicted.clone()
    }

    /// Whether a request is being answered.
    pub(super) fn is_answered(&self) -> bool {
        self.answers.load(Ordering::Relaxed) > 0
    }

    /// Says that a request is being answered, until the guard is dropped.
    pub(super) fn begin_answer(&self) -> Answering {
        self.answers.fetch_add(1, Ordering::Relaxed);
        Answering(Arc::clone(&self.answers))
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        lock(&self.open).remove(&self.number);
    }
}

/// A request of a connection is being answered.
pub(super) struct Answering(Arc<AtomicUsize>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(max: usize, max_per_network: usize) -> Connections {
        let limits = HttpLimits {
            max_connections: max,
            max_connections_per_network: max_per_network,
            ..HttpLimits::default()
        };
        let proxies = "10.0.0.1".parse().expect("proxies");
        Connections::new(&limits, proxies)
    }

    fn admit(connections: &Connections, peer: &str) -> Result<Admission, Refused> {
        connections.admit(peer.parse().expect("an address"))
    }

    fn admitted(connections: &Connections, peer: &str) -> Admission {
        admit(connections, peer).expect("a place")
    }

    fn is_evicted(admission: &Admission) -> bool {
        admission.evicted.is_cancelled()
    }

    #[test]
    fn a_network_that_has_as_many_as_it_may_loses_its_oldest_without_a_request() {
        let connections = connections(100, 2);
        let first = admitted(&connections, "2001:db8::1");
        let answering = first.begin_answer();
        let second = admitted(&connections, "2001:db8::2");
        let third = admitted(&connections, "2001:db8::3");
        assert!(!is_evicted(&first) && is_evicted(&second) && !is_evicted(&third));

        let also_answering = third.begin_answer();
        let refused = admit(&connections, "2001:db8::4").err();
        assert_eq!(refused, Some(Refused::NetworkFull));
        let neighbour = admitted(&connections, "2001:db8:0:1::1");
        assert!(!is_evicted(&neighbour));

        drop(answering);
        let fourth = admitted(&connections, "2001:db8::4");
        assert!(is_evicted(&first) && !is_evicted(&third));
        drop((also_answering, first, second));
        // What was evicted gives its place back once, not twice.
        assert!(!is_evicted(&fourth));
        assert_eq!(lock(&connections.open).len(), 3);
    }

    #[test]
    fn a_connection_waits_once_all_its_requests_are_answered() {
        let connections = connections(1, 1);
        let first = admitted(&connections, "192.0.2.1");
        for answer in [first.begin_answer(), first.begin_answer()] {
            let refused = admit(&connections, "192.0.2.1").err();
            assert_eq!(refused, Some(Refused::NetworkFull));
            drop(answer);
        }
        admitted(&connections, "192.0.2.1");
        assert!(is_evicted(&first));
    }

    #[test]
    fn a_wide_network_has_no_place_for_each_of_its_narrow_ones() {
        let connections = connections(100, 1);
        let from = |network: u16| {
            let address = [0x2001, 0xdb8, 1, network, 0, 0, 0, 1];
            connections.admit(IpAddr::from(address))
        };
        let admissions: Vec<_> = (0..20)
            .filter_map(|network| from(network << 8).ok())
            .map(|admission| (admission.begin_answer(), admission))
            .collect();
        assert_eq!(admissions.len(), 4);
        assert_eq!(from(0).err(), Some(Refused::NetworkFull));
        admitted(&connections, "2001:db8:2::1");
    }

    #[test]
    fn a_place_is_given_back() {
        let connections = connections(1, 1);
        for _ in 0..3 {
            let admission = admitted(&connections, "192.0.2.1");
            let _answering = admission.begin_answer();
        }
        assert!(lock(&connections.open).is_empty());
    }

    #[test]
    fn a_full_server_takes_from_the_network_that_has_the_most() {
        let connections = connections(6, 6);
        let alone = admitted(&connections, "192.0.2.1");
        let many: Vec<_> = (0..5)
            .map(|_| admitted(&connections, "192.0.2.2"))
            .collect();
        let newcomer = admitted(&connections, "192.0.2.3");
        assert!(is_evicted(&many[0]) && !is_evicted(&alone));
        // Also while all that it has are being answered.
        let mut answering: Vec<_> = many.iter().map(Admission::begin_answer).collect();
        answering.extend([&alone, &newcomer].map(Admission::begin_answer));
        let another = admitted(&connections, "192.0.2.4");
        answering.push(another.begin_answer());
        assert!(is_evicted(&many[1]) && !is_evicted(&alone) && !is_evicted(&newcomer));
        // But not for one of its own.
        let refused = admit(&connections, "192.0.2.2").err();
        assert_eq!(refused, Some(Refused::ServerFull));
        // What waits goes first, whoever has it.
        drop(answering.remove(5));
        let last = admitted(&connections, "192.0.2.2");
        assert!(is_evicted(&alone) && !is_evicted(&last));
    }

    #[test]
    fn a_trusted_proxy_has_no_limit_of_its_own_and_loses_none() {
        let connections = connections(4, 1);
        let proxied: Vec<_> = ["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.1"]
            .into_iter()
            .map(|proxy| admitted(&connections, proxy))
            .collect();
        let other = admitted(&connections, "192.0.2.1");
        let last = admitted(&connections, "10.0.0.1");
        assert!(is_evicted(&other));
        assert!(proxied.iter().chain([&last]).all(|one| !is_evicted(one)));
        let refused = admit(&connections, "192.0.2.1").err();
        assert_eq!(refused, Some(Refused::ServerFull));
    }
}
