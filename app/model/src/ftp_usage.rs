//! What an FTP account's home directory holds.

use serde::{Deserialize, Serialize};

use super::{AccountName, DomainName, UtcTime};

/// What lies below a home directory: regular files and folders, whoever made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpUsage {
    /// Bytes.
    pub bytes: u64,
    /// Files and folders.
    pub files: u64,
    /// When all of it was last counted; none if never. What changes over FTP is followed.
    pub counted_at: Option<UtcTime>,
    /// Whether something could not be read by then, so that there may be more.
    pub is_incomplete: bool,
}

/// What a home directory holds and may hold, and how far a count is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpUsageView {
    /// The subscription of the account.
    pub domain: DomainName,
    /// The account.
    pub name: AccountName,
    /// What it holds.
    pub usage: FtpUsage,
    /// Bytes that it may hold; none for no limit.
    pub quota_bytes: Option<u64>,
    /// Files and folders that it may hold; none for no limit.
    pub quota_files: Option<u64>,
    /// Files and folders counted so far, while it is being counted; 0 also while others are before it.
    pub counting: Option<u64>,
}
