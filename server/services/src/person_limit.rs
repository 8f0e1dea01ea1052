//! How often one person may do what is not to be done often: invite people, since the answers would tell
//! which logins there are; mail links, since strangers would get them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::{AppError, PanelUserId};

/// What a person may do however fast.
const BURST: u32 = 20;
/// After these, one each time that this has passed.
const INTERVAL: Duration = Duration::from_secs(3 * 60);

/// What each person lately did, of one kind.
#[derive(Default)]
pub(crate) struct PersonLimit {
    /// When all so far would have been done at the steady rate. Panel users are few.
    done_at: Mutex<HashMap<PanelUserId, Instant>>,
}

impl PersonLimit {
    /// Admits one more, and counts it, whatever comes of it.
    ///
    /// # Errors
    /// [`AppError::Throttled`] for whoever did too much.
    pub(crate) fn admit(&self, person: PanelUserId, now: Instant) -> Result<(), AppError> {
        // Nothing panics while it holds the lock.
        let mut done_at = self.done_at.lock().unwrap_or_else(PoisonError::into_inner);
        done_at.retain(|_, at| *at > now);
        let at = done_at.entry(person).or_insert(now);
        let done = at.duration_since(now) + INTERVAL;
        let wait = done.saturating_sub(INTERVAL * BURST);
        if !wait.is_zero() {
            return Err(AppError::Throttled {
                seconds: wait.as_secs() + 1,
            });
        }
        *at = now + done;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_does_too_much_waits_and_nobody_else_does() {
        let (limit, now) = (PersonLimit::default(), Instant::now());
        let (marie, paul) = (PanelUserId(1), PanelUserId(2));
        for _ in 0..BURST {
            assert_eq!(limit.admit(marie, now), Ok(()));
        }
        let throttled = Err(AppError::Throttled { seconds: 181 });
        assert_eq!(limit.admit(marie, now), throttled);
        assert_eq!(limit.admit(paul, now), Ok(()));
        assert_eq!(limit.admit(marie, now + INTERVAL), Ok(()));
        assert!(limit.admit(marie, now + INTERVAL).is_err());
    }
}
