//! The queue of homes that are to be counted, one at a time, the subscriptions in turns.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ftp::CountProgress;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::store::{CountedHome, SubscriptionId};
use crate::work_budget::{Turns, WorkSlot};

/// Homes that wait to be counted, and the one that is being counted. Each is in it once.
#[derive(Default)]
pub(super) struct CountQueue {
    inner: Mutex<Inner>,
    /// A home was queued.
    queued: Notify,
    /// A count has ended.
    ended: Notify,
}

#[derive(Default)]
struct Inner {
    /// Sessions wait for these.
    urgent: Turns<SubscriptionId, CountedHome>,
    /// The same as a set: there may be as many as accounts.
    is_urgent: HashSet<CountedHome>,
    /// Nobody waits for these: their last count is old.
    low_priority: Turns<SubscriptionId, Recount>,
    running: Option<Running>,
    /// Whether the running home was queued again, for it may have changed behind the count.
    rerun: Rerun,
}

/// How a home is queued again when its count ends.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Rerun {
    #[default]
    No,
    LowPriority,
    Urgent,
}

/// A home that was counted before.
struct Recount {
    home: CountedHome,
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
    pub(super) home: CountedHome,
    pub(super) counting: Arc<CountProgress>,
    pub(super) is_urgent: bool,
}

impl CountQueue {
    /// Queues a home before all that nobody waits for.
    pub(super) fn push(&self, subscription: SubscriptionId, home: CountedHome) {
        self.lock().push(subscription, home);
        self.queued.notify_one();
    }

    /// Queues a home that nobody waits for.
    pub(super) fn push_low_priority(&self, subscription: SubscriptionId, home: CountedHome) {
        self.push_recount(subscription, home, None);
    }

    /// Queues a home because a person asked for it, whose slot is taken until it is
    /// counted.
    pub(super) fn push_asked(
        &self,
        subscription: SubscriptionId,
        home: CountedHome,
        slot: WorkSlot,
    ) {
        self.push_recount(subscription, home, Some(slot));
    }

    fn push_recount(
        &self,
        subscription: SubscriptionId,
        home: CountedHome,
        slot: Option<WorkSlot>,
    ) {
        let recount = Recount { home, slot };
        self.lock().push_low_priority(subscription, recount);
        self.queued.notify_one();
    }

    /// Begins the next count, if there is one.
    pub(super) fn begin(&self) -> Option<Job> {
        let mut inner = self.lock();
        let (subscription, home, slot, is_urgent) = match inner.urgent.pop() {
            Some((subscription, home)) => (subscription, home, None, true),
            None => {
                let (subscription, Recount { home, slot }) = inner.low_priority.pop()?;
                (subscription, home, slot, false)
            }
        };
        inner.is_urgent.remove(&home);
        let counting = if is_urgent {
            CountProgress::new()
        } else {
            CountProgress::background()
        };
        let job = Job {
            subscription,
            home,
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
            let (subscription, home) = (job.subscription, job.home);
            match inner.rerun {
                Rerun::No => {}
                Rerun::LowPriority => {
                    let recount = Recount { home, slot: None };
                    inner.push_low_priority(subscription, recount);
                }
                Rerun::Urgent => inner.push(subscription, home),
            }
        }
        drop(inner);
        self.ended.notify_waiters();
    }

    /// Files counted so far for a home, 0 while it waits; none if it is not queued.
    pub(super) fn progress(&self, subscription: SubscriptionId, home: CountedHome) -> Option<u64> {
        let inner = self.lock();
        if let Some(Running { job, .. }) = &inner.running
            && job.home == home
        {
            return Some(job.counting.counted().files);
        }
        let waits = inner.is_urgent.contains(&home) || inner.is_low_priority(subscription, home);
        waits.then_some(0)
    }

    /// How many homes wait, and how many are being counted.
    pub(super) fn len(&self) -> (usize, usize) {
        let inner = self.lock();
        let waiting = inner.urgent.len() + inner.low_priority.len();
        (waiting, usize::from(inner.running.is_some()))
    }

    /// Waits until a home is queued.
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
    fn push(&mut self, subscription: SubscriptionId, home: CountedHome) {
        if self.is_running(home) {
            self.rerun = Rerun::Urgent;
        } else if self.is_urgent.insert(home) {
            self.low_priority
                .retain_of(subscription, |waiting| waiting.home != home);
            self.urgent.push(subscription, home);
            // Urgent counts go first; the running one is queued again by whoever runs it.
            if let Some(Running { job, .. }) = &self.running
                && !job.is_urgent
            {
                job.counting.cancel();
            }
        }
    }

    fn push_low_priority(&mut self, subscription: SubscriptionId, recount: Recount) {
        let home = recount.home;
        if self.is_running(home) {
            self.rerun = self.rerun.max(Rerun::LowPriority);
        } else if !self.is_urgent.contains(&home) && !self.is_low_priority(subscription, home) {
            self.low_priority.push(subscription, recount);
        }
    }

    fn is_running(&self, home: CountedHome) -> bool {
        self.running
            .as_ref()
            .is_some_and(|running| running.job.home == home)
    }

    fn is_low_priority(&self, subscription: SubscriptionId, home: CountedHome) -> bool {
        let mut low_priority = self.low_priority.items_of(subscription);
        low_priority.any(|waiting| waiting.home == home)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::store::FtpAccountId;

    const ONE: SubscriptionId = SubscriptionId(1);
    const OTHER: SubscriptionId = SubscriptionId(2);

    fn account(number: i64) -> CountedHome {
        CountedHome::Account(FtpAccountId(number))
    }

    fn number(home: CountedHome) -> i64 {
        match home {
            CountedHome::Account(account) => account.0,
            CountedHome::Webspace(subscription) => -subscription.0,
        }
    }

    fn order(queue: &CountQueue) -> Vec<(i64, bool)> {
        std::iter::from_fn(|| queue.begin())
            .map(|job| (number(job.home), job.is_urgent))
            .collect()
    }

    #[test]
    fn each_account_is_queued_once_and_urgent_ones_come_first() {
        let queue = CountQueue::default();
        let id = account;
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
        for number in 1..4 {
            queue.push_low_priority(ONE, account(number));
            queue.push(ONE, account(10 + number));
        }
        queue.push_low_priority(OTHER, account(4));
        queue.push(OTHER, account(14));
        let urgent = [11, 14, 12, 13].map(|account| (account, true));
        let others = [1, 4, 2, 3].map(|account| (account, false));
        assert_eq!(order(&queue), [urgent, others].concat());
    }

    #[test]
    fn an_account_that_is_queued_while_it_is_counted_is_counted_again() {
        let queue = CountQueue::default();
        let id = account(1);
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
