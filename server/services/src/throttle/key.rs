//! What failures are counted by.

use std::net::IpAddr;
use std::time::Duration;

use crate::client_network::ClientNetwork;
use crate::store::TokenHash;

/// What failures are counted by. Each has a counter and a lock of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A network of the client's, whichever names are tried there.
    Network(ClientNetwork),
    /// A name that someone tried to sign in with, whether it exists or not.
    Name(String),
    /// A name in a network where it lately signed in.
    NameInNetwork(String, IpAddr),
    /// A name in a browser that has signed in with it before, by that browser's device cookie.
    NameOnDevice(String, TokenHash),
    /// A name of a person who is signed in.
    NameSignedIn(String),
    /// A name whose password was right, and whose second factor is asked for.
    SecondFactor(String),
    /// The same in a browser that has signed in with it before.
    SecondFactorOnDevice(String, TokenHash),
}

impl Key {
    /// How many failures cost nothing. Many people may share an address, and more a network.
    pub(super) fn free(&self) -> u32 {
        match self {
            Self::Network(network) => 30 * network.allowance.get(),
            _ => 5,
        }
    }

    /// The longest lock. Anyone can lock somebody else's name, and the wider networks of their
    /// neighbours, so that those stay short. A code of six digits is locked for longer, which only who
    /// has the password can bring about; for less than what makes it be forgotten, so that each
    /// guess after that locks it again.
    pub(super) fn max_lock(&self) -> Duration {
        match self {
            Self::Network(network) if network.is_of_one_client() => Duration::from_secs(15 * 60),
            Self::SecondFactor(_) | Self::SecondFactorOnDevice(..) => Duration::from_secs(10 * 60),
            _ => Duration::from_secs(60),
        }
    }

    /// Whether only failures of whoever has signed in with the name before count here, so that a
    /// right password forgives them.
    pub(super) fn is_of_owner(&self) -> bool {
        match self {
            Self::Network(_) | Self::Name(_) | Self::SecondFactor(_) => false,
            Self::NameInNetwork(..)
            | Self::NameOnDevice(..)
            | Self::NameSignedIn(_)
            | Self::SecondFactorOnDevice(..) => true,
        }
    }
}
