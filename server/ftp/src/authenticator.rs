//! Who may sign in: the one question that the engine asks its host.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::ledger::Ledger;
use crate::policy::SessionPolicy;

/// Decides who may sign in.
///
/// The engine asks at every sign-in and keeps nothing between two of them. It may ask twice
/// for one `PASS`: when sessions were ended ([`Sessions::end_where`](crate::Sessions::end_where))
/// while the first answer was on its way, that answer may be out of date.
#[async_trait::async_trait]
pub trait Authenticator: Send + Sync + 'static {
    /// Says whether `attempt` may sign in, and to which folder.
    ///
    /// Must take the same time for an unknown name as for a wrong password, and must not
    /// block the thread (hashing belongs elsewhere).
    ///
    /// # Errors
    ///
    /// A [`SignInRefusal`], which the engine turns into the reply.
    async fn sign_in(&self, attempt: SignInAttempt<'_>) -> Result<SignedIn, SignInRefusal>;
}

/// What a client gave with `USER` and `PASS`. Its `Debug` does not show the password.
#[derive(Clone, Copy)]
pub struct SignInAttempt<'a> {
    /// The name as typed: not folded, not checked.
    pub name: &'a str,
    /// The password as typed.
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

/// A sign-in that was granted.
#[derive(Debug)]
pub struct SignedIn {
    /// The account's id, for [`SessionInfo`](crate::SessionInfo).
    pub account_id: i64,
    /// The version of the account that this session lives by.
    pub account_version: i64,
    /// The account's name as the host writes it, for logs and lists.
    pub account_name: String,
    /// The session's `/`. Nothing above it can be reached.
    pub home: cap_std::fs::Dir,
    /// What the session may do.
    pub policy: SessionPolicy,
    /// Where what it adds and removes is counted, if there may be quotas: the same one for all
    /// accounts that may share files.
    pub ledger: Option<Arc<Ledger>>,
}

/// Why a sign-in was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Unknown name, wrong password or disabled account: the client reads the same words for
    /// all of them (530).
    Denied,
    /// The account may only be used over TLS, and the password was right (530, with the advice
    /// to encrypt).
    TlsRequired,
    /// Too many failures lately. The client is told when to try again, and the connection is
    /// closed (421).
    Throttled {
        /// How long until an attempt is looked at again.
        retry_after: Duration,
    },
    /// The account has as many sessions open as it may (421, closed). No failure.
    TooManySessions,
    /// The home folder is missing or outside of the webspace (530, with the advice to ask
    /// the administrator).
    HomeUnavailable,
    /// The host cannot tell at the moment, for instance without its database (421, closed).
    Unavailable,
}
