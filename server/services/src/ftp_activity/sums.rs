//! Sums of what was done, on their way to the database.

use std::sync::{Mutex, MutexGuard, PoisonError};

use model::{ActivitySums, UtcDay, UtcTime};

use crate::store::{SubscriptionId, SumsByDay};

/// What was done since the sums were last written: of each subscription, and of the whole server.
///
/// Everything is counted, also what is not recorded because there is too much of it. A row for each
/// subscription and day waits at most, however long the database cannot be written to.
#[derive(Default)]
pub(super) struct PendingSums {
    sums: Mutex<SumsByDay>,
}

impl PendingSums {
    /// Counts something that was done in a subscription; in none, if it is not known in which.
    pub(super) fn count(
        &self,
        subscription: Option<SubscriptionId>,
        at: UtcTime,
        more: ActivitySums,
    ) {
        if more.is_zero() {
            return;
        }
        let mut sums = self.lock();
        let day = UtcDay::of(at);
        *sums.entry((None, day)).or_default() += more;
        if subscription.is_some() {
            *sums.entry((subscription, day)).or_default() += more;
        }
    }

    /// Takes all of them, to be written.
    pub(super) fn take(&self) -> SumsByDay {
        std::mem::take(&mut *self.lock())
    }

    /// Keeps sums that could not be written, to be written next time.
    pub(super) fn put_back(&self, not_written: SumsByDay) {
        let mut sums = self.lock();
        for (key, more) in not_written {
            *sums.entry(key).or_default() += more;
        }
    }

    fn lock(&self) -> MutexGuard<'_, SumsByDay> {
        // Nothing panics while it holds the lock.
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_written_is_added_to_what_came_since() {
        let pending = PendingSums::default();
        let sign_ins = |count| ActivitySums {
            sign_ins: count,
            ..ActivitySums::default()
        };
        let (here, at) = (Some(SubscriptionId(3)), UtcTime(86_400));
        pending.count(here, at, sign_ins(1));
        pending.count(None, at, sign_ins(1));
        let taken = pending.take();
        pending.count(here, at, sign_ins(1));
        pending.count(here, at, ActivitySums::default());
        pending.put_back(taken);
        let expected = SumsByDay::from([
            ((None, UtcDay(1)), sign_ins(3)),
            ((here, UtcDay(1)), sign_ins(2)),
        ]);
        assert_eq!(pending.take(), expected);
        assert!(pending.take().is_empty());
    }
}
