//! How many audit rows one person may cause: each change has its row, so whoever would flood the
//! audit trail is kept from changing anything for a while.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{AppError, PanelUserId};

/// Rows that a person may cause however fast: the largest bulk action, some times over.
const BURST: u32 = 20_000;
/// After such a burst, a row each time that this has passed: ten a second.
const INTERVAL: Duration = Duration::from_millis(100);

/// The rows that each person, or each FTP account, lately caused.
pub(crate) struct RowLimit<Author = PanelUserId> {
    /// When all rows so far would have been written at the steady rate. Only those who lately caused
    /// some are in it.
    done_at: Mutex<HashMap<Author, Instant>>,
}

impl<Author> Default for RowLimit<Author> {
    fn default() -> Self {
        Self {
            done_at: Mutex::default(),
        }
    }
}

impl<Author: Copy + Eq + Hash> RowLimit<Author> {
    /// Admits a change.
    ///
    /// # Errors
    /// [`AppError::Throttled`] for whoever caused too many rows.
    pub(crate) fn admit(&self, person: Author, now: Instant) -> Result<(), AppError> {
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
    pub(crate) fn count(&self, person: Author, now: Instant) {
        let mut done_at = self.lock();
        let at = done_at.entry(person).or_insert(now);
        *at = (*at).max(now) + INTERVAL;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Author, Instant>> {
        // Nothing panics while it holds the lock.
        self.done_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_causes_too_many_rows_waits_and_nobody_else_does() {
        let (limit, now) = (RowLimit::<PanelUserId>::default(), Instant::now());
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
