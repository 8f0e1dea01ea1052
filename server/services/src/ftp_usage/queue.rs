//! The queue of accounts whose homes are to be counted, one at a time, the subscriptions in turns.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ftp::CountProgress;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::store::{FtpAccountId, SubscriptionId};
use crate::work_budget::{Turns, WorkSlot};

/// Accounts that wait to be counted, and the one that is being counted. Each is in it once.
#[derive(Default)]
pub(super) struct CountQueue {
    inner: Mutex<Inner>,
    /// An account was queued.
    queued: Notify,
    /// A count has ended.
    ended: Notify,
}

#[derive(Default)]
struct Inner {
    /// Sessions wait for these.
    urgent: Turns<SubscriptionId, FtpAccountId>,
    /// The same as a set: there may be as many as accounts.
    is_urgent: HashSet<FtpAccountId>,
    /// Nobody waits for these: their last count is old.
    low_priority: Turns<SubscriptionId, Recount>,
    running: Option<Running>,
    /// Whether the running account was queued again, for it may have changed behind the count.
    rerun: Rerun,
}

/// How an account is queued again when its count ends.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Rerun {
    #[default]
    No,
    LowPriority,
    Urgent,
}

/// An account whose home was counted before.
struct Recount {
    account: FtpAccountId,
    /// Of the person who asked for it, until it is counted.
    slot: Option<WorkSlot>,
}

struct Running {
    job: Job,
    _slot: Option<WorkSlot>,
}

/// A count that has begun.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) subscription: SubscriptionId,
    pub(super) account: FtpAccountId,
    pub(super) counting: Arc<CountProgress>,
    pub(super) is_urgent: bool,
}

impl CountQueue {
    /// Queues an account's home before all that nobody waits for.
    pub(super) fn push(&self, subscription: SubscriptionId, account: FtpAccountId) {
        self.lock().push(subscription, account);
        self.queued.notify_one();
    }

    /// Queues an account's home that nobody waits for.
    pub(super) fn push_low_priority(&self, subscription: SubscriptionId, account: FtpAccountId) {
        self.push_recount(subscription, account, None);
    }

    /// Queues an account's home because a person asked for it, whose slot is taken until it is
    /// counted.
    pub(super) fn push_asked(
        &self,
        subscription: SubscriptionId,
        account: FtpAccountId,
        slot: WorkSlot,
    ) {
        self.push_recount(subscription, account, Some(slot));
    }

    fn push_recount(
        &self,
        subscription: SubscriptionId,
        account: FtpAccountId,
        slot: Option<WorkSlot>,
    ) {
        let recount = Recount { account, slot };
        self.lock().push_low_priority(subscription, recount);
        self.queued.notify_one();
    }

    /// Begins the next count, if there is one.
    pub(super) fn begin(&self) -> Option<Job> {
        let mut inner = self.lock();
        let (subscription, account, slot, is_urgent) = match inner.urgent.pop() {
            Some((subscription, account)) => (subscription, account, None, true),
            None => {
                let (subscription, Recount { account, slot }) = inner.low_priority.pop()?;
                (subscription, account, slot, false)
            }
        };
        inner.is_urgent.remove(&account);
        let counting = if is_urgent {
            CountProgress::new()
        } else {
            CountProgress::background()
        };
        let job = Job {
            subscription,
            account,
            counting: Arc::new(counting),
            is_urgent,
        };
        inner.running = Some(Running {
            job: job.clone(),
            _slot: slot,
        });
        inner.rerun = Rerun::No;
        Some(job)
    }

    /// The count that was begun has ended.
    pub(super) fn end(&self) {
        let mut inner = self.lock();
        if let Some(Running { job, .. }) = inner.running.take() {
            let (subscription, account) = (job.subscription, job.account);
            match inner.rerun {
                Rerun::No => {}
                Rerun::LowPriority => {
                    let recount = Recount {
                        account,
                        slot: None,
                    };
                    inner.push_low_priority(subscription, recount);
                }
                Rerun::Urgent => inner.push(subscription, account),
            }
        }
        drop(inner);
        self.ended.notify_waiters();
    }

    /// Files counted so far for an account, 0 while it waits; none if it is not queued.
    pub(super) fn progress(
        &self,
        subscription: SubscriptionId,
        account: FtpAccountId,
    ) -> Option<u64> {
        let inner = self.lock();
        if let Some(Running { job, .. }) = &inner.running
            && job.account == account
        {
            return Some(job.counting.counted().files);
        }
        let waits =
            inner.is_urgent.contains(&account) || inner.is_low_priority(subscription, account);
        waits.then_some(0)
    }

