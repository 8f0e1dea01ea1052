//! What the program remembers of homes with a quota.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ftp::Ledger;

use super::queue::CountQueue;
use crate::store::SubscriptionId;

/// How old a count may be at a sign-in, where the settings do not say.
const DEFAULT_RECOUNT_AFTER: Duration = Duration::from_secs(5 * 60);

/// The ledgers of the subscriptions that had a sign-in since the start, and the homes to count.
pub(crate) struct FtpUsageTracker {
    open: Mutex<HashMap<SubscriptionId, OpenLedger>>,
    /// A lock for each subscription, held while its ledger is refreshed: that may have to wait
    /// until a count of its webspace ends, which must not block the others.
    refreshing: Mutex<HashMap<SubscriptionId, Arc<tokio::sync::Mutex<()>>>>,
    pub(super) queue: Arc<CountQueue>,
    /// Seconds that a count may be old at a sign-in.
    recount_after: AtomicU64,
}

/// The ledger of a subscription, with its quotas as they were at this version.
pub(super) struct OpenLedger {
    pub(super) ledger: Arc<Ledger>,
    pub(super) version: i64,
}

impl FtpUsageTracker {
    pub(crate) fn new() -> Self {
        Self {
            open: Mutex::default(),
            refreshing: Mutex::default(),
            queue: Arc::new(CountQueue::default()),
            recount_after: AtomicU64::new(DEFAULT_RECOUNT_AFTER.as_secs()),
        }
    }

    /// How many homes wait to be counted, and how many are being counted.
    pub(crate) fn counts(&self) -> (usize, usize) {
        self.queue.len()
    }

    pub(super) fn open_ledgers(&self) -> MutexGuard<'_, HashMap<SubscriptionId, OpenLedger>> {
        // Nothing panics while it holds the lock.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn refresh_lock(&self, subscription: SubscriptionId) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self
            .refreshing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(locks.entry(subscription).or_default())
    }

    pub(super) fn recount_after(&self) -> Duration {
        Duration::from_secs(self.recount_after.load(Ordering::Relaxed))
    }

    pub(super) fn set_recount_after(&self, after: Duration) {
        self.recount_after.store(after.as_secs(), Ordering::Relaxed);
    }
}

impl OpenLedger {
    /// Whether a session or a count has it.
    pub(super) fn is_in_use(&self) -> bool {
        Arc::strong_count(&self.ledger) > 1
    }
}
