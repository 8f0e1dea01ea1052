//! The queue of accounts whose homes are to be counted, one at a time.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ftp::CountProgress;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::store::FtpAccountId;

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
    urgent: VecDeque<FtpAccountId>,
    /// The same as a set: there may be as many as accounts.
    is_urgent: HashSet<FtpAccountId>,
    /// Nobody waits for these: their last count is old.
    low_priority: VecDeque<FtpAccountId>,
    running: Option<Job>,
    /// Whether the running account was queued again, for it may have changed behind the count.
    rerun: bool,
}

/// A count that has begun.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) account: FtpAccountId,
    pub(super) counting: Arc<CountProgress>,
    pub(super) is_urgent: bool,
}

impl CountQueue {
    /// Queues an account's home before all that nobody waits for.
    pub(super) fn push(&self, account: FtpAccountId) {
        let mut inner = self.lock();
        if inner.is_running(account) {
            inner.rerun = true;
        } else if inner.is_urgent.insert(account) {
            inner.low_priority.retain(|waiting| *waiting != account);
            inner.urgent.push_back(account);
            // Urgent counts go first; the running one is queued again by whoever runs it.
            if let Some(job) = &inner.running
                && !job.is_urgent
            {
                job.counting.cancel();
            }
        }
        drop(inner);
        self.queued.notify_one();
    }

    /// Queues an account's home that nobody waits for.
    pub(super) fn push_low_priority(&self, account: FtpAccountId) {
        let mut inner = self.lock();
        if !inner.is_running(account)
            && !inner.is_urgent.contains(&account)
            && !inner.low_priority.contains(&account)
        {
            inner.low_priority.push_back(account);
        }
        drop(inner);
        self.queued.notify_one();
    }

    /// Begins the next count, if there is one.
    pub(super) fn begin(&self) -> Option<Job> {
        let mut inner = self.lock();
        let (account, is_urgent) = match inner.urgent.pop_front() {
            Some(account) => (account, true),
            None => (inner.low_priority.pop_front()?, false),
        };
        inner.is_urgent.remove(&account);
        let counting = if is_urgent {
            CountProgress::new()
        } else {
            CountProgress::background()
        };
        let job = Job {
            account,
            counting: Arc::new(counting),
            is_urgent,
        };
        inner.running = Some(job.clone());
        inner.rerun = false;
        Some(job)
    }

    /// The count that was begun has ended.
    pub(super) fn end(&self) {
        let mut inner = self.lock();
        if let (Some(job), true) = (inner.running.take(), inner.rerun)
            && inner.is_urgent.insert(job.account)
        {
            inner.urgent.push_back(job.account);
        }
        drop(inner);
        self.ended.notify_waiters();
    }

    /// Files counted so far for an account, 0 while it waits; none if it is not queued.
    pub(super) fn progress(&self, account: FtpAccountId) -> Option<u64> {
        let inner = self.lock();
        match &inner.running {
            Some(job) if job.account == account => Some(job.counting.counted().files),
            _ if inner.is_urgent.contains(&account) || inner.low_priority.contains(&account) => {
                Some(0)
            }
            _ => None,
        }
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
    fn is_running(&self, account: FtpAccountId) -> bool {
        self.running
            .as_ref()
            .is_some_and(|job| job.account == account)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn each_account_is_queued_once_and_urgent_ones_come_first() {
        let queue = CountQueue::default();
        let id = FtpAccountId;
        for account in [1, 2, 1] {
            queue.push_low_priority(id(account));
        }
        queue.push(id(3));
        queue.push(id(2));
        queue.push(id(3));
        let order: Vec<_> = std::iter::from_fn(|| queue.begin())
            .map(|job| (job.account.0, job.is_urgent))
            .collect();
        assert_eq!(order, [(3, true), (2, true), (1, false)]);
    }

    #[test]
    fn an_account_that_is_queued_while_it_is_counted_is_counted_again() {
        let queue = CountQueue::default();
        let id = FtpAccountId(1);
        assert_eq!(queue.progress(id), None);
        queue.push(id);
        assert_eq!(queue.progress(id), Some(0));
        queue.begin().unwrap();
        queue.push(id);
        assert!(queue.begin().is_none());
        queue.push(id);
        queue.end();
        assert_eq!(queue.progress(id), Some(0));
        queue.begin().unwrap();
        queue.end();
        assert_eq!(queue.progress(id), None);
    }
}