    /// How many accounts wait, and how many are being counted.
    pub(super) fn len(&self) -> (usize, usize) {
        let inner = self.lock();
        let waiting = inner.urgent.len() + inner.low_priority.len();
        (waiting, usize::from(inner.running.is_some()))
    }

    /// Waits until an account is queued.
    pub(super) fn queued(&self) -> Notified<'_> {
        self.queued.notified()
    }

    /// Waits until a count ends from now on.
    pub(super) fn ended(&self) -> Notified<'_> {
        self.ended.notified()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing panics while it holds the lock.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn push(&mut self, subscription: SubscriptionId, account: FtpAccountId) {
        if self.is_running(account) {
            self.rerun = Rerun::Urgent;
        } else if self.is_urgent.insert(account) {
            self.low_priority
                .retain_of(subscription, |waiting| waiting.account != account);
            self.urgent.push(subscription, account);
            // Urgent counts go first; the running one is queued again by whoever runs it.
            if let Some(Running { job, .. }) = &self.running
                && !job.is_urgent
            {
                job.counting.cancel();
            }
        }
    }

    fn push_low_priority(&mut self, subscription: SubscriptionId, recount: Recount) {
        let account = recount.account;
        if self.is_running(account) {
            self.rerun = self.rerun.max(Rerun::LowPriority);
        } else if !self.is_urgent.contains(&account) && !self.is_low_priority(subscription, account)
        {
            self.low_priority.push(subscription, recount);
        }
    }

    fn is_running(&self, account: FtpAccountId) -> bool {
        self.running
            .as_ref()
            .is_some_and(|running| running.job.account == account)
    }

    fn is_low_priority(&self, subscription: SubscriptionId, account: FtpAccountId) -> bool {
        let mut low_priority = self.low_priority.items_of(subscription);
        low_priority.any(|waiting| waiting.account == account)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    const ONE: SubscriptionId = SubscriptionId(1);
    const OTHER: SubscriptionId = SubscriptionId(2);

    fn order(queue: &CountQueue) -> Vec<(i64, bool)> {
        std::iter::from_fn(|| queue.begin())
            .map(|job| (job.account.0, job.is_urgent))
            .collect()
    }

    #[test]
    fn each_account_is_queued_once_and_urgent_ones_come_first() {
        let queue = CountQueue::default();
        let id = FtpAccountId;
        for account in [1, 2, 1] {
            queue.push_low_priority(ONE, id(account));
        }
        queue.push(ONE, id(3));
        queue.push(ONE, id(2));
        queue.push(ONE, id(3));
        assert_eq!(order(&queue), [(3, true), (2, true), (1, false)]);
    }

    #[test]
    fn subscriptions_take_turns() {
        let queue = CountQueue::default();
        for account in 1..4 {
            queue.push_low_priority(ONE, FtpAccountId(account));
            queue.push(ONE, FtpAccountId(10 + account));
        }
        queue.push_low_priority(OTHER, FtpAccountId(4));
        queue.push(OTHER, FtpAccountId(14));
        let urgent = [11, 14, 12, 13].map(|account| (account, true));
        let others = [1, 4, 2, 3].map(|account| (account, false));
        assert_eq!(order(&queue), [urgent, others].concat());
    }

    #[test]
    fn an_account_that_is_queued_while_it_is_counted_is_counted_again() {
        let queue = CountQueue::default();
        let id = FtpAccountId(1);
        assert_eq!(queue.progress(ONE, id), None);
        queue.push(ONE, id);
        assert_eq!(queue.progress(ONE, id), Some(0));
        queue.begin().unwrap();
        queue.push(ONE, id);
        assert!(queue.begin().is_none());
        queue.push(ONE, id);
        queue.end();
        assert_eq!(queue.progress(ONE, id), Some(0));
        queue.begin().unwrap();
        queue.end();
        assert_eq!(queue.progress(ONE, id), None);

        // Where nobody waits for it, too: a folder may have come behind the count.
        queue.push_low_priority(ONE, id);
        queue.begin().unwrap();
        queue.push_low_priority(ONE, id);
        queue.end();
        assert_eq!(order(&queue), [(1, false)]);
        queue.end();
        assert_eq!(queue.progress(ONE, id), None);
    }
}
