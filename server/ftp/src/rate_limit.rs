//! Limits the rate of all transfers of one account together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::progress::Direction;

/// The duration of one chunk at the limited rate.
const CHUNK_TIME: Duration = Duration::from_millis(50);

/// A rate limit that several transfers share.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    /// Bytes per second, at least 1.
    rate: u64,
    /// When the next chunk may be transferred.
    next: Mutex<Instant>,
}

impl RateLimiter {
    fn new(rate: u64) -> Self {
        Self {
            rate: rate.max(1),
            next: Mutex::new(Instant::now()),
        }
    }

    /// The size of a chunk in bytes, at most `max`.
    pub(crate) fn chunk_size(&self, max: usize) -> usize {
        let chunk = self.rate.saturating_mul(CHUNK_TIME.as_millis() as u64) / 1000;
        usize::try_from(chunk).unwrap_or(max).clamp(1, max)
    }

    /// Waits until a chunk may be transferred. Unused capacity is not saved up: there are no
    /// bursts after a pause.
    pub(crate) async fn acquire(&self, bytes: usize) {
        sleep_until(self.charge(bytes)).await;
    }

    /// Counts a chunk; gives the time at which it may be transferred.
    pub(crate) fn charge(&self, bytes: usize) -> Instant {
        let takes = Duration::from_secs_f64(bytes as f64 / self.rate as f64);
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = (*next).max(Instant::now());
        *next = turn + takes;
        turn
    }
}

/// The rate limiters of all accounts that have sessions.
#[derive(Debug, Default)]
pub(crate) struct RateLimiters {
    rate_limiters: Mutex<HashMap<(i64, bool), Weak<RateLimiter>>>,
}

impl RateLimiters {
    /// The rate limiter that an account's transfers in one direction share.
    pub(crate) fn of(&self, account: i64, direction: Direction, rate: u64) -> Arc<RateLimiter> {
        let mut rate_limiters = self
            .rate_limiters
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let key = (account, direction == Direction::Upload);
        if let Some(limiter) = rate_limiters.get(&key).and_then(Weak::upgrade)
            && limiter.rate == rate.max(1)
        {
            return limiter;
        }
        // Forgets the limiters that no session uses any more.
        rate_limiters.retain(|_, limiter| limiter.strong_count() > 0);
        let limiter = Arc::new(RateLimiter::new(rate));
        rate_limiters.insert(key, Arc::downgrade(&limiter));
        limiter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn two_transfers_share_the_rate() {
        let rate_limiters = RateLimiters::default();
        let begun = Instant::now();
        let move_bytes = |limiter: Arc<RateLimiter>| async move {
            for _ in 0..100 {
                limiter.acquire(limiter.chunk_size(4096)).await;
            }
        };
        let limiter = || rate_limiters.of(1, Direction::Upload, 10_000);
        tokio::join!(move_bytes(limiter()), move_bytes(limiter()));
        // 2 × 100 chunks of 500 bytes; the last one does not wait for the next.
        let took = begun.elapsed().as_secs_f64();
        assert!((9.9..=10.1).contains(&took), "{took}");
        assert!(!Arc::ptr_eq(
            &limiter(),
            &rate_limiters.of(1, Direction::Download, 10_000)
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_gives_no_credit() {
        let limiter = RateLimiter::new(1000);
        tokio::time::sleep(Duration::from_secs(60)).await;
        let begun = Instant::now();
        for _ in 0..10 {
            limiter.acquire(1000).await;
        }
        assert_eq!(begun.elapsed(), Duration::from_secs(9));
    }
}
