//! The accounts whose homes are to be counted, one after the other.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ftp::CountProgress;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::store::FtpAccountId;

/// Who waits to be counted, and who is being counted. Each account stands in it once.
#[derive(Default)]
pub(super) struct Queue {
    inner: Mutex<Inner>,
    /// Something waits.
    asked: Notify,
    /// A count has ended.
    ended: Notify,
}

#[derive(Default)]
struct Inner {
    /// Somebody waits for these.
    urgent: VecDeque<FtpAccountId>,
    /// The same, to be found: there may be as many as accounts.
    is_urgent: HashSet<FtpAccountId>,
    /// It was long ago that these were counted.
    leisurely: VecDeque<FtpAccountId>,
    now: Option<Job>,
    /// Whether what is being counted was asked for again, for it may have changed behind the count.
    again: bool,
}

/// A count that has begun.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) account: FtpAccountId,
    pub(super) counting: Arc<CountProgress>,
    pub(super) is_urgent: bool,
}

impl Queue {
    /// Asks for an account's home to be counted, before all that nobody waits for.
    pub(super) fn ask(&self, account: FtpAccountId) {
        let mut inner = self.lock();
        if inner.is_now(account) {
            inner.again = true;
        } else if inner.is_urgent.insert(account) {
            inner.leisurely.retain(|waiting| *waiting != account);
            inner.urgent.push_back(account);
            // Whoever waits goes first; the other one is counted anew afterwards.
            if let Some(job) = &inner.now
                && !job.is_urgent
            {
                job.counting.cancel();
            }
        }
        drop(inner);
        self.asked.notify_one();
    }

    /// The same for one that nobody waits for.
    pub(super) fn ask_leisurely(&self, account: FtpAccountId) {
        let mut inner = self.lock();
        if !inner.is_now(account)
            && !inner.is_urgent.contains(&account)
            && !inner.leisurely.contains(&account)
        {
            inner.leisurely.push_back(account);
        }
        drop(inner);
        self.asked.notify_one();
    }

    /// Begins the next count, if there is one.
    pub(super) fn begin(&self) -> Option<Job> {
        let mut inner = self.lock();
        let (account, is_urgent) = match inner.urgent.pop_front() {
            Some(account) => (account, true),
            None => (inner.leisurely.pop_front()?, false),
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
        inner.now = Some(job.clone());
        inner.again = false;
        Some(job)
    }

    /// The count that was begun has ended.
    pub(super) fn end(&self) {
        let mut inner = self.lock();
        if let (Some(job), true) = (inner.now.take(), inner.again)
            && inner.is_urgent.insert(job.account)
        {
            inner.urgent.push_back(job.account);
        }
        drop(inner);
        self.ended.notify_waiters();
    }

    /// Files counted so far for an account, 0 while it waits; none if it does neither.
    pub(super) fn progress(&self, account: FtpAccountId) -> Option<u64> {
        let inner = self.lock();
        match &inner.now {
            Some(job) if job.account == account => Some(job.counting.counted().files),
            _ if inner.is_urgent.contains(&account) || inner.leisurely.contains(&account) => {
                Some(0)
            }
            _ => None,
        }
    }

    /// Waits until something is asked for.
    pub(super) fn asked(&self) -> Notified<'_> {
        self.asked.notified()
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
    fn is_now(&self, account: FtpAccountId) -> bool {
        self.now.as_ref().is_some_and(|job| job.account == account)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn each_account_stands_in_it_once_and_who_is_waited_for_comes_first() {
        let queue = Queue::default();
        let id = FtpAccountId;
        for account in [1, 2, 1] {
            queue.ask_leisurely(id(account));
        }
        queue.ask(id(3));
        queue.ask(id(2));
        queue.ask(id(3));
        let order: Vec<_> = std::iter::from_fn(|| queue.begin())
            .map(|job| (job.account.0, job.is_urgent))
            .collect();
        assert_eq!(order, [(3, true), (2, true), (1, false)]);
    }

    #[test]
    fn what_is_asked_for_while_it_is_counted_is_counted_again() {
        let queue = Queue::default();
        let id = FtpAccountId(1);
        assert_eq!(queue.progress(id), None);
        queue.ask(id);
        assert_eq!(queue.progress(id), Some(0));
        queue.begin().unwrap();
        queue.ask(id);
        assert!(queue.begin().is_none());
        queue.ask(id);
        queue.end();
        assert_eq!(queue.progress(id), Some(0));
        queue.begin().unwrap();
        queue.end();
        assert_eq!(queue.progress(id), None);
    }
}
