//! Events on their way from the FTP sessions to the database.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use model::{AccountName, ActivitySums, FtpEventKind, FtpProtocol, UtcTime};
use tokio::sync::mpsc;

use super::account_limits::AccountLimits;
use super::refusal_rate_limit::RefusalRateLimit;
use super::sums::PendingSums;
use crate::metrics::{self, ActivityLoss};
use crate::store::{FtpAccountId, NewFtpActivity, SubscriptionId};

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

/// Records that may wait to be written. At a few hundred bytes each, one megabyte or two; paths are
/// shortened by the FTP engine.
const MAX_QUEUED: usize = 4096;

/// The queue between the FTP sessions and the one task that writes their events.
pub(crate) struct ActivityLog {
    sender: mpsc::Sender<NewFtpActivity>,
    /// For the writer, which takes it.
    receiver: Mutex<Option<mpsc::Receiver<NewFtpActivity>>>,
    /// Events that were dropped because the queue was full.
    dropped: AtomicU64,
    /// The subscriptions of accounts that have signed in since the start. An account stays with
    /// its subscription, and no key is reused, so that this never becomes stale.
    subscriptions: Mutex<HashMap<FtpAccountId, SubscriptionId>>,
    pub(super) refusals: RefusalRateLimit,
    pub(super) limits: AccountLimits,
    /// What was done since the sums were last written.
    pub(super) sums: PendingSums,
}

impl ActivityLog {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel(MAX_QUEUED);
        Self {
            sender,
            receiver: Mutex::new(Some(receiver)),
            dropped: AtomicU64::new(0),
            subscriptions: Mutex::default(),
            refusals: RefusalRateLimit::default(),
            limits: AccountLimits::default(),
            sums: PendingSums::default(),
        }
    }

    /// Remembers which subscription an account belongs to.
    pub(crate) fn remember(&self, account: FtpAccountId, subscription: SubscriptionId) {
        lock(&self.subscriptions).insert(account, subscription);
    }

    /// Counts a refused sign-in that is not recorded: of a subscription's account, or of no known one.
    pub(super) fn count_refusal(&self, subscription: Option<SubscriptionId>) {
        let refusal = ActivitySums {
            refusals: 1,
            ..ActivitySums::default()
        };
        self.sums.count(subscription, UtcTime::now(), refusal);
    }

    /// Counts an event and queues it for the writer; drops it rather than waits. What one account does
    /// faster than is recorded is only counted.
    pub(super) fn push(&self, event: FtpEvent, subscription: SubscriptionId) {
        let more = ActivitySums::from(&event.event);
        self.sums.count(Some(subscription), event.at, more);
        let record = NewFtpActivity {
            at: event.at,
            subscription,
            account: event.account,
            name: event.name,
            address: event.address.to_string(),
            protocol: event.protocol,
            event: event.event,
        };
        if let Some(record) = self.limits.admit(record, Instant::now())
            && self.sender.try_send(record).is_err()
        {
            metrics::activity_lost(ActivityLoss::QueueFull, 1);
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many records wait to be written.
    pub(crate) fn queued(&self) -> usize {
        MAX_QUEUED.saturating_sub(self.sender.capacity())
    }

    /// The subscription of an account that has signed in since the start.
    pub(crate) fn subscription_of(&self, account: FtpAccountId) -> Option<SubscriptionId> {
        lock(&self.subscriptions).get(&account).copied()
    }

    /// The queue's end for the writer; none if it has been taken already.
    pub(super) fn take_receiver(&self) -> Option<mpsc::Receiver<NewFtpActivity>> {
        lock(&self.receiver).take()
    }

    /// How many events were dropped since the last call.
    pub(super) fn take_dropped(&self) -> u64 {
        self.dropped.swap(0, Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these locks.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
