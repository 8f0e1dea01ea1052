//! What one account's activity may cost: how fast it is recorded, and how much of it is kept.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{FtpActivityGroup, FtpEventKind};

use crate::metrics::{self, ActivityLoss};
use crate::store::{FtpAccountId, NewFtpActivity};

/// Events of one group of one account that are recorded however fast they come: the files of a site
/// that is uploaded anew.
const BURST: u32 = 5000;
/// After such a burst, an event is recorded each time this has passed: ten a second.
const INTERVAL: Duration = Duration::from_millis(100);
/// Bytes that are kept of one group of one account, as [`NewFtpActivity::stored_bytes`] counts them:
/// some 60,000 uploads.
pub(super) const KEPT_BYTES: u64 = 16 * 1024 * 1024;
/// Bytes that are written before what is kept is measured again.
const UNMEASURED_BYTES: u64 = 1024 * 1024;

/// What is limited together. Each group for itself: whoever renames a file a million times hides no
/// sign-in and no upload by that.
type Key = (FtpAccountId, FtpActivityGroup);

/// The limits of all accounts that lately did something.
#[derive(Default)]
pub(super) struct AccountLimits {
    rates: Mutex<HashMap<Key, Rate>>,
    /// Bytes written since what is kept was last measured.
    unmeasured: Mutex<HashMap<Key, u64>>,
}

struct Rate {
    /// When all events so far would have been recorded at the steady rate.
    done_at: Instant,
    /// Stands for the events that were not recorded.
    not_recorded: Option<NewFtpActivity>,
}

impl AccountLimits {
    /// Gives the record back if it is to be stored; else it is counted.
    pub(super) fn admit(&self, record: NewFtpActivity, now: Instant) -> Option<NewFtpActivity> {
        let mut rates = lock(&self.rates);
        let group = record.event.group();
        let rate = rates.entry((record.account, group)).or_insert(Rate {
            done_at: now,
            not_recorded: None,
        });
        let done_at = rate.done_at.max(now) + INTERVAL;
        if done_at <= now + INTERVAL * BURST {
            rate.done_at = done_at;
            return Some(record);
        }
        metrics::activity_lost(ActivityLoss::TooFast, 1);
        let before = match &rate.not_recorded {
            Some(NewFtpActivity {
                event: FtpEventKind::NotRecorded { events, .. },
                ..
            }) => *events,
            _ => 0,
        };
        let events = before + 1;
        rate.not_recorded = Some(NewFtpActivity {
            event: FtpEventKind::NotRecorded { group, events },
            ..record
        });
        None
    }

    /// Records that stand for the events that were not recorded since the last call.
    pub(super) fn take_not_recorded(&self, now: Instant) -> Vec<NewFtpActivity> {
        let mut rates = lock(&self.rates);
        let taken = rates
            .values_mut()
            .filter_map(|rate| rate.not_recorded.take());
        let taken = taken.collect();
        // The others have their whole burst again.
        rates.retain(|_, rate| rate.done_at > now);
        taken
    }

    /// Counts what is written, and gives those of which it may be more by now than is kept.
    pub(super) fn count(&self, batch: &[NewFtpActivity]) -> Vec<Key> {
        let mut unmeasured = lock(&self.unmeasured);
        let mut due = Vec::new();
        for record in batch {
            let key = (record.account, record.event.group());
            let bytes = unmeasured.entry(key).or_default();
            *bytes += record.stored_bytes();
            if *bytes >= UNMEASURED_BYTES {
                unmeasured.remove(&key);
                due.push(key);
            }
        }
        due
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these locks.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use model::{AccountName, UtcTime};

    use super::*;
    use crate::store::SubscriptionId;

    fn record(account: i64, event: FtpEventKind) -> NewFtpActivity {
        NewFtpActivity {
            at: UtcTime(7),
            subscription: SubscriptionId(1),
            account: FtpAccountId(account),
            name: AccountName::parse("paul").unwrap(),
            address: "192.0.2.1".to_owned(),
            protocol: None,
            event,
        }
    }

    fn removed(account: i64) -> NewFtpActivity {
        record(account, FtpEventKind::FileRemoved("/a".to_owned()))
    }

    #[test]
    fn a_flood_is_counted_and_hides_nothing_else() {
        let limits = AccountLimits::default();
        let mut now = Instant::now();
        let admitted = |count: u32, now| {
            let records = (0..count).filter_map(|_| limits.admit(removed(1), now));
            u32::try_from(records.count()).unwrap()
        };
        assert_eq!(admitted(BURST + 1000, now), BURST);
        assert!(
            limits
                .admit(record(1, FtpEventKind::SignedIn), now)
                .is_some()
        );
        assert!(limits.admit(removed(2), now).is_some());
        now += INTERVAL * 3;
        assert_eq!(admitted(10, now), 3);
        let taken = limits.take_not_recorded(now);
        let expected = FtpEventKind::NotRecorded {
            group: FtpActivityGroup::Changes,
            events: 1007,
        };
        assert_eq!(taken.len(), 1);
        assert_eq!((&taken[0].event, taken[0].at), (&expected, UtcTime(7)));
        assert!(limits.take_not_recorded(now).is_empty());
        // Who is quiet is forgotten.
        now += INTERVAL * (BURST + 1);
        assert!(limits.take_not_recorded(now).is_empty());
        assert!(limits.rates.lock().unwrap().is_empty());
        assert_eq!(admitted(BURST + 1, now), BURST);
    }

    #[test]
    fn what_is_kept_is_measured_each_mebibyte() {
        let limits = AccountLimits::default();
        let path = "a".repeat(400);
        let long = record(1, FtpEventKind::FileRemoved(path));
        let batch = vec![long; 1000];
        assert!(limits.count(&batch).is_empty());
        let due = (FtpAccountId(1), FtpActivityGroup::Changes);
        assert_eq!(limits.count(&batch), [due]);
        assert!(limits.count(&batch).is_empty());
    }
}
