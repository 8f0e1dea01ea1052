//! A sign-in that is being checked.

use std::hash::BuildHasher;
use std::net::IpAddr;
use std::time::Instant;

use model::AccountName;

use super::key::Key;
use super::{Locked, Throttle, normalized};
use crate::work_budget::WorkFor;

/// What speaks for whoever tries to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A session of the person's own, or the name lately signed in from this network or in this
    /// browser.
    Known,
    /// Nothing.
    Unknown,
}

/// A sign-in that is being checked. Dropped without a verdict, it counts for nothing.
pub(crate) struct Attempt<'a> {
    pub(super) throttle: &'a Throttle,
    pub(super) standing: Standing,
    pub(super) network: IpAddr,
    /// The name, and perhaps another one of the same account.
    pub(super) names: Vec<String>,
    /// What its failure counts for.
    pub(super) keys: Vec<Key>,
    /// The keyed hash of the password, if repetitions of it shall not count.
    pub(super) tried: Option<u64>,
}

impl Attempt<'_> {
    /// As whose work the password is verified.
    pub(crate) fn client(&self) -> WorkFor {
        match self.standing {
            Standing::Known => WorkFor::KnownNetwork(self.network),
            Standing::Unknown => WorkFor::UnknownNetwork(self.network),
        }
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
        state.failures.enter(std::slice::from_ref(&key), now)?;
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

    pub(super) fn is_repeated_at(
        &mut self,
        password: &str,
        stored_hash: Option<&str>,
        now: Instant,
    ) -> bool {
        let tried = (self.names.first(), self.network, stored_hash, password);
        let hash = self.throttle.hash_key.hash_one(tried);
        self.tried = Some(hash);
        self.throttle.lock().wrong_passwords.is_repeated(hash, now)
    }

    /// The password was right: the network is known for the name from now on, and its failures there
    /// are forgiven. The address is not, or else whoever has one account could guess the passwords
    /// of all others; nor is the name elsewhere, or each sign-in of its owner would give a guesser
    /// more guesses.
    pub(crate) fn succeeded(self) {
        self.succeeded_at(Instant::now());
    }

    pub(super) fn succeeded_at(self, now: Instant) {
        let mut state = self.throttle.lock();
        for name in &self.names {
            state.known_networks.add(name, self.network, now);
        }
        for key in self.keys.iter().filter(|key| key.is_of_owner()) {
            state.failures.forgive(key);
        }
    }

    /// The password was wrong, or nobody has that name.
    pub(crate) fn failed(self) {
        self.failed_at(Instant::now());
    }

    pub(super) fn failed_at(self, now: Instant) {
        let mut state = self.throttle.lock();
        if let Some(hash) = self.tried {
            // Several devices may have tried the same at once.
            if state.wrong_passwords.is_repeated(hash, now) {
                return;
            }
            state.wrong_passwords.add(hash, now);
        }
        state.failures.fail(&self.keys, now);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.throttle.lock().failures.leave(&self.keys);
    }
}
