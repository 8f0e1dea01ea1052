//! The network of an address: what limits on clients count together.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv6Net};

/// What counts as one in IPv6, as a prefix length: whoever has one address has its /64.
const IPV6_PREFIX: u8 = 64;

/// The network that an address is limited with: in IPv4 itself alone.
pub(super) fn network(address: IpAddr) -> IpNet {
    // A socket that serves both families shows IPv4 clients as `::ffff:192.0.2.1`.
    match address.to_canonical() {
        address @ IpAddr::V4(_) => address.into(),
        IpAddr::V6(address) => Ipv6Net::new_assert(address, IPV6_PREFIX).trunc().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv4_address_stands_alone_and_an_ipv6_address_with_its_64() {
        let same = |one: &str, other: &str| {
            let of = |text: &str| network(text.parse().expect("an address"));
            of(one) == of(other)
        };
        assert!(same("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(!same("192.0.2.1", "192.0.2.2"));
        assert!(!same("::ffff:192.0.2.1", "::ffff:192.0.2.2"));
        assert!(same("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff"));
        assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
    }
}
