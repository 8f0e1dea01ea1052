//! Rate limits against guessing passwords.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{AccountName, AppError};

use crate::work_budget::WorkFor;

/// Counts failed sign-ins by address and by name.
///
/// After a few free failures each further one locks its address or its name for twice as long as
/// the one before. While locked, no password is checked, so that a right one is refused like a
/// wrong one. Only failures count. What is 15 minutes old is forgotten.
///
/// From a network where a name lately signed in, failures are counted apart, and lock nothing but
/// this name from this network: whoever knows a name, or shares a network with someone who guesses,
/// is not kept out of it. Anywhere else a guess counts against the address and the name, so that
/// guessing is as slow as without.
pub(crate) struct Throttle {
    state: Mutex<State>,
    /// The key of the hashes in [`State::wrong_passwords`], random in each process.
    hash_key: RandomState,
}

#[derive(Default)]
struct State {
    failures: HashMap<Key, Failures>,
    known_networks: KnownNetworks,
    /// Keyed hashes of passwords that were wrong, and when each was last tried. The password itself
    /// is not kept: it may be an old one, or another account's.
    wrong_passwords: HashMap<u64, Instant>,
    /// Names that were locked once, for [`Throttle::is_first_lock`].
    locked_names: HashSet<String>,
}

/// What failures are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// An IPv4 address, or an IPv6 network of 64 bits, which is what one customer gets.
    Address(IpAddr),
    /// A name that someone tried to sign in with, whether it exists or not.
    Name(String),
    /// A name in a network where it lately signed in.
    NameInNetwork(String, IpAddr),
}

impl Key {
    /// How many failures cost nothing. Many people may share an address.
    fn free(&self) -> u32 {
        match self {
            Self::Address(_) => 30,
            Self::Name(_) | Self::NameInNetwork(..) => 5,
        }
    }

