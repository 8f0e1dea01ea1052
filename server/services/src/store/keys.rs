//! Keys of rows.

/// A subscription's key in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub i64);

/// An FTP account's key in the database. Never given to another account again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FtpAccountId(pub i64);

/// A folder whose contents are counted for a quota. In the order in which their rows are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountedHome {
    /// The webspace of a subscription: what all of its accounts share.
    Webspace(SubscriptionId),
    /// The home directory of an account.
    Account(FtpAccountId),
}
