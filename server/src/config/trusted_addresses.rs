//! Lists of addresses that are trusted.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// The proxies or load balancers that are believed about whose request or connection it is, or the
/// networks that are called. By default none.
///
/// Written as addresses and networks with commas between: `127.0.0.1, 10.0.0.0/8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedAddresses(Vec<IpNet>);

impl TrustedAddresses {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// All of them.
    pub fn networks(&self) -> &[IpNet] {
        &self.0
    }
}

/// A part of such a list that is neither an address nor a network.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither an IP address nor a network such as 10.0.0.0/8")]
pub struct TrustedAddressesError(String);

impl FromStr for TrustedAddresses {
    type Err = TrustedAddressesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse::<IpNet>()
                    .or_else(|_| part.parse::<IpAddr>().map(IpNet::from))
                    .map_err(|_| TrustedAddressesError(part.to_owned()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_addresses_are_read_or_refused_by_part() {
        assert_eq!("".parse(), Ok(TrustedAddresses::default()));
        assert!(
            " 127.0.0.1 , ::1,10.0.0.0/8"
                .parse::<TrustedAddresses>()
                .is_ok()
        );
        assert_eq!(
            "127.0.0.1,proxy".parse::<TrustedAddresses>(),
            Err(TrustedAddressesError("proxy".into()))
        );
    }
}
