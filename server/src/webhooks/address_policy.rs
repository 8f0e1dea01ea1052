//! Which addresses are called: those of the public network, and those that the settings name.
//!
//! Whoever has a webhook says what the server calls. What only the server reaches must not be reached
//! that way (OWASP, "Server-Side Request Forgery Prevention").

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use crate::config::TrustedAddresses;

/// A port, of which it does not matter which it is (RFC 863).
const DISCARD: u16 = 9;

/// Which addresses are called.
#[derive(Clone, Debug, Default)]
pub(super) struct AddressPolicy {
    /// Networks that are called whatever they are.
    allowed: TrustedAddresses,
}

impl AddressPolicy {
    pub(super) fn new(allowed: TrustedAddresses) -> Self {
        Self { allowed }
    }

    /// Whether the settings name the address.
    pub(super) fn names(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed.contains(address)
    }

    /// Whether an address is called over TLS: if it is public and not the server's own, or named.
    pub(super) fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.names(address) || (is_public(address) && !is_own(address))
    }
}

/// Whether an address is one of the public network (IANA's registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // "This network"; and private ones, those of providers, of a link, of the machine itself.
        [0 | 10 | 127, ..] | [169, 254, ..] | [192, 168, ..] => true,
        [100, second, ..] => (64..128).contains(&second),
        [172, second, ..] => (16..32).contains(&second),
        // For protocols, for documentation, 6to4's relays, for benchmarks.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => true,
        [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, and all above.
        [first, ..] => first >= 224,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // NAT64: an IPv4 address of which the network makes one of IPv6 (RFC 6052).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // For protocols, Teredo among them; for documentation; 6to4, which leads to IPv4.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        // Only these are given out (RFC 4291, 2.4).
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Whether an address is one of the machine's own: then it is the one from which it would be called. If
/// that cannot be told, it is.
///
/// The list of the interfaces' addresses would need a kind of socket that the systemd unit keeps from the
/// program, and binding succeeds for others' addresses where the system is told so.
fn is_own(address: IpAddr) -> bool {
    let unspecified: IpAddr = match address {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let Ok(socket) = UdpSocket::bind((unspecified, 0)) else {
        return true;
    };
    // Nothing is sent by that: it looks up the way. Where there is none, nothing can be called.
    let source = socket
        .connect((address, DISCARD))
        .and_then(|()| socket.local_addr());
    source.is_ok_and(|source| source.ip() == address)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn only_the_public_network_is_called() {
        let policy = AddressPolicy::default();
        for refused in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!policy.allows(refused.parse().unwrap()), "{refused}");
        }
        for public in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2001:200::1",
            "2606:4700::1111",
            "2a00:1450::1",
            "3ffe::1",
        ] {
            assert!(policy.allows(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn the_machine_s_own_addresses_are_known() {
        assert!(is_own(Ipv4Addr::LOCALHOST.into()));
        for other in ["1.1.1.1", "192.0.2.1", "2606:4700::1111"] {
            assert!(!is_own(other.parse().unwrap()), "{other}");
        }
        // The one by which it reaches others, if it reaches any.
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
        if socket
            .connect((Ipv4Addr::new(192, 0, 2, 1), DISCARD))
            .is_ok()
        {
            assert!(is_own(socket.local_addr().unwrap().ip()));
        }
    }

    #[test]
    fn what_the_settings_name_is_called_and_no_more() {
        let policy = AddressPolicy::new("127.0.0.1, 10.0.0.0/8, fd00::/8".parse().unwrap());
        for named in ["127.0.0.1", "::ffff:127.0.0.1", "10.9.9.9", "fd00::1"] {
            assert!(policy.allows(named.parse().unwrap()), "{named}");
        }
        for other in ["127.0.0.2", "192.168.0.1", "::1"] {
            assert!(!policy.allows(other.parse().unwrap()), "{other}");
        }
        let public = "1.1.1.1".parse().unwrap();
        assert!(policy.allows(public) && !policy.names(public));
    }
}