    /// The longest lock. Anyone can lock somebody else's name, so that one stays short.
    fn max_lock(&self) -> Duration {
        match self {
            Self::Address(_) => Duration::from_secs(15 * 60),
            Self::Name(_) | Self::NameInNetwork(..) => Duration::from_secs(60),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Instant,
    locked_until: Instant,
    /// Sign-ins that are being checked at this moment.
    in_flight: u32,
}

/// The networks from which names lately signed in. Names are those of accounts: no other ever
/// signs in.
#[derive(Default)]
struct KnownNetworks {
    by_name: HashMap<String, Vec<KnownNetwork>>,
}

struct KnownNetwork {
    network: IpAddr,
    last_sign_in: Instant,
}

/// After this long without a failure, a key starts anew, and a wrong password counts again.
const FORGET: Duration = Duration::from_secs(15 * 60);
/// Keys that are remembered at once. Each is about 150 bytes.
const MAX_KEYS: usize = 20_000;
/// Sign-ins checked at once for one key: guesses that run side by side must not outrun the count.
const MAX_IN_FLIGHT: u32 = 32;
/// For how long a network is known after a sign-in.
pub(crate) const KNOWN_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Networks that are known for one name. Who signs in from many loses its own oldest.
const MAX_KNOWN_NETWORKS: usize = 8;
/// Names with known networks. Each is about 150 bytes with one, 450 with all.
const MAX_KNOWN_NAMES: usize = 20_000;
/// Names that are remembered as locked. Each is about 100 bytes.
const MAX_LOCKED_NAMES: usize = 20_000;
/// Wrong passwords that are remembered at once. Each is about 40 bytes.
const MAX_WRONG_PASSWORDS: usize = 20_000;

/// Too many failures: retry after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Locked(pub(crate) Duration);

impl From<Locked> for AppError {
    /// In whole seconds, at least one.
    fn from(Locked(wait): Locked) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self::Throttled { seconds }
    }
}

impl Throttle {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::default(),
            hash_key: RandomState::new(),
        }
    }

    /// Begins to check a sign-in.
    ///
    /// # Errors
    /// [`Locked`] if the address or the name has to wait.
    pub(crate) fn begin(&self, address: IpAddr, name: &str) -> Result<Attempt<'_>, Locked> {
        self.begin_at(address, name, Instant::now())
    }

    fn begin_at(&self, address: IpAddr, name: &str, now: Instant) -> Result<Attempt<'_>, Locked> {
        let (name, network) = (normalized(name), network(address));
        let mut state = self.lock();
        let is_known = state.known_networks.contains(&name, network, now);
        let keys = if is_known {
            vec![Key::NameInNetwork(name.clone(), network)]
        } else {
            vec![Key::Address(network), Key::Name(name.clone())]
        };
        enter(&mut state.failures, &keys, now)?;
        Ok(Attempt {
            throttle: self,
            is_known,
            network,
            names: vec![name],
            keys,
            tried: None,
        })
    }

    /// Whether [`Throttle::begin`] found a name locked for the first time. Then it is worth a look
    /// where it signed in before this process began, for [`Throttle::add_known_networks`].
    pub(crate) fn is_first_lock(&self, name: &str) -> bool {
        let names = &mut self.lock().locked_names;
        if names.len() >= MAX_LOCKED_NAMES {
            names.clear();
        }
        names.insert(normalized(name))
    }

    /// Adds networks from which a name lately signed in, the latest last.
    pub(crate) fn add_known_networks(
        &self,
        name: &str,
        addresses: impl IntoIterator<Item = IpAddr>,
    ) {
        let (name, now) = (normalized(name), Instant::now());
        let mut state = self.lock();
        for address in addresses {
            state.known_networks.add(&name, network(address), now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins to check a sign-in for these keys, all or none.
fn enter(map: &mut HashMap<Key, Failures>, keys: &[Key], now: Instant) -> Result<(), Locked> {
    for key in keys {
        let Some(failures) = map.get(key) else {
            continue;
        };
        if failures.locked_until > now {
            return Err(Locked(failures.locked_until - now));
        }
        if failures.in_flight >= MAX_IN_FLIGHT {
            return Err(Locked(Duration::from_secs(1)));
        }
    }
    for key in keys {
        if map.len() >= MAX_KEYS && !map.contains_key(key) {
            evict(map, now);
        }
        let failures = map.entry(key.clone()).or_insert(Failures {
            count: 0,
            last: now,
            locked_until: now,
            in_flight: 0,
        });
        if now.duration_since(failures.last) > FORGET {
            failures.count = 0;
        }
        failures.in_flight += 1;
    }
    Ok(())
}

/// Drops what is forgotten anyway, or else a tenth of the rest, the fewest failures first.
fn evict(map: &mut HashMap<Key, Failures>, now: Instant) {
    map.retain(|_, failures| failures.in_flight > 0 || now.duration_since(failures.last) <= FORGET);
    if map.len() < MAX_KEYS {
        return;
    }
    let mut ranks: Vec<(u32, Instant)> = map.values().map(|one| (one.count, one.last)).collect();
    ranks.sort_unstable();
    let limit = ranks[MAX_KEYS / 10];
    map.retain(|_, one| one.in_flight > 0 || (one.count, one.last) > limit);
}

impl KnownNetworks {
    fn contains(&self, name: &str, network: IpAddr, now: Instant) -> bool {
        let networks = self.by_name.get(name).into_iter().flatten();
        networks
            .filter(|known| now.duration_since(known.last_sign_in) <= KNOWN_FOR)
            .any(|known| known.network == network)
    }

    fn add(&mut self, name: &str, network: IpAddr, now: Instant) {
        if self.by_name.len() >= MAX_KNOWN_NAMES && !self.by_name.contains_key(name) {
            let latest = |networks: &Vec<KnownNetwork>| {
                let times = networks.iter().map(|known| known.last_sign_in);
                times.max().unwrap_or(now)
            };
            let limit = oldest_tenth(self.by_name.values().map(latest).collect());
            self.by_name.retain(|_, networks| latest(networks) > limit);
        }
        let networks = self.by_name.entry(name.to_owned()).or_default();
        networks.retain(|known| known.network != network);
        // The oldest is the first.
        if networks.len() >= MAX_KNOWN_NETWORKS {
            networks.remove(0);
        }
        networks.push(KnownNetwork {
            network,
            last_sign_in: now,
        });
    }
}

impl State {
    fn is_repeated(&mut self, hash: u64, now: Instant) -> bool {
        match self.wrong_passwords.get_mut(&hash) {
            Some(last) if now.duration_since(*last) <= FORGET => {
                *last = now;
                true
            }
            _ => false,
        }
    }

    fn add_wrong_password(&mut self, hash: u64, now: Instant) {
        let map = &mut self.wrong_passwords;
        if map.len() >= MAX_WRONG_PASSWORDS && !map.contains_key(&hash) {
            map.retain(|_, last| now.duration_since(*last) <= FORGET);
            if map.len() >= MAX_WRONG_PASSWORDS {
                let limit = oldest_tenth(map.values().copied().collect());
                map.retain(|_, last| *last > limit);
            }
        }
        map.insert(hash, now);
    }
}

/// The time by which a tenth of these lie.
fn oldest_tenth(mut times: Vec<Instant>) -> Instant {
    let at = times.len() / 10;
    *times.select_nth_unstable(at).1
}

/// A sign-in that is being checked. Dropped without a verdict, it counts for nothing.
pub(crate) struct Attempt<'a> {
    throttle: &'a Throttle,
    /// Whether the name lately signed in from this network.
    is_known: bool,
    network: IpAddr,
    /// The name, and perhaps another one of the same account.
    names: Vec<String>,
    /// What its failure counts for.
    keys: Vec<Key>,
    /// The keyed hash of the password, if repetitions of it shall not count.
    tried: Option<u64>,
}

impl Attempt<'_> {
    /// As whose work the password is verified.
    pub(crate) fn client(&self) -> WorkFor {
        if self.is_known {
            WorkFor::KnownNetwork(self.network)
        } else {
            WorkFor::UnknownNetwork(self.network)
        }
    }

    /// As whose work a new password is scored and hashed, for the recipient of a one-time link.
    pub(crate) fn recipient(&self) -> WorkFor {
        WorkFor::Recipient(self.network)
    }

    /// Counts the attempt for another name of the same account as well.
    ///
    /// # Errors
    /// [`Locked`] if that name has to wait; then it is not counted for it.
    pub(crate) fn also(&mut self, name: &AccountName) -> Result<(), Locked> {
        let (name, now) = (normalized(name.as_str()), Instant::now());
        let mut state = self.throttle.lock();
        let key = if state.known_networks.contains(&name, self.network, now) {
            Key::NameInNetwork(name.clone(), self.network)
        } else {
            Key::Name(name.clone())
        };
        enter(&mut state.failures, std::slice::from_ref(&key), now)?;
        self.keys.push(key);
        self.names.push(name);
        Ok(())
    }

    /// Whether this password was lately tried for this name from this network, when it was wrong
    /// for the same stored hash: then it is wrong still. A device that goes on with an old password
    /// guesses nothing. One that is new and wrong is remembered by [`Attempt::failed`].
    pub(crate) fn is_repeated(&mut self, password: &str, stored_hash: Option<&str>) -> bool {
        self.is_repeated_at(password, stored_hash, Instant::now())
    }

    fn is_repeated_at(&mut self, password: &str, stored_hash: Option<&str>, now: Instant) -> bool {
        let tried = (self.names.first(), self.network, stored_hash, password);
        let hash = self.throttle.hash_key.hash_one(tried);
        self.tried = Some(hash);
        self.throttle.lock().is_repeated(hash, now)
    }

    /// The password was right: the network is known for the name from now on, and its failures there
    /// are forgiven. The address is not, or else whoever has one account could guess the passwords
    /// of all others; nor is the name elsewhere, or each sign-in of its owner would give a guesser
    /// more guesses.
    pub(crate) fn succeeded(self) {
        self.succeeded_at(Instant::now());
    }

    fn succeeded_at(self, now: Instant) {
        let mut state = self.throttle.lock();
        for name in &self.names {
            state.known_networks.add(name, self.network, now);
        }
        for key in &self.keys {
            if let (Key::NameInNetwork(..), Some(failures)) = (key, state.failures.get_mut(key)) {
                failures.count = 0;
            }
        }
    }

    /// The password was wrong, or nobody has that name.
    pub(crate) fn failed(self) {
        self.failed_at(Instant::now());
    }

    fn failed_at(self, now: Instant) {
        let mut state = self.throttle.lock();
        // Several devices may have tried the same at once.
        if self.tried.is_some_and(|hash| state.is_repeated(hash, now)) {
            return;
        }
        if let Some(hash) = self.tried {
            state.add_wrong_password(hash, now);
        }
        for key in &self.keys {
            if let Some(failures) = state.failures.get_mut(key) {
                failures.count += 1;
                failures.last = now;
                if let Some(beyond) = failures.count.checked_sub(key.free() + 1) {
                    let lock = Duration::from_secs(1 << beyond.min(20));
                    failures.locked_until = now + lock.min(key.max_lock());
                }
            }
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let map = &mut self.throttle.lock().failures;
        for key in &self.keys {
            if let Some(failures) = map.get_mut(key) {
                failures.in_flight -= 1;
                if failures.in_flight == 0 && failures.count == 0 {
                    map.remove(key);
                }
            }
        }
    }
}

fn normalized(name: &str) -> String {
    // Longer than any name that exists: the rest does not matter, and memory does.
    name.trim().to_ascii_lowercase().chars().take(64).collect()
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_name_is_locked_ever_longer_from_wherever_it_is_tried() {
        let throttle = Throttle::new();
        let mut now = Instant::now();
        for number in 0..6 {
            let attempt = throttle.begin_at(address(number), "Marie", now).unwrap();
            attempt.failed_at(now);
        }
        let locked = throttle.begin_at(address(9), "marie ", now).err();
        assert_eq!(locked, Some(Locked(Duration::from_secs(1))));
        assert!(throttle.begin_at(address(9), "paul", now).is_ok());
        now += Duration::from_secs(1);
        throttle
            .begin_at(address(9), "marie", now)
            .unwrap()
            .failed_at(now);
        let locked = throttle.begin_at(address(9), "marie", now).err();
        assert_eq!(locked, Some(Locked(Duration::from_secs(2))));
    }

    #[test]
    fn failures_under_two_names_of_one_account_count_for_both() {
        let throttle = Throttle::new();
        let own = AccountName::parse("marie").unwrap();
        for number in 0..6 {
            let mut attempt = throttle.begin(address(number), "old-name").unwrap();
            attempt.also(&own).unwrap();
            attempt.failed();
        }
        assert!(throttle.begin(address(9), "marie").is_err());
        assert!(throttle.begin(address(9), "old-name").is_err());
        let mut attempt = throttle.begin(address(9), "older-name").unwrap();
        assert!(attempt.also(&own).is_err());
    }

    #[test]
    fn an_address_is_locked_whichever_names_it_tries() {
        let throttle = Throttle::new();
        let now = Instant::now();
        for number in 0..31 {
            let name = format!("name-{number}");
            let attempt = throttle.begin_at(address(1), &name, now).unwrap();
            attempt.failed_at(now);
        }
        assert!(throttle.begin_at(address(1), "another", now).is_err());
        assert!(throttle.begin_at(address(2), "another", now).is_ok());
    }

    #[test]
    fn a_right_password_forgives_the_name_and_time_forgives_everything() {
        let throttle = Throttle::new();
        let now = Instant::now();
        for _ in 0..5 {
            throttle
                .begin_at(address(1), "marie", now)
                .unwrap()
                .failed_at(now);
        }
        throttle
            .begin_at(address(1), "marie", now)
            .unwrap()
            .succeeded();
        for _ in 0..5 {
            throttle
                .begin_at(address(1), "marie", now)
                .unwrap()
                .failed_at(now);
        }
        assert!(throttle.begin_at(address(1), "marie", now).is_ok());
        let later = now + FORGET + Duration::from_secs(1);
        for _ in 0..5 {
            throttle
                .begin_at(address(1), "marie", later)
                .unwrap()
                .failed_at(later);
        }
        assert!(throttle.begin_at(address(1), "marie", later).is_ok());
    }

    #[test]
    fn guesses_side_by_side_are_bounded() {
        let throttle = Throttle::new();
        let now = Instant::now();
        let attempts: Vec<_> = (0..MAX_IN_FLIGHT)
            .map(|_| throttle.begin_at(address(1), "marie", now).unwrap())
            .collect();
        assert!(throttle.begin_at(address(2), "marie", now).is_err());
        drop(attempts);
        assert!(throttle.begin_at(address(2), "marie", now).is_ok());
        assert!(throttle.lock().failures.is_empty());
    }

    #[test]
    fn memory_is_bounded_and_the_guilty_are_remembered() {
        let throttle = Throttle::new();
        let now = Instant::now();
        for _ in 0..6 {
            throttle
                .begin_at(address(1), "marie", now)
                .unwrap()
                .failed_at(now);
        }
        for number in 0..u32::try_from(MAX_KEYS).unwrap() {
            let from = IpAddr::V4((0x0a00_0000 + number).into());
            let name = format!("name-{number}");
            throttle.begin_at(from, &name, now).unwrap().failed_at(now);
        }
        assert!(throttle.lock().failures.len() <= MAX_KEYS);
        assert!(throttle.begin_at(address(2), "marie", now).is_err());
    }

    fn fail(throttle: &Throttle, from: IpAddr, name: &str, now: Instant) {
        throttle.begin_at(from, name, now).unwrap().failed_at(now);
    }

    #[test]
    fn who_knows_a_name_does_not_lock_its_owner_out_of_a_known_network() {
        let throttle = Throttle::new();
        let mut now = Instant::now();
        let owner = throttle.begin_at(address(1), "marie", now).unwrap();
        owner.succeeded_at(now);
        for from in (0..20).flat_map(|_| 2..52).map(address) {
            if let Ok(attempt) = throttle.begin_at(from, "marie", now) {
                attempt.failed_at(now);
            }
            now += Duration::from_secs(1);
            assert!(throttle.begin_at(address(1), "marie", now).is_ok());
        }
        let elsewhere = throttle.begin_at(address(99), "marie", now).err();
        assert!(elsewhere.is_some(), "it stays locked elsewhere");
        // Nor does whoever guesses other names in that network.
        for number in 0..31 {
            fail(&throttle, address(1), &format!("name-{number}"), now);
        }
        assert!(throttle.begin_at(address(1), "paul", now).is_err());
        assert!(throttle.begin_at(address(1), "marie", now).is_ok());
    }

    #[test]
    fn guesses_in_a_known_network_lock_the_name_there_and_nowhere_else() {
        let throttle = Throttle::new();
        let now = Instant::now();
        for network in [1, 2] {
            let owner = throttle.begin_at(address(network), "marie", now).unwrap();
            owner.succeeded_at(now);
        }
        for _ in 0..6 {
            fail(&throttle, address(1), "marie", now);
        }
        assert!(throttle.begin_at(address(1), "marie", now).is_err());
        assert!(throttle.begin_at(address(2), "marie", now).is_ok());
        assert!(throttle.begin_at(address(3), "marie", now).is_ok());
        assert!(throttle.begin_at(address(1), "paul", now).is_ok());
    }

    #[test]
    fn a_network_is_known_for_a_time_and_so_are_so_many() {
        let throttle = Throttle::new();
        let now = Instant::now();
        for network in 0..=8 {
            let owner = throttle.begin_at(address(network), "marie", now).unwrap();
            owner.succeeded_at(now);
        }
        let is_known = |network, now| {
            let attempt = throttle.begin_at(address(network), "marie", now);
            attempt.unwrap().is_known
        };
        assert!(!is_known(0, now), "the oldest gave way");
        assert!(is_known(1, now) && is_known(8, now));
        assert!(!is_known(8, now + KNOWN_FOR + Duration::from_secs(1)));
        for number in 0..MAX_KNOWN_NAMES {
            let from = IpAddr::V4((0x0a00_0000 + u32::try_from(number).unwrap()).into());
            let name = format!("name-{number}");
            let later = now + Duration::from_secs(1);
            let attempt = throttle.begin_at(from, &name, later).unwrap();
            attempt.succeeded_at(later);
        }
        let names = throttle.lock().known_networks.by_name.len();
        assert!(names <= MAX_KNOWN_NAMES, "{names}");
    }

    #[test]
    fn the_same_wrong_password_counts_once() {
        let throttle = Throttle::new();
        let mut now = Instant::now();
        let tries = |password: &str, hash, from, now| {
            let mut attempt = throttle.begin_at(from, "marie", now).unwrap();
            let is_repeated = attempt.is_repeated_at(password, Some(hash), now);
            if !is_repeated {
                attempt.failed_at(now);
            }
            is_repeated
        };
        assert!(!tries("old", "hash", address(1), now));
        for _ in 0..1000 {
            assert!(tries("old", "hash", address(1), now));
            now += Duration::from_secs(60);
        }
        // Another guess, another stored password, another network, and after a time.
        assert!(!tries("other", "hash", address(1), now));
        assert!(!tries("old", "new hash", address(1), now));
        assert!(!tries("old", "hash", address(2), now));
        now += FORGET;
        assert!(!tries("old", "hash", address(1), now));
        // Side by side it counts once as well.
        let mut attempts: Vec<_> = (0..20)
            .map(|_| throttle.begin_at(address(4), "anne", now).unwrap())
            .collect();
        for attempt in &mut attempts {
            assert!(!attempt.is_repeated_at("old", Some("hash"), now));
        }
        for attempt in attempts {
            attempt.failed_at(now);
        }
        assert!(throttle.begin_at(address(4), "anne", now).is_ok());
        for number in 0..u32::try_from(MAX_WRONG_PASSWORDS).unwrap() + 1 {
            let mut attempt = throttle.begin_at(address(3), "paul", now).unwrap();
            let password = number.to_string();
            assert!(!attempt.is_repeated_at(&password, None, now));
            let hash = attempt.tried.unwrap();
            throttle.lock().add_wrong_password(hash, now);
        }
        assert!(throttle.lock().wrong_passwords.len() <= MAX_WRONG_PASSWORDS);
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        assert_eq!(
            network("2001:db8::1".parse().unwrap()),
            network("2001:db8::ffff:2".parse().unwrap())
        );
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), address(1));
    }
}
