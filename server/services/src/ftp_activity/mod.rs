//! What was done over FTP: handed on without waiting, written in batches, kept for a set time.

mod list;
mod prune;
mod refusals;
mod write;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::{AccountName, FtpEventKind, FtpProtocol, UtcTime};
use tokio::sync::mpsc;

use self::refusals::SeldomTold;
use crate::context::Context;
use crate::store::{FtpAccountId, NewFtpActivity, SubscriptionId};

crate::part! {
    /// What was done over FTP.
    FtpActivity
}

/// Something that was done over FTP.
#[derive(Clone, Debug)]
pub struct FtpEvent {
    /// When; for a transfer, when it ended.
    pub at: UtcTime,
    /// The account.
    pub account: FtpAccountId,
    /// The account's name at sign-in.
    pub name: AccountName,
    /// The client's address.
    pub address: IpAddr,
    /// How the control connection is encrypted; none for a refused sign-in.
    pub protocol: Option<FtpProtocol>,
    /// What was done.
    pub event: FtpEventKind,
}

/// Records that may wait to be written. At a few hundred bytes each, one megabyte or two.
const WAITING: usize = 4096;

/// The way from whoever does something over FTP to the one task that writes it down.
pub(super) struct ActivityLog {
    sender: mpsc::Sender<NewFtpActivity>,
    /// For the writer, which takes it.
    receiver: Mutex<Option<mpsc::Receiver<NewFtpActivity>>>,
    /// Records that found the channel full.
    lost: AtomicU64,
    /// The subscriptions of accounts that have signed in since the start. An account stays with
    /// its subscription, and no key is given out twice, so that this never becomes untrue.
    subscriptions: Mutex<HashMap<FtpAccountId, SubscriptionId>>,
    refusals: SeldomTold,
}

impl ActivityLog {
    pub(super) fn new() -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        Self {
            sender,
            receiver: Mutex::new(Some(receiver)),
            lost: AtomicU64::new(0),
            subscriptions: Mutex::default(),
            refusals: SeldomTold::default(),
        }
    }

    /// Remembers which subscription an account belongs to.
    pub(super) fn remember(&self, account: FtpAccountId, subscription: SubscriptionId) {
        lock(&self.subscriptions).insert(account, subscription);
    }

    /// Hands a record to the writer: rather loses it than waits.
    fn forward_events(&self, event: FtpEvent, subscription: SubscriptionId) {
        let record = NewFtpActivity {
            at: event.at,
            subscription,
            account: event.account,
            name: event.name,
            address: event.address.to_string(),
            protocol: event.protocol,
            event: event.event,
        };
        if self.sender.try_send(record).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these locks.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FtpActivity {
    /// Notes something that a signed-in FTP session did. Never waits: what the writer cannot keep
    /// up with is lost, with a warning in the log.
    ///
    /// For the program itself. Nothing is noted of an account that has not signed in since the
    /// start.
    pub fn record(&self, event: FtpEvent) {
        if let Some(subscription) = self.context.ftp_subscription(event.account) {
            self.context.activity.forward_events(event, subscription);
        }
    }
}

impl Context {
    /// The subscription of an account that has signed in since the start.
    pub(super) fn ftp_subscription(&self, account: FtpAccountId) -> Option<SubscriptionId> {
        lock(&self.activity.subscriptions).get(&account).copied()
    }
}
