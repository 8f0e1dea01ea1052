//! Limits the rate of all transfers of one account, or of one webspace, together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::direction::Direction;

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
    fn chunk_size(&self, max: usize) -> usize {
        let chunk = self.rate.saturating_mul(CHUNK_TIME.as_millis() as u64) / 1000;
        usize::try_from(chunk).unwrap_or(max).clamp(1, max)
    }

    /// Counts a chunk; gives the time at which it may be transferred. Unused capacity is not saved
    /// up: there are no bursts after a pause.
    fn charge(&self, bytes: usize) -> Instant {
        let takes = Duration::from_secs_f64(bytes as f64 / self.rate as f64);
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = (*next).max(Instant::now());
        *next = turn + takes;
        turn
    }
}

/// The rates that one transfer is held to at once: its account's and its webspace's.
#[derive(Clone, Debug, Default)]
pub(crate) struct RateLimits {
    limiters: Vec<Arc<RateLimiter>>,
}

impl FromIterator<Arc<RateLimiter>> for RateLimits {
    fn from_iter<T: IntoIterator<Item = Arc<RateLimiter>>>(limiters: T) -> Self {
        Self {
            limiters: limiters.into_iter().collect(),
        }
    }
}

impl RateLimits {
    pub(crate) fn is_unlimited(&self) -> bool {
        self.limiters.is_empty()
    }

    /// How many bytes to transfer at once, at most `max`.
    pub(crate) fn chunk_size(&self, max: usize) -> usize {
        let sizes = self.limiters.iter().map(|limiter| limiter.chunk_size(max));
        sizes.min().unwrap_or(max)
    }

    /// Counts a chunk in all of them; gives the time at which it may be transferred.
    pub(crate) fn charge(&self, bytes: usize) -> Option<Instant> {
        let turns = self.limiters.iter().map(|limiter| limiter.charge(bytes));
        turns.max()
    }

    /// Waits until a chunk may be transferred.
    pub(crate) async fn acquire(&self, bytes: usize) {
        if let Some(turn) = self.charge(bytes) {
            sleep_until(turn).await;
        }
    }
}

/// Whose transfers share a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RateOf {
    /// Those of an account, by its id.
    Account(i64),
    /// Those of all accounts of a webspace, by its id.
    Webspace(i64),
}

/// The rate limiters of all accounts and webspaces that have sessions.
#[derive(Debug, Default)]
pub(crate) struct RateLimiters {
    rate_limiters: Mutex<HashMap<(RateOf, bool), Weak<RateLimiter>>>,
}

impl RateLimiters {
    /// The rate limiter that these transfers share in one direction.
    pub(crate) fn of(&self, of: RateOf, direction: Direction, rate: u64) -> Arc<RateLimiter> {
        let mut rate_limiters = self
            .rate_limiters
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let key = (of, direction == Direction::Upload);
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

    const CHUNKS: u64 = 100;

    async fn move_chunks(rates: RateLimits) {
        for _ in 0..CHUNKS {
            rates.acquire(rates.chunk_size(4096)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn two_transfers_share_the_rate() {
        let rate_limiters = RateLimiters::default();
        let begun = Instant::now();
        let limiter = || rate_limiters.of(RateOf::Account(1), Direction::Upload, 10_000);
        let rates = || RateLimits::from_iter([limiter()]);
        tokio::join!(move_chunks(rates()), move_chunks(rates()));
        // 2 × 100 chunks of 500 bytes; the last one does not wait for the next.
        let took = begun.elapsed().as_secs_f64();
        assert!((9.9..=10.1).contains(&took), "{took}");
        let other = rate_limiters.of(RateOf::Account(1), Direction::Download, 10_000);
        assert!(!Arc::ptr_eq(&limiter(), &other));
    }

    #[tokio::test(start_paused = true)]
    async fn the_accounts_of_a_webspace_share_its_rate_and_keep_their_own() {
        let rate_limiters = RateLimiters::default();
        let of = |of, rate| rate_limiters.of(of, Direction::Upload, rate);
        let rates = |account, rate| {
            let (own, all) = (RateOf::Account(account), RateOf::Webspace(1));
            RateLimits::from_iter([of(own, rate), of(all, 10_000)])
        };
        let begun = Instant::now();
        tokio::join!(move_chunks(rates(1, 20_000)), move_chunks(rates(2, 20_000)));
        // 2 × 100 chunks of 500 bytes pass the webspace's limit.
        let together = begun.elapsed().as_secs_f64();
        assert!((9.9..=10.1).contains(&together), "{together}");
        let begun = Instant::now();
        move_chunks(rates(1, 1_000)).await;
        // 100 chunks of 50 bytes.
        let alone = begun.elapsed().as_secs_f64();
        assert!((4.9..=5.1).contains(&alone), "{alone}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_gives_no_credit() {
        let rates = RateLimits::from_iter([Arc::new(RateLimiter::new(1000))]);
        tokio::time::sleep(Duration::from_secs(60)).await;
        let begun = Instant::now();
        for _ in 0..10 {
            rates.acquire(1000).await;
        }
        assert_eq!(begun.elapsed(), Duration::from_secs(9));
    }
}
