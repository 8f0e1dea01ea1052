//! The list of reverse proxies that are trusted.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// The proxies that are believed about the client's address and scheme. By default none.
///
/// Written as addresses and networks with commas between: `127.0.0.1, 10.0.0.0/8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is one of theirs.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// A part of a list of proxies that is neither an address nor a network.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither an IP address nor a network such as 10.0.0.0/8")]
pub struct TrustedProxiesError(String);

impl FromStr for TrustedProxies {
    type Err = TrustedProxiesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse::<IpNet>()
                    .or_else(|_| part.parse::<IpAddr>().map(IpNet::from))
                    .map_err(|_| TrustedProxiesError(part.to_owned()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_proxies_are_read_or_refused_by_part() {
        assert_eq!("".parse(), Ok(TrustedProxies::default()));
        assert!(
            " 127.0.0.1 , ::1,10.0.0.0/8"
                .parse::<TrustedProxies>()
                .is_ok()
        );
        assert_eq!(
            "127.0.0.1,proxy".parse::<TrustedProxies>(),
            Err(TrustedProxiesError("proxy".into()))
        );
    }
}
