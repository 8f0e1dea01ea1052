//! What is known about an open session, and why one is ended.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use crate::progress::TransferStatus;
use crate::tls_version::TlsVersion;

/// A signed-in session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Unique among all sessions since the server's start.
    pub id: u64,
    /// [`SignedIn::account_id`](crate::SignedIn::account_id).
    pub account_id: i64,
    /// The webspace that the account is of, if the host said so:
    /// [`WebspaceLimits::id`](crate::WebspaceLimits::id).
    pub webspace_id: Option<i64>,
    /// [`SignedIn::account_version`](crate::SignedIn::account_version).
    pub account_version: i64,
    /// [`SignedIn::account_name`](crate::SignedIn::account_name).
    pub name: String,
    /// The client's address; never an IPv4-mapped IPv6 one.
    pub peer: IpAddr,
    /// When it signed in.
    pub since: SystemTime,
    /// The TLS version of the control connection; none if it is unencrypted.
    pub tls: Option<TlsVersion>,
}

/// A signed-in session, and what it is doing now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionStatus {
    /// The session.
    pub info: SessionInfo,
    /// The time since the last command or the end of the last transfer.
    pub idle: Duration,
    /// The transfer in progress.
    pub transfer: Option<TransferStatus>,
}

/// Why a session is ended before its client ends it. Its message is sent to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The account's password, name or home was changed.
    AccountChanged,
    /// The account was disabled.
    AccountDisabled,
    /// The account has expired.
    AccountExpired,
    /// The account was removed.
    AccountRemoved,
    /// The account was suspended with its owner's subscription.
    AccountSuspended,
    /// An administrator ended this session.
    Administrator,
    /// It was not signed in, and had to give way to a newer connection.
    Evicted,
    /// The server is shutting down.
    ShuttingDown,
}

impl EndReason {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::AccountChanged => "This account was changed. Please sign in again.",
            Self::AccountDisabled => "This account was disabled.",
            Self::AccountExpired => "This account has expired.",
            Self::AccountRemoved => "This account was removed.",
            Self::AccountSuspended => {
                "This account was suspended with its subscription. Ask the administrator."
            }
            Self::Administrator => "An administrator ended this session.",
            Self::Evicted => "Too many connections are not signed in. Try again later.",
            Self::ShuttingDown => "The server is shutting down. Please come back later.",
        }
    }
}
