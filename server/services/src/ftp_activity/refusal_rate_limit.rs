//! How often refused FTP sign-ins are recorded, so that no flood fills the database.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::{AccountName, FtpRefusal};

use crate::store::SubscriptionId;

/// One refusal of one account is recorded once in this time, unless a new guess was checked.
const INTERVAL: Duration = Duration::from_secs(60);
/// Names that are remembered at once. While there are as many, no more are recorded: each would
/// cost a query, which the throttle is there to save.
const MAX_NAMES: usize = 1024;

/// Limits how often refused sign-ins are recorded: when each name's refusals were last.
#[derive(Default)]
pub(crate) struct RefusalRateLimit {
    recorded: Mutex<HashMap<(AccountName, FtpRefusal), Instant>>,
    /// The subscriptions of accounts that were lately refused, so that a refusal that is not recorded
    /// is counted without a query.
    subscriptions: Mutex<HashMap<AccountName, SubscriptionId>>,
}

impl RefusalRateLimit {
    /// Whether a refusal is to be recorded: at most once a minute for a name and a reason.
    pub(super) fn is_due(&self, name: &AccountName, refusal: FtpRefusal, now: Instant) -> bool {
        let recorded = self.recorded.lock();
        // Nothing panics while it holds the lock.
        let mut recorded = recorded.unwrap_or_else(PoisonError::into_inner);
        let key = (name.clone(), refusal);
        let is_recent = |at: &Instant| now.duration_since(*at) < INTERVAL;
        if recorded.get(&key).is_some_and(is_recent) {
            return false;
        }
        if recorded.len() >= MAX_NAMES {
            recorded.retain(|_, at| is_recent(at));
        }
        if recorded.len() >= MAX_NAMES {
            return false;
        }
        recorded.insert(key, now);
        true
    }

    /// Remembers which subscription a name is an account's of.
    pub(super) fn remember(&self, name: &AccountName, subscription: SubscriptionId) {
        let subscriptions = self.subscriptions.lock();
        let mut subscriptions = subscriptions.unwrap_or_else(PoisonError::into_inner);
        if subscriptions.len() >= MAX_NAMES {
            subscriptions.clear();
        }
        subscriptions.insert(name.clone(), subscription);
    }

    /// The subscription of a name that was lately refused, if it is remembered.
    pub(super) fn subscription_of(&self, name: &AccountName) -> Option<SubscriptionId> {
        let subscriptions = self.subscriptions.lock();
        let subscriptions = subscriptions.unwrap_or_else(PoisonError::into_inner);
        subscriptions.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn name(text: &str) -> AccountName {
        AccountName::parse(text).unwrap()
    }

    #[test]
    fn a_refusal_is_recorded_once_a_minute() {
        let limit = RefusalRateLimit::default();
        let now = Instant::now();
        assert!(limit.is_due(&name("marie"), FtpRefusal::Throttled, now));
        assert!(!limit.is_due(&name("marie"), FtpRefusal::Throttled, now));
        assert!(limit.is_due(&name("marie"), FtpRefusal::HomeUnavailable, now));
        assert!(limit.is_due(&name("paul"), FtpRefusal::Throttled, now));
        let later = now + INTERVAL;
        assert!(limit.is_due(&name("marie"), FtpRefusal::Throttled, later));
    }

    #[test]
    fn a_flood_of_names_is_bounded() {
        let limit = RefusalRateLimit::default();
        let now = Instant::now();
        let due = |number: usize, now| {
            limit.is_due(&name(&format!("n{number}")), FtpRefusal::Throttled, now)
        };
        let passed = (0..2 * MAX_NAMES)
            .filter(|number| due(*number, now))
            .count();
        assert_eq!(passed, MAX_NAMES);
        for number in 0..2 * MAX_NAMES {
            limit.remember(&name(&format!("n{number}")), SubscriptionId(1));
        }
        assert_eq!(limit.subscriptions.lock().unwrap().len(), MAX_NAMES);
        let last = name(&format!("n{}", 2 * MAX_NAMES - 1));
        assert_eq!(limit.subscription_of(&last), Some(SubscriptionId(1)));
        assert!(due(2 * MAX_NAMES, now + INTERVAL));
    }
}
