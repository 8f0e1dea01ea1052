//! Rate limits against guessing passwords.

mod attempt;
mod failures;
mod key;
mod known_networks;
#[cfg(test)]
mod tests;
mod wrong_passwords;

use std::collections::HashSet;
use std::hash::RandomState;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::AppError;

use crate::client_network::{ClientNetwork, own_network};
use crate::store::TokenHash;
use attempt::Standing;
use failures::FailureCounts;
use key::Key;
use known_networks::KnownNetworks;
use wrong_passwords::WrongPasswords;

pub(crate) use attempt::Attempt;
pub(crate) use known_networks::KNOWN_FOR;

/// Counts failed sign-ins by network and by name.
///
/// After a few free failures each further one locks its network or its name for twice as long as
/// the one before. While locked, no password is checked, so that a right one is refused like a
/// wrong one. Only failures count. What is 15 minutes old is forgotten.
///
/// Where a name signed in before, failures are counted apart, and lock nothing but this name
/// there: in a browser (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"), and
/// lately from a network. Whoever knows a name, or shares a network with someone who guesses, is
/// not kept out of it. Anywhere else a guess counts against the networks and the name, so that
/// guessing is as slow as without.
pub(crate) struct Throttle {
    state: Mutex<State>,
    /// The key of the hashes of [`WrongPasswords`], random in each process.
    hash_key: RandomState,
}

#[derive(Default)]
struct State {
    failures: FailureCounts,
    known_networks: KnownNetworks,
    wrong_passwords: WrongPasswords,
    /// Names that were locked once, for [`Throttle::is_first_lock`].
    locked_names: HashSet<String>,
}

/// Names that are remembered as locked. Each is about 100 bytes.
const MAX_LOCKED_NAMES: usize = 20_000;

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
    /// [`Locked`] if a network of the address or the name has to wait.
    pub(crate) fn begin(&self, address: IpAddr, name: &str) -> Result<Attempt<'_>, Locked> {
        self.begin_on_device(address, name, None)
    }

    /// As [`Throttle::begin`], in a browser that has signed in with the name before: `device` is
    /// the hash of its device cookie, which the caller has verified. While that is locked, the
    /// browser counts as any other.
    ///
    /// # Errors
    /// As of [`Throttle::begin`].
    pub(crate) fn begin_on_device(
        &self,
        address: IpAddr,
        name: &str,
        device: Option<TokenHash>,
    ) -> Result<Attempt<'_>, Locked> {
        self.begin_at(address, name, device, Instant::now())
    }

    /// Begins to check the password of a person who is signed in. Nobody else can lock it.
    ///
    /// # Errors
    /// [`Locked`] if those who are signed in with the name guessed too often.
    pub(crate) fn begin_signed_in(
        &self,
        address: IpAddr,
        name: &str,
    ) -> Result<Attempt<'_>, Locked> {
        let (name, network) = (normalized(name), own_network(address));
        let keys = vec![Key::NameSignedIn(name.clone())];
        self.lock().failures.enter(&keys, Instant::now())?;
        Ok(self.attempt(Standing::Known, network, name, keys))
    }

    /// Begins to check a second factor of a person whose password was right. In a browser that has
    /// signed in with the name before, of which `device` is the verified hash, wrong ones are counted
    /// apart, so that whoever knows the password does not lock its person out there.
    ///
    /// # Errors
    /// [`Locked`] if too many were wrong.
    pub(crate) fn begin_second_factor(
        &self,
        address: IpAddr,
        name: &str,
        device: Option<TokenHash>,
    ) -> Result<Attempt<'_>, Locked> {
        let (name, network) = (normalized(name), own_network(address));
        let (standing, key) = match device {
            Some(device) => {
                let key = Key::SecondFactorOnDevice(name.clone(), device);
                (Standing::Known, key)
            }
            None => (Standing::Unknown, Key::SecondFactor(name.clone())),
        };
        let keys = vec![key];
        self.lock().failures.enter(&keys, Instant::now())?;
        Ok(self.attempt(standing, network, name, keys))
    }

    fn begin_at(
        &self,
        address: IpAddr,
        name: &str,
        device: Option<TokenHash>,
        now: Instant,
    ) -> Result<Attempt<'_>, Locked> {
        let (name, network) = (normalized(name), own_network(address));
        let mut state = self.lock();
        if let Some(device) = device {
            let keys = vec![Key::NameOnDevice(name.clone(), device)];
            if state.failures.enter(&keys, now).is_ok() {
                return Ok(self.attempt(Standing::Known, network, name, keys));
            }
        }
        let (standing, keys) = if state.known_networks.contains(&name, network, now) {
            let key = Key::NameInNetwork(name.clone(), network);
            (Standing::Known, vec![key])
        } else {
            let networks = ClientNetwork::all_of(address).into_iter();
            let keys = networks.map(Key::Network);
            let keys = keys.chain([Key::Name(name.clone())]).collect();
            (Standing::Unknown, keys)
        };
        state.failures.enter(&keys, now)?;
        Ok(self.attempt(standing, network, name, keys))
    }

    fn attempt(
        &self,
        standing: Standing,
        network: IpAddr,
        name: String,
        keys: Vec<Key>,
    ) -> Attempt<'_> {
        Attempt {
            throttle: self,
            standing,
            network,
            names: vec![name],
            keys,
            tried: None,
        }
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
            state.known_networks.add(&name, own_network(address), now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time by which a tenth of these lie.
fn oldest_tenth(mut times: Vec<Instant>) -> Instant {
    let at = times.len() / 10;
    *times.select_nth_unstable(at).1
}

fn normalized(name: &str) -> String {
    // Longer than any name that exists: the rest does not matter, and memory does.
    name.trim().to_ascii_lowercase().chars().take(64).collect()
}
