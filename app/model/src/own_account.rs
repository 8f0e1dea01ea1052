//! What the page of an FTP account's own shows.

use serde::{Deserialize, Serialize};

use super::{FtpAccountSettings, FtpActivityRow, FtpConnection, FtpSessionRow, FtpUsage};

/// An FTP account, as whoever has its name and password sees it: nothing of the server's paths, nor
/// of other people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccountView {
    /// What a client needs to know.
    pub connection: FtpConnection,
    /// What the account may do and until when. The note is empty: it is the owner's.
    pub settings: FtpAccountSettings,
    /// What its home holds.
    pub usage: FtpUsage,
    /// Its open sessions, oldest first.
    pub sessions: Vec<FtpSessionRow>,
    /// What it did lately, the latest first.
    pub activity: Vec<FtpActivityRow>,
}
