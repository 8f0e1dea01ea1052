//! Looking names up, so that a connection is only made to addresses that are called.
//!
//! The addresses that are checked are those that are connected to: there is no second lookup that
//! could bring others (DNS rebinding).

use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use tokio::net::lookup_host;

use super::address_policy::AddressPolicy;

/// Why a host is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum HostError {
    /// The name has no address.
    #[error("the name has no address")]
    NameNotFound,
    /// All its addresses are in networks that are not called.
    #[error("the address is in a network that is not called")]
    Refused,
    /// It is called over TLS only.
    #[error("without encryption the address is not called")]
    PlaintextRefused,
}

/// Looks names up for calls with TLS, or for those without.
#[derive(Clone, Debug)]
pub(super) struct Resolver {
    policy: AddressPolicy,
    is_https: bool,
}

impl Resolver {
    pub(super) fn new(policy: AddressPolicy, is_https: bool) -> Self {
        Self { policy, is_https }
    }

    /// Checks an address that is to be connected to.
    ///
    /// # Errors
    /// If it is not called.
    pub(super) fn check(&self, address: IpAddr) -> Result<(), HostError> {
        if !self.policy.allows(address) {
            return Err(HostError::Refused);
        }
        if !self.is_https && !self.policy.names(address) {
            return Err(HostError::PlaintextRefused);
        }
        Ok(())
    }

    /// Those of a host's addresses that are called.
    ///
    /// # Errors
    /// If there are none: why the first one is not.
    fn choose(&self, addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, HostError> {
        let first = addresses.first().ok_or(HostError::NameNotFound)?.ip();
        let called = addresses.into_iter();
        let called: Vec<SocketAddr> = called
            .filter(|address| self.check(address.ip()).is_ok())
            .collect();
        if called.is_empty() {
            self.check(first)?;
        }
        Ok(called)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await;
            let found = found.map(Iterator::collect).unwrap_or_default();
            let called = resolver.choose(found)?;
            let called: Addrs = Box::new(called.into_iter());
            Ok(called)
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn addresses(texts: &[&str]) -> Vec<SocketAddr> {
        let addresses = texts.iter().map(|text| text.parse().unwrap());
        addresses
            .map(|address: IpAddr| (address, 0).into())
            .collect()
    }

    #[test]
    fn of_a_name_only_those_addresses_are_left_that_are_called() {
        let policy = AddressPolicy::new("10.0.0.0/8".parse().unwrap());
        let (tls, plain) = (
            Resolver::new(policy.clone(), true),
            Resolver::new(policy, false),
        );
        let found = addresses(&["127.0.0.1", "1.1.1.1", "10.0.0.1", "::1"]);
        let left = tls.choose(found.clone());
        assert_eq!(left, Ok(addresses(&["1.1.1.1", "10.0.0.1"])));
        assert_eq!(plain.choose(found), Ok(addresses(&["10.0.0.1"])));
        for (found, error) in [
            (addresses(&[]), HostError::NameNotFound),
            (addresses(&["127.0.0.1", "::1"]), HostError::Refused),
            (addresses(&["1.1.1.1"]), HostError::PlaintextRefused),
        ] {
            assert_eq!(plain.choose(found), Err(error));
        }
    }
}
