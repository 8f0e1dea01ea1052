//! The interface to the FTP server's open sessions.

use std::net::IpAddr;
use std::time::Duration;

use model::{AccountName, FtpDirection, FtpProtocol, FtpSessionId, UtcTime};

use crate::store::FtpAccountId;

/// The open FTP sessions of this process.
pub trait FtpSessionRegistry: Send + Sync + 'static {
    /// Ends the sessions of an account that signed in before it had this access version. Their
    /// clients are told by what they are outdated.
    fn end_outdated(&self, account: FtpAccountId, version: i64, by: OutdatedBy);

    /// Ends the sessions of an account that is gone.
    fn end_removed(&self, account: FtpAccountId);

    /// The sessions that are signed in and what each is doing, oldest first.
    fn list(&self) -> Vec<FtpSessionStatus>;

    /// Ends one session, in the middle of a transfer too; returns whether it was open.
    fn end(&self, id: FtpSessionId) -> bool;
}

/// What has happened to an account since a session of it signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutdatedBy {
    /// It was changed, and may sign in again.
    Change,
    /// It was disabled.
    Disabling,
    /// It was suspended with its subscription.
    Suspension,
}

impl OutdatedBy {
    /// A change after which the account is enabled, or not.
    pub(crate) fn change(enabled: bool) -> Self {
        match enabled {
            true => Self::Change,
            false => Self::Disabling,
        }
    }
}

/// An open FTP session, and what it is doing at this moment.
#[derive(Clone, Debug)]
pub struct FtpSessionStatus {
    /// Which one.
    pub id: FtpSessionId,
    /// The account that signed in.
    pub account: FtpAccountId,
    /// The account's name.
    pub name: AccountName,
    /// The client's address.
    pub address: IpAddr,
    /// How the control connection is encrypted.
    pub protocol: FtpProtocol,
    /// When the sign-in was granted.
    pub since: UtcTime,
    /// How long ago the last command came or the last transfer ended.
    pub idle: Duration,
    /// The transfer that is under way.
    pub transfer: Option<FtpTransferStatus>,
}

/// A transfer that is under way.
#[derive(Clone, Debug)]
pub struct FtpTransferStatus {
    /// Which way it goes.
    pub direction: FtpDirection,
    /// The file or folder, from the session's `/`.
    pub path: String,
    /// Bytes moved so far.
    pub bytes: u64,
    /// Bytes to be moved in all, where that is known.
    pub size: Option<u64>,
    /// How long it has been under way.
    pub elapsed: Duration,
}
