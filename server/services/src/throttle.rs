//! Rate limits against guessing passwords.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{AccountName, AppError};

/// Counts failed sign-ins by address and by name.
///
/// After a few free failures each further one locks its address or its name for twice as long as
/// the one before. While locked, no password is checked, so that a right one is refused like a
/// wrong one. Only failures count. What is 15 minutes old is forgotten.
pub(crate) struct Throttle {
    keys: Mutex<HashMap<Key, Failures>>,
}

/// What failures are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// An IPv4 address, or an IPv6 network of 64 bits, which is what one customer gets.
    Address(IpAddr),
    /// A name that someone tried to sign in with, whether it exists or not.
    Name(String),
}

impl Key {
    fn name(name: &str) -> Self {
        // Longer than any name that exists: the rest does not matter, and memory does.
        Self::Name(name.trim().to_ascii_lowercase().chars().take(64).collect())
    }

    /// How many failures cost nothing. Many people may share an address.
    fn free(&self) -> u32 {
        match self {
            Self::Address(_) => 30,
            Self::Name(_) => 5,
        }
    }

    /// The longest lock. Anyone can lock somebody else's name, so that one stays short.
    fn max_lock(&self) -> Duration {
        match self {
            Self::Address(_) => Duration::from_secs(15 * 60),
            Self::Name(_) => Duration::from_secs(60),
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

/// After this long without a failure, a key starts anew.
const FORGET: Duration = Duration::from_secs(15 * 60);
/// Keys that are remembered at once. Each is about 150 bytes.
const MAX_KEYS: usize = 20_000;
/// Sign-ins checked at once for one key: guesses that run side by side must not outrun the count.
const MAX_IN_FLIGHT: u32 = 32;

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
            keys: Mutex::new(HashMap::new()),
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
        let keys = vec![Key::Address(network(address)), Key::name(name)];
        enter(&mut self.lock(), &keys, now)?;
        Ok(Attempt {
            throttle: self,
            keys,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Failures>> {
        // Nothing panics while it holds the lock.
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
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

/// A sign-in that is being checked. Dropped without a verdict, it counts for nothing.
pub(crate) struct Attempt<'a> {
    throttle: &'a Throttle,
    /// The address, the name, and perhaps another name of the same account.
    keys: Vec<Key>,
}

impl Attempt<'_> {
    /// Counts the attempt for another name of the same account as well.
    ///
    /// # Errors
    /// [`Locked`] if that name has to wait; then it is not counted for it.
    pub(crate) fn also(&mut self, name: &AccountName) -> Result<(), Locked> {
        let key = Key::name(name.as_str());
        enter(
            &mut self.throttle.lock(),
            std::slice::from_ref(&key),
            Instant::now(),
        )?;
        self.keys.push(key);
        Ok(())
    }

    /// The password was right: the name is forgiven. The address is not, or else whoever has one
    /// account could guess the passwords of all others.
    pub(crate) fn succeeded(self) {
        let mut map = self.throttle.lock();
        for key in &self.keys {
            if let (Key::Name(_), Some(failures)) = (key, map.get_mut(key)) {
                failures.count = 0;
            }
        }
    }

    /// The password was wrong, or nobody has that name.
    pub(crate) fn failed(self) {
        self.failed_at(Instant::now());
    }

    fn failed_at(self, now: Instant) {
        let mut map = self.throttle.lock();
        for key in &self.keys {
            if let Some(failures) = map.get_mut(key) {
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
        let mut map = self.throttle.lock();
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
        assert!(throttle.lock().is_empty());
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
        assert!(throttle.lock().len() <= MAX_KEYS);
        assert!(throttle.begin_at(address(2), "marie", now).is_err());
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
