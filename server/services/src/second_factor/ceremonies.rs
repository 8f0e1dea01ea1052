//! Passkeys that were asked for, and whose answer is awaited: each is answered once, and soon.
//!
//! They are kept in memory, and in a bounded number: who asks too often waits for the answer to the
//! latest alone. A restart forgets them, and one asks again.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use webauthn_rs::prelude::{
    DiscoverableAuthentication, PasskeyAuthentication, PasskeyRegistration, Uuid,
};

use crate::client_network::own_network;

/// How long an answer is awaited: as long as browsers are told to wait for the authenticator.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
/// Answers that are awaited at once. Each is about a kilobyte.
const MAX_WAITING: usize = 5_000;
/// Answers that are awaited from one network.
const MAX_WAITING_OF_NETWORK: usize = 32;

/// What was asked of browsers, by what it is for. Strangers can displace no more than strangers do.
#[derive(Default)]
pub(crate) struct PasskeyCeremonies {
    /// To make one, for people who are signed in.
    pub(crate) registrations: Ceremonies<Registration>,
    /// To show one, for people whose password was right.
    pub(crate) second_factors: Ceremonies<PasskeyAuthentication>,
    /// To show one, for people who are signed in and prove again who they are.
    pub(crate) proofs: Ceremonies<PasskeyAuthentication>,
    /// To show one, for whoever asks to sign in.
    pub(crate) sign_ins: Ceremonies<DiscoverableAuthentication>,
}

/// A passkey that is to be made.
pub(crate) struct Registration {
    /// By which its authenticator will know whose it is.
    pub(crate) user_handle: Uuid,
    /// What was asked.
    pub(crate) asked: PasskeyRegistration,
}

/// What was asked of browsers, by a key that only who asked has; the oldest first.
pub(crate) struct Ceremonies<State>(Mutex<VecDeque<Ceremony<State>>>);

struct Ceremony<State> {
    key: String,
    network: IpAddr,
    begun_at: Instant,
    state: State,
}

impl<State> Default for Ceremonies<State> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<State> Ceremonies<State> {
    /// Begins to await an answer, in the place of one that is awaited under the same key.
    pub(crate) fn begin(&self, key: String, address: IpAddr, state: State) {
        self.begin_at(key, address, state, Instant::now());
    }

    fn begin_at(&self, key: String, address: IpAddr, state: State, now: Instant) {
        let network = own_network(address);
        let mut all = self.lock();
        all.retain(|one| one.key != key && !one.is_over(now));
        let of_network = all.iter().filter(|one| one.network == network).count();
        if of_network >= MAX_WAITING_OF_NETWORK {
            let oldest = all.iter().position(|one| one.network == network);
            oldest.and_then(|oldest| all.remove(oldest));
        } else if all.len() >= MAX_WAITING {
            all.pop_front();
        }
        all.push_back(Ceremony {
            key,
            network,
            begun_at: now,
            state,
        });
    }

    /// What was asked under this key, once.
    pub(crate) fn end(&self, key: &str) -> Option<State> {
        self.end_at(key, Instant::now())
    }

    fn end_at(&self, key: &str, now: Instant) -> Option<State> {
        let mut all = self.lock();
        let at = all.iter().position(|one| one.key == key)?;
        let found = all.remove(at)?;
        (!found.is_over(now)).then_some(found.state)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Ceremony<State>>> {
        // Nothing panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<State> Ceremony<State> {
    fn is_over(&self, now: Instant) -> bool {
        now.duration_since(self.begun_at) > LIFETIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: usize) -> IpAddr {
        let [.., a, b, c] = number.to_be_bytes();
        IpAddr::from([10, a, b, c])
    }

    #[test]
    fn each_is_answered_once_and_soon() {
        let (ceremonies, now) = (Ceremonies::default(), Instant::now());
        ceremonies.begin_at("a".to_owned(), address(1), 1, now);
        ceremonies.begin_at("a".to_owned(), address(1), 2, now);
        assert_eq!(ceremonies.end_at("b", now), None);
        assert_eq!(ceremonies.end_at("a", now + LIFETIME), Some(2));
        assert_eq!(ceremonies.end_at("a", now), None);
        ceremonies.begin_at("a".to_owned(), address(1), 3, now);
        let late = now + LIFETIME + Duration::from_millis(1);
        assert_eq!(ceremonies.end_at("a", late), None);
    }

    #[test]
    fn they_are_bounded_and_one_network_displaces_its_own_alone() {
        let (ceremonies, now) = (Ceremonies::default(), Instant::now());
        ceremonies.begin_at("first".to_owned(), address(0), 0, now);
        for number in 0..2 * MAX_WAITING_OF_NETWORK {
            ceremonies.begin_at(format!("n{number}"), address(1), 0, now);
        }
        assert_eq!(ceremonies.lock().len(), 1 + MAX_WAITING_OF_NETWORK);
        assert_eq!(ceremonies.end_at("first", now), Some(0));
        for number in 0..2 * MAX_WAITING {
            ceremonies.begin_at(format!("m{number}"), address(number), 0, now);
        }
        assert_eq!(ceremonies.lock().len(), MAX_WAITING);
    }
}
