//! Rate limit on calls of server functions by whoever is not signed in.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::{DefaultKeyedRateLimiter, Quota};
use ipnet::{IpNet, Ipv6Net};

/// Calls of one network in a second, steadily.
const CALLS_PER_SECOND: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Calls of one network at once.
const BURST: NonZeroU32 = NonZeroU32::new(400).unwrap();
/// After how many checks networks that have calmed down are forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 4096;
/// What is limited together, as a prefix length: in IPv6 whoever has one address has its /64.
const IPV6_PREFIX: u8 = 64;

/// A rate limiter by the client's network.
///
/// Failed sign-ins have their own, much tighter throttle among the use cases; this one only
/// keeps a flood away from the database.
pub(super) struct RateLimiter {
    limiter: DefaultKeyedRateLimiter<IpNet>,
    checks: AtomicU32,
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::new(CALLS_PER_SECOND, BURST)
    }
}

impl RateLimiter {
    fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self {
            limiter: DefaultKeyedRateLimiter::keyed(quota),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts a call of this address, and says whether it is allowed.
    pub(super) fn allow(&self, address: IpAddr) -> bool {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks % CHECKS_BETWEEN_SWEEPS == CHECKS_BETWEEN_SWEEPS - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&network(address)).is_ok()
    }
}

/// The network that an address is limited with.
pub(super) fn network(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(_) => address.into(),
        IpAddr::V6(address) => Ipv6Net::new_assert(address, IPV6_PREFIX).trunc().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_limited_by_network() {
        let one = NonZeroU32::MIN;
        let limiter = RateLimiter::new(one, one);
        let allows = |address: &str| limiter.allow(address.parse().expect("an address"));
        assert!(allows("192.0.2.1"));
        assert!(!allows("192.0.2.1"));
        assert!(allows("192.0.2.2"));
        assert!(allows("2001:db8::1"));
        assert!(!allows("2001:db8::2"));
        assert!(!allows("2001:db8::ffff:ffff:ffff:ffff"));
        assert!(allows("2001:db8:0:1::1"));
    }
}
