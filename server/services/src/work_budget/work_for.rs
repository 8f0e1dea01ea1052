//! For whom heavy work is done.

use std::net::IpAddr;

use model::{Actor, PanelUserId};

use super::heavy_work::HeavyWork;
use crate::store::FtpAccountId;

/// For whom work is done. Whatever is the same here has one budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WorkFor {
    /// A person who is signed in, from wherever.
    Person(PanelUserId),
    /// An FTP account that is signed in to the page of its own.
    Account(FtpAccountId),
    /// The recipient of a one-time link, by network.
    Recipient(IpAddr),
    /// A sign-in from a network where its name lately signed in.
    KnownNetwork(IpAddr),
    /// Any other sign-in, by its network.
    UnknownNetwork(IpAddr),
    /// The command line, which is a process of its own, and what the program does by itself.
    Program,
}

impl WorkFor {
    /// Whether the limits for each person hold. Sign-ins only take turns by their networks: many
    /// people may share one, and failures are throttled.
    pub(super) fn is_person(self) -> bool {
        match self {
            Self::Person(_) | Self::Account(_) | Self::Recipient(_) => true,
            Self::KnownNetwork(_) | Self::UnknownNetwork(_) | Self::Program => false,
        }
    }

    /// The kind of work that hashing or verifying a password is.
    pub(crate) fn password_work(self) -> HeavyWork {
        match self {
            Self::KnownNetwork(_) | Self::UnknownNetwork(_) => HeavyWork::SignIn,
            Self::Person(_) | Self::Account(_) | Self::Recipient(_) | Self::Program => {
                HeavyWork::PasswordHash
            }
        }
    }
}

impl From<&Actor> for WorkFor {
    fn from(actor: &Actor) -> Self {
        match actor {
            Actor::PanelUser { id, .. } => Self::Person(*id),
            Actor::CommandLine => Self::Program,
        }
    }
}
