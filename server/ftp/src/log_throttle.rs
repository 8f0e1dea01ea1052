//! A line of the log in a while, however often there is something to say.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long it is until the next line.
const LOG_INTERVAL: Duration = Duration::from_secs(60);

/// Bounds the lines that others can cause.
#[derive(Debug, Default)]
pub struct LogThrottle(Mutex<(Option<Instant>, u64)>);

impl LogThrottle {
    /// How many had no line since the last one, if a line is due now.
    pub fn due(&self) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, others) = &mut *state;
        if last.is_some_and(|last| last.elapsed() < LOG_INTERVAL) {
            *others += 1;
            return None;
        }
        let others = *others;
        *state = (Some(Instant::now()), 0);
        Some(others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_line_is_counted() {
        let log = LogThrottle::default();
        assert_eq!(log.due(), Some(0));
        assert_eq!(log.due(), None);
        assert_eq!(log.due(), None);
        let mut state = log.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = None;
        drop(state);
        assert_eq!(log.due(), Some(2));
    }
}
