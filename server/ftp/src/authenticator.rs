//! The interface through which the host application authenticates clients.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::blocking::FileThreads;
use crate::ledger::Ledger;
use crate::policy::{SessionPolicy, WebspaceLimits};

/// Decides who may sign in.
///
/// The engine calls it at every sign-in and caches nothing. It may call it twice
/// for one `PASS`: if sessions of the same account were ended
/// ([`Sessions::end_where`](crate::Sessions::end_where)) during the first call, its result may be
/// stale.
#[async_trait::async_trait]
pub trait Authenticator: Send + Sync + 'static {
    /// Checks the credentials, and gives the home directory and the policy of the session.
    ///
    /// Must take the same time for an unknown name as for a wrong password, and must not
    /// block the thread: password hashing belongs on another one.
    ///
    /// # Errors
    ///
    /// A [`SignInRefusal`], which the engine maps to a reply.
    async fn sign_in(&self, attempt: SignInAttempt<'_>) -> Result<SignedIn, SignInRefusal>;
}

/// The credentials from `USER` and `PASS`. Its `Debug` does not show the password.
#[derive(Clone, Copy)]
pub struct SignInAttempt<'a> {
    /// The user name as received: neither normalised nor validated.
    pub name: &'a str,
    /// The password as received.
    pub password: &'a str,
    /// The client's address; an IPv4 client of a dual-stack listener is IPv4 here.
    pub peer: IpAddr,
    /// Whether the control connection is encrypted.
    pub tls: bool,
}

impl fmt::Debug for SignInAttempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInAttempt")
            .field("name", &self.name)
            .field("password", &"…")
            .field("peer", &self.peer)
            .field("tls", &self.tls)
            .finish()
    }
}

/// A successful sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// The account's id, for [`SessionInfo`](crate::SessionInfo).
    pub account_id: i64,
    /// The version of the account that this session was authenticated against.
    pub account_version: i64,
    /// The account's name as the host writes it, for logs and lists.
    pub account_name: String,
    /// The session's root directory, `/`. Nothing above it can be reached.
    pub home: cap_std::fs::Dir,
    /// The threads that access the files of its webspace.
    pub threads: FileThreads,
    /// What the session may do.
    pub policy: SessionPolicy,
    /// What all accounts of its webspace share; none if there is no such thing.
    pub webspace: Option<WebspaceLimits>,
    /// The ledger that enforces quotas, if there may be any. Accounts that may share files need
    /// the same one.
    pub ledger: Option<Arc<Ledger>>,
}

/// Why a sign-in was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Unknown name, wrong password or disabled account: the reply is the same for
    /// all of them (530).
    Denied,
    /// The password was right, but the account requires TLS (530, which says so).
    TlsRequired,
    /// The password was right, but the account is suspended with its owner's subscription (530, which
    /// says so).
    Suspended,
    /// Too many recent failures. The reply says when to try again, and the connection is
    /// closed (421).
    Throttled {
        /// How long until the next attempt is accepted.
        retry_after: Duration,
    },
    /// The account has reached its session limit (421, closed). Not counted as a failure.
    TooManySessions,
    /// The accounts of its webspace have together reached theirs (421, closed). No failure either.
    TooManySessionsOfWebspace,
    /// The home directory is missing or outside of the webspace (530, which refers to the
    /// administrator).
    HomeUnavailable,
    /// Authentication is temporarily unavailable, for instance the database (421, closed).
    Unavailable,
}
