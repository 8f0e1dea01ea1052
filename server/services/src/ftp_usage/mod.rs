//! What homes with a quota hold: counted when it is not known, followed while sessions change it,
//! and written down for lists and for the next start.

mod count;
mod ledgers;
mod queue;
mod recount;
mod sign_in;
mod view;
mod write;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ftp::Ledger;

use self::queue::Queue;
use crate::store::SubscriptionId;

crate::part! {
    /// What home directories hold, beside their quotas.
    FtpUsageTracking
}

/// How old a count may be at a sign-in, unless the settings say it.
const RECOUNT_AFTER: Duration = Duration::from_secs(5 * 60);

/// The ledgers of the subscriptions that someone has signed in to since the start, and what is to
/// be counted.
pub(super) struct FtpUsageTracker {
    opened: Mutex<HashMap<SubscriptionId, Opened>>,
    /// Held while a ledger is brought up to date: each on its own, for it may have to wait until a
    /// count of that webspace ends.
    opening: Mutex<HashMap<SubscriptionId, Arc<tokio::sync::Mutex<()>>>>,
    queue: Arc<Queue>,
    /// Seconds that a count may be old at a sign-in.
    recount_after: AtomicU64,
}

/// The ledger of a subscription, with its quotas as they were at this version.
struct Opened {
    ledger: Arc<Ledger>,
    version: i64,
}

impl FtpUsageTracker {
    pub(super) fn new() -> Self {
        Self {
            opened: Mutex::default(),
            opening: Mutex::default(),
            queue: Arc::new(Queue::default()),
            recount_after: AtomicU64::new(RECOUNT_AFTER.as_secs()),
        }
    }

    fn opened(&self) -> MutexGuard<'_, HashMap<SubscriptionId, Opened>> {
        // Nothing panics while it holds the lock.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opening(&self, subscription: SubscriptionId) -> Arc<tokio::sync::Mutex<()>> {
        let mut opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(opening.entry(subscription).or_default())
    }

    fn recount_after(&self) -> Duration {
        Duration::from_secs(self.recount_after.load(Ordering::Relaxed))
    }
}
