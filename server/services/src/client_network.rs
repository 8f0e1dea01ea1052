//! The networks in which a client counts against rate limits.

use std::net::IpAddr;
use std::num::NonZeroU32;

use ipnet::{IpNet, Ipv6Net};

/// A network in which a client counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientNetwork {
    /// An IPv4 address, or an IPv6 network.
    pub network: IpNet,
    /// How many times as much as one address it may do.
    pub allowance: NonZeroU32,
}

/// What counts together in IPv6, the narrowest first, as prefix length and allowance: whoever has
/// one address has its /64, a household or a server is often given a /56, a site a /48. A wider
/// network may be that of several customers, so that it may do more, but not 65,536 times as much.
const IPV6_NETWORKS: [(u8, NonZeroU32); 3] = [
    (64, ONE_ADDRESS),
    (56, NonZeroU32::new(2).unwrap()),
    (48, NonZeroU32::new(4).unwrap()),
];
/// What one address may do.
const ONE_ADDRESS: NonZeroU32 = NonZeroU32::MIN;

impl ClientNetwork {
    /// Every allowance that there is, in the order of [`ClientNetwork::all_of`].
    pub const ALLOWANCES: [NonZeroU32; 3] =
        [IPV6_NETWORKS[0].1, IPV6_NETWORKS[1].1, IPV6_NETWORKS[2].1];

    /// Whether this is what one client has, and no wider network around it.
    pub(crate) fn is_of_one_client(&self) -> bool {
        self.allowance == ONE_ADDRESS
    }

    /// The networks in which an address counts, the narrowest first. A limit holds in each.
    pub fn all_of(address: IpAddr) -> Vec<Self> {
        let network = |network, allowance| Self { network, allowance };
        match address.to_canonical() {
            IpAddr::V4(address) => vec![network(IpAddr::V4(address).into(), ONE_ADDRESS)],
            IpAddr::V6(address) => IPV6_NETWORKS
                .map(|(prefix, allowance)| {
                    network(
                        Ipv6Net::new_assert(address, prefix).trunc().into(),
                        allowance,
                    )
                })
                .to_vec(),
        }
    }
}

/// The narrowest network of an address: what one client has for certain.
pub fn own_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let (prefix, _) = IPV6_NETWORKS[0];
            IpAddr::V6(Ipv6Net::new_assert(address, prefix).trunc().addr())
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn networks(address: &str) -> Vec<String> {
        ClientNetwork::all_of(address.parse().unwrap())
            .iter()
            .map(|one| format!("{} x{}", one.network, one.allowance))
            .collect()
    }

    #[test]
    fn an_ipv6_address_counts_in_wider_networks_too() {
        assert_eq!(
            networks("2001:db8:0:abcd::1"),
            [
                "2001:db8:0:abcd::/64 x1",
                "2001:db8:0:ab00::/56 x2",
                "2001:db8::/48 x4"
            ]
        );
        assert_eq!(networks("192.0.2.1"), ["192.0.2.1/32 x1"]);
        assert_eq!(networks("::ffff:192.0.2.1"), ["192.0.2.1/32 x1"]);
    }

    #[test]
    fn the_narrowest_network_is_the_first() {
        for address in ["2001:db8::ffff:2", "192.0.2.1", "::ffff:192.0.2.1"] {
            let address = address.parse().unwrap();
            let all = ClientNetwork::all_of(address);
            assert_eq!(own_network(address), all[0].network.addr());
        }
    }
}
