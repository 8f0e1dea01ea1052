//! Open FTP sessions.

mod end;
mod list;

pub(super) use end::FtpSessionSnapshot;

use std::net::IpAddr;
use std::time::Duration;

use model::{
    AccountName, Actor, AppError, DomainName, FtpDirection, FtpProtocol, FtpSessionId, UtcTime,
};

use crate::authorization::administrators_only;
use crate::context::Context;
use crate::store::{FtpAccountId, SubscriptionId};

crate::part! {
    /// FTP sessions that are open now.
    FtpSessions
}

/// The open FTP sessions of this process.
pub trait FtpSessionRegistry: Send + Sync + 'static {
    /// Ends the sessions of an account that signed in before it had this access version; tells
    /// them whether it is enabled.
    fn end_outdated(&self, account: FtpAccountId, version: i64, enabled: bool);

    /// Ends the sessions of an account that is gone.
    fn end_removed(&self, account: FtpAccountId);

    /// The sessions that are signed in and what each is doing, oldest first.
    fn list(&self) -> Vec<FtpSessionStatus>;

    /// Ends one session, in the middle of a transfer too; answers whether it was there.
    fn end(&self, id: FtpSessionId) -> bool;
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

/// An open session, with the subscription of its account.
struct Seen {
    status: FtpSessionStatus,
    subscription: SubscriptionId,
    domain: DomainName,
}

impl Context {
    /// The open sessions of a subscription that the actor may see, or all of them, oldest first.
    async fn seen_sessions(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<Vec<Seen>, AppError> {
        let subscription = match domain {
            Some(domain) => Some(self.authorised_subscription(actor, domain).await?),
            None => {
                administrators_only(actor)?;
                None
            }
        };
        let open: Vec<(FtpSessionStatus, SubscriptionId)> = self
            .open_sessions()
            .into_iter()
            .filter_map(|status| {
                let id = self.ftp_subscription(status.account)?;
                let is_wanted = subscription.as_ref().is_none_or(|only| only.id == id);
                is_wanted.then_some((status, id))
            })
            .collect();
        let domains = match subscription {
            Some(only) => vec![(only.id, only.domain)],
            None => {
                let mut ids: Vec<SubscriptionId> = open.iter().map(|(_, id)| *id).collect();
                ids.sort_unstable();
                ids.dedup();
                self.store().domains(&ids).await?
            }
        };
        let seen = open.into_iter().filter_map(|(status, subscription)| {
            let found = domains.iter().find(|(id, _)| *id == subscription);
            found.map(|(_, domain)| Seen {
                status,
                subscription,
                domain: domain.clone(),
            })
        });
        Ok(seen.collect())
    }

    fn open_sessions(&self) -> Vec<FtpSessionStatus> {
        let sessions = self.ftp_sessions.get();
        sessions.map(|sessions| sessions.list()).unwrap_or_default()
    }
}
