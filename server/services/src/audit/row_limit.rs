//! How many audit rows one person may cause: each change has its row, so whoever would flood the
//! audit trail is kept from changing anything for a while.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{AppError, PanelUserId};

/// Rows that a person may cause however fast: the largest bulk action, some times over.
const BURST: u32 = 20_000;
/// After such a burst, a row each time that this has passed: ten a second.
const INTERVAL: Duration = Duration::from_millis(100);

/// The rows that each person lately caused.
#[derive(Default)]
pub(crate) struct RowLimit {
    /// When all rows so far would have been written at the steady rate. Panel users are few.
    done_at: Mutex<HashMap<PanelUserId, Instant>>,
}

impl RowLimit {
    /// Admits a change.
    ///
    /// # Errors
    /// [`AppError::Throttled`] for whoever caused too many rows.
    pub(crate) fn admit(&self, person: PanelUserId, now: Instant) -> Result<(), AppError> {
        let mut done_at = self.lock();
        done_at.retain(|_, at| *at > now);
        let ahead = done_at
            .get(&person)
            .map_or(Duration::ZERO, |at| at.duration_since(now));
        match ahead.checked_sub(INTERVAL * BURST) {
            Some(wait) if !wait.is_zero() => Err(AppError::Throttled {
                seconds: wait.as_secs() + 1,
            }),
            _ => Ok(()),
        }
    }

    /// Counts a row that was written.
    pub(crate) fn count(&self, person: PanelUserId, now: Instant) {
        let mut done_at = self.lock();
        let at = done_at.entry(person).or_insert(now);
        *at = (*at).max(now) + INTERVAL;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PanelUserId, Instant>> {
        // Nothing panics while it holds the lock.
        self.done_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_causes_too_many_rows_waits_and_nobody_else_does() {
        let (limit, now) = (RowLimit::default(), Instant::now());
        let (marie, paul) = (PanelUserId(1), PanelUserId(2));
        for _ in 0..BURST {
            limit.count(marie, now);
        }
        assert_eq!(limit.admit(marie, now), Ok(()));
        for _ in 0..50 {
            limit.count(marie, now);
        }
        let throttled = Err(AppError::Throttled { seconds: 6 });
        assert_eq!(limit.admit(marie, now), throttled);
        assert_eq!(limit.admit(paul, now), Ok(()));
        assert_eq!(limit.admit(marie, now + Duration::from_secs(6)), Ok(()));
        // Who is quiet is forgotten.
        let later = now + INTERVAL * (BURST + 51);
        assert_eq!(limit.admit(paul, later), Ok(()));
        assert!(limit.lock().is_empty());
    }
}
