//! Rate limit on what is asked for by whoever is not signed in: pages, server functions, operations of the
//! API.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::{DefaultKeyedRateLimiter, Quota};
use ipnet::IpNet;
use services::ClientNetwork;

/// Requests of one address in a second, steadily.
const CALLS_PER_SECOND: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Requests of one address at once.
const BURST: NonZeroU32 = NonZeroU32::new(400).unwrap();
/// After how many checks networks that have calmed down are forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 4096;

/// A rate limiter by the client's networks.
///
/// Failed sign-ins have their own, much tighter throttle among the use cases; this one only
/// keeps a flood away.
pub(crate) struct NetworkRateLimiter {
    /// One for each kind of network, in the order of [`ClientNetwork::all_of`].
    limiters: [DefaultKeyedRateLimiter<IpNet>; ClientNetwork::ALLOWANCES.len()],
    checks: AtomicU32,
}

impl Default for NetworkRateLimiter {
    fn default() -> Self {
        Self::new(|allowance| {
            Quota::per_second(CALLS_PER_SECOND.saturating_mul(allowance))
                .allow_burst(BURST.saturating_mul(allowance))
        })
    }
}

impl NetworkRateLimiter {
    /// `quota` is what a network may do that has this allowance.
    fn new(quota: impl Fn(NonZeroU32) -> Quota) -> Self {
        Self {
            limiters: ClientNetwork::ALLOWANCES
                .map(|allowance| DefaultKeyedRateLimiter::keyed(quota(allowance))),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts a call of this address, and says whether it is allowed.
    ///
    /// What the narrow network refuses does not count in the wider one: who floods the panel uses
    /// up no more than an address's share of what the neighbours may do.
    pub(crate) fn allow(&self, address: IpAddr) -> bool {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks % CHECKS_BETWEEN_SWEEPS == CHECKS_BETWEEN_SWEEPS - 1 {
            for limiter in &self.limiters {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
        let networks = ClientNetwork::all_of(address);
        let mut counted = self.limiters.iter().zip(networks);
        counted.all(|(limiter, one)| limiter.check_key(&one.network).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_limited_by_network() {
        let limiter = NetworkRateLimiter::new(Quota::per_hour);
        let allows = |address: &str| limiter.allow(address.parse().expect("an address"));
        assert!(allows("192.0.2.1"));
        assert!(!allows("192.0.2.1"));
        assert!(allows("192.0.2.2"));
        assert!(allows("2001:db8::1"));
        assert!(!allows("2001:db8::2"));
        assert!(!allows("2001:db8::ffff:ffff:ffff:ffff"));
        assert!(allows("2001:db8:0:1::1"));
    }

    #[test]
    fn a_wide_network_has_no_limit_for_each_of_its_65536_networks() {
        let limiter = NetworkRateLimiter::new(Quota::per_hour);
        let allowed = |site: u16, networks: &mut dyn Iterator<Item = u16>| {
            networks
                .filter(|network| {
                    let address = [0x2001, 0xdb8, site, *network, 0, 0, 0, 1];
                    limiter.allow(IpAddr::from(address))
                })
                .count()
        };
        assert_eq!(allowed(1, &mut (0..200)), 2);
        assert_eq!(allowed(2, &mut (0..200).map(|high| high << 8)), 4);
    }
}
