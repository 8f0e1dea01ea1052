//! Keys of rows.

/// A subscription's key in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub i64);

/// An FTP account's key in the database. Never given to another account again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FtpAccountId(pub i64);
