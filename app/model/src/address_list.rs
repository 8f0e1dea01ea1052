//! The addresses that an FTP account may be used from.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Blocks of IPv4 and IPv6 addresses (CIDR, RFC 4632), in the order in which they were typed.
///
/// An empty list stands for every address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddressList(Vec<IpNet>);

/// Which rule of [`AddressList`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressListError {
    /// A part is neither an address nor a block of addresses.
    NotAnAddress,
    /// More than [`AddressList::MAX_BLOCKS`] blocks.
    TooMany,
}

impl AddressList {
    /// The most blocks of a list.
    pub const MAX_BLOCKS: usize = 50;

    /// Reads addresses and blocks with commas or white space between them. Bits after a block's
    /// prefix are set to zero; an IPv4 address written as IPv6 is IPv4.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, AddressListError> {
        let parts = text.split(|c: char| c == ',' || c.is_whitespace());
        let mut blocks = Vec::new();
        for part in parts.filter(|part| !part.is_empty()) {
            if blocks.len() == Self::MAX_BLOCKS {
                return Err(AddressListError::TooMany);
            }
            blocks.push(block(part).ok_or(AddressListError::NotAnAddress)?);
        }
        Ok(Self(blocks))
    }

    /// Whether every address is meant.
    pub fn is_every(&self) -> bool {
        self.0.is_empty()
    }

    /// The blocks; none for every address.
    pub fn blocks(&self) -> &[IpNet] {
        &self.0
    }

    /// Whether `address` is meant.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.is_every() || self.0.iter().any(|block| block.contains(&address))
    }
}

/// A block with the bits after its prefix set to zero.
fn block(text: &str) -> Option<IpNet> {
    let block: IpNet = match text.contains('/') {
        true => text.parse().ok()?,
        false => text.parse::<IpAddr>().ok()?.into(),
    };
    let address = block.addr().to_canonical();
    // What is IPv4 after all has 96 bits less.
    let shorter = block.max_prefix_len() - IpNet::from(address).max_prefix_len();
    let prefix = block.prefix_len().checked_sub(shorter)?;
    IpNet::new(address, prefix).ok().map(|block| block.trunc())
}

impl fmt::Display for AddressList {
    /// As it can be read again: blocks with a comma and a space between them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, block) in self.0.iter().enumerate() {
            let separator = if at == 0 { "" } else { ", " };
            write!(formatter, "{separator}{}", block.addr())?;
            if block.prefix_len() < block.max_prefix_len() {
                write!(formatter, "/{}", block.prefix_len())?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for AddressListError {
    /// The broken rule's name, for logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl TryFrom<String> for AddressList {
    type Error = AddressListError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<AddressList> for String {
    fn from(list: AddressList) -> Self {
        list.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn contains(list: &str, address: &str) -> bool {
        AddressList::parse(list)
            .unwrap()
            .contains(address.parse().unwrap())
    }

    #[test]
    fn lists_are_read_and_written_in_one_way() {
        for (text, kept) in [
            ("", ""),
            (" 192.0.2.7 ", "192.0.2.7"),
            ("192.0.2.7/24,2001:DB8::1/32", "192.0.2.0/24, 2001:db8::/32"),
            ("10.0.0.0/8\n\t::1", "10.0.0.0/8, ::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1/120", "192.0.2.0/24"),
            ("0.0.0.0/0 ::/0", "0.0.0.0/0, ::/0"),
        ] {
            assert_eq!(AddressList::parse(text).unwrap().to_string(), kept);
        }
        for wrong in [
            "192.0.2",
            "192.0.2.1/33",
            "::/129",
            "a",
            "1.2.3.4/",
            "1.2.3.4/+8",
            "::ffff:1.2.3.4/8",
        ] {
            assert_eq!(
                AddressList::parse(wrong),
                Err(AddressListError::NotAnAddress),
                "{wrong}"
            );
        }
        let many = "192.0.2.1 ".repeat(AddressList::MAX_BLOCKS + 1);
        assert_eq!(AddressList::parse(&many), Err(AddressListError::TooMany));
    }

    #[test]
    fn an_address_is_in_its_block_alone() {
        assert!(contains("", "203.0.113.9") && contains("", "2001:db8::9"));
        assert!(contains("192.0.2.0/24", "192.0.2.255") && !contains("192.0.2.0/24", "192.0.3.0"));
        assert!(contains("192.0.2.0/24", "::ffff:192.0.2.1"));
        assert!(contains("0.0.0.0/0", "203.0.113.9") && !contains("0.0.0.0/0", "::1"));
        assert!(contains("2001:db8::/33", "2001:db8:7fff::1"));
        assert!(!contains("2001:db8::/33", "2001:db8:8000::1"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(address: IpAddr, prefix in 0_u8..=128) {
            let prefix = prefix.min(IpNet::from(address).max_prefix_len());
            let Ok(list) = AddressList::parse(&format!("{address}/{prefix}")) else {
                // A block that is wider than all IPv4 addresses is none of them.
                prop_assert!(address.is_ipv6() && address.to_canonical().is_ipv4());
                return Ok(());
            };
            prop_assert!(list.contains(address));
            prop_assert_eq!(AddressList::parse(&list.to_string()), Ok(list));
        }
    }
}
