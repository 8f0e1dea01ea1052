//! How often signing in failed, by key.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::Locked;
use super::key::Key;

/// After this long without a failure, a key starts anew.
pub(super) const FORGET: Duration = Duration::from_secs(15 * 60);
/// Keys that are remembered at once. Each is about 150 bytes.
pub(super) const MAX_KEYS: usize = 20_000;
/// Sign-ins checked at once for one key: guesses that run side by side must not outrun the count.
pub(super) const MAX_IN_FLIGHT: u32 = 32;

/// The failures of every key that has any, or is being checked.
#[derive(Default)]
pub(super) struct FailureCounts {
    by_key: HashMap<Key, Failures>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Instant,
    locked_until: Instant,
    /// Sign-ins that are being checked at this moment.
    in_flight: u32,
}

impl FailureCounts {
    /// Begins to check a sign-in for these keys, all or none.
    ///
    /// # Errors
    /// [`Locked`] if one of them has to wait.
    pub(super) fn enter(&mut self, keys: &[Key], now: Instant) -> Result<(), Locked> {
        for key in keys {
            let Some(failures) = self.by_key.get(key) else {
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
            if self.by_key.len() >= MAX_KEYS && !self.by_key.contains_key(key) {
                self.evict(now);
            }
            let failures = self.by_key.entry(key.clone()).or_insert(Failures {
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

    /// Ends the check that [`FailureCounts::enter`] began.
    pub(super) fn leave(&mut self, keys: &[Key]) {
        for key in keys {
            if let Some(failures) = self.by_key.get_mut(key) {
                failures.in_flight -= 1;
                if failures.in_flight == 0 && failures.count == 0 {
                    self.by_key.remove(key);
                }
            }
        }
    }

    /// Counts a failure for each of these keys, and locks those that have too many.
    pub(super) fn fail(&mut self, keys: &[Key], now: Instant) {
        for key in keys {
            if let Some(failures) = self.by_key.get_mut(key) {
                failures.count += 1;
                failures.last = now;
                if let Some(beyond) = failures.count.checked_sub(key.free() + 1) {
                    let lock = Duration::from_secs(1 << beyond.min(20));
                    failures.locked_until = now + lock.min(key.max_lock());
                }
            }
        }
    }

    /// Forgets the failures of a key.
    pub(super) fn forgive(&mut self, key: &Key) {
        if let Some(failures) = self.by_key.get_mut(key) {
            failures.count = 0;
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Drops what is forgotten anyway, or else a tenth of the rest, the fewest failures first.
    fn evict(&mut self, now: Instant) {
        self.by_key.retain(|_, failures| {
            failures.in_flight > 0 || now.duration_since(failures.last) <= FORGET
        });
        if self.by_key.len() < MAX_KEYS {
            return;
        }
        let counts = self.by_key.values();
        let mut ranks: Vec<(u32, Instant)> = counts.map(|one| (one.count, one.last)).collect();
        ranks.sort_unstable();
        let limit = ranks[MAX_KEYS / 10];
        self.by_key
            .retain(|_, one| one.in_flight > 0 || (one.count, one.last) > limit);
    }
}
