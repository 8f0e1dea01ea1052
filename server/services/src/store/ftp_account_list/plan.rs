//! How a query's accounts are read.

/// The index by which the accounts of a query are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AccessPath {
    /// That of the order they are listed in.
    Order,
    /// That of the filters.
    Filters,
    /// That of the words, by the word of this number.
    Word(usize),
}

/// How many accounts were found, and by which index they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FtpAccountsFound {
    /// How many, up to the limit; none if the query finds every account.
    pub count: Option<u64>,
    pub(super) path: AccessPath,
}
