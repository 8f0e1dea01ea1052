//! Open FTP sessions: who is there, and what each is doing at this moment.

use serde::{Deserialize, Serialize};

use super::{AccountName, DomainName, UtcTime};

/// How a client and the FTP server speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FtpProtocol {
    /// Unencrypted.
    Ftp,
    /// Encrypted with TLS 1.2.
    FtpsTls12,
    /// Encrypted with TLS 1.3.
    FtpsTls13,
}

impl FtpProtocol {
    /// The protocol as it is shown: the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ftp => "FTP",
            Self::FtpsTls12 => "FTPS, TLS 1.2",
            Self::FtpsTls13 => "FTPS, TLS 1.3",
        }
    }
}

/// An open session's number, unique since the server's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FtpSessionId(pub u64);

/// An open FTP session, as a row of « Sessions FTP » shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpSessionRow {
    /// Which one.
    pub id: FtpSessionId,
    /// The subscription that its account belongs to.
    pub domain: DomainName,
    /// The account that signed in.
    pub account: AccountName,
    /// The client's address.
    pub address: String,
    /// How the control connection is encrypted.
    pub protocol: FtpProtocol,
    /// When the sign-in was granted.
    pub since: UtcTime,
    /// For how many seconds it has done nothing, as [`shown_idle`] rounds them.
    pub idle: u64,
    /// The transfer that is under way.
    pub transfer: Option<FtpTransfer>,
}

/// A transfer that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpTransfer {
    /// Its direction.
    pub direction: FtpDirection,
    /// The file or folder, from the account's home directory.
    pub path: String,
    /// Bytes moved so far.
    pub bytes: u64,
    /// Bytes to be moved in all, where that is known.
    pub size: Option<u64>,
    /// Bytes a second: lately, or on average if it was only looked at once.
    pub rate: u64,
}

/// The direction of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FtpDirection {
    /// From the client to a file.
    Upload,
    /// From a file to the client.
    Download,
    /// A folder's listing, to the client.
    Listing,
}

/// An idle time as it is shown: in steps of ten seconds, from a minute on of minutes.
///
/// A list that is sent anew whenever it changes would otherwise change every second.
pub fn shown_idle(seconds: u64) -> u64 {
    let step = if seconds < 60 { 10 } else { 60 };
    seconds - seconds % step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_time_changes_seldom() {
        let shown = [0, 9, 10, 59, 60, 119, 120].map(shown_idle);
        assert_eq!(shown, [0, 0, 10, 50, 60, 60, 120]);
    }
}
