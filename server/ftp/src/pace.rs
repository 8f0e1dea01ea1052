//! How fast the transfers of one account may be, together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::progress::Direction;

/// Bytes are moved in pieces that take so long.
const PIECE_TIME: Duration = Duration::from_millis(50);

/// A rate that transfers share.
#[derive(Debug)]
pub(crate) struct Pace {
    /// Bytes a second, at least 1.
    rate: u64,
    /// When the next piece may be moved.
    next: Mutex<Instant>,
}

impl Pace {
    fn new(rate: u64) -> Self {
        Self {
            rate: rate.max(1),
            next: Mutex::new(Instant::now()),
        }
    }

    /// How many bytes make one piece, at most `most`.
    pub(crate) fn piece(&self, most: usize) -> usize {
        let piece = self.rate.saturating_mul(PIECE_TIME.as_millis() as u64) / 1000;
        usize::try_from(piece).unwrap_or(most).clamp(1, most)
    }

    /// Waits for the turn of a piece. What was not used before is lost: after a pause nobody may
    /// be faster than the rate.
    pub(crate) async fn take(&self, bytes: usize) {
        let takes = Duration::from_secs_f64(bytes as f64 / self.rate as f64);
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = (*next).max(Instant::now());
            *next = turn + takes;
            turn
        };
        sleep_until(turn).await;
    }
}

/// The paces of all accounts that have sessions.
#[derive(Debug, Default)]
pub(crate) struct Paces {
    paces: Mutex<HashMap<(i64, bool), Weak<Pace>>>,
}

impl Paces {
    /// The pace that an account's transfers in one direction share.
    pub(crate) fn of(&self, account: i64, direction: Direction, rate: u64) -> Arc<Pace> {
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (account, direction == Direction::Upload);
        if let Some(pace) = paces.get(&key).and_then(Weak::upgrade)
            && pace.rate == rate.max(1)
        {
            return pace;
        }
        // Whoever is gone needs no place any more.
        paces.retain(|_, pace| pace.strong_count() > 0);
        let pace = Arc::new(Pace::new(rate));
        paces.insert(key, Arc::downgrade(&pace));
        pace
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn two_that_share_a_pace_are_as_fast_as_one() {
        let paces = Paces::default();
        let begun = Instant::now();
        let move_bytes = |pace: Arc<Pace>| async move {
            for _ in 0..100 {
                pace.take(pace.piece(4096)).await;
            }
        };
        let pace = || paces.of(1, Direction::Upload, 10_000);
        tokio::join!(move_bytes(pace()), move_bytes(pace()));
        // 2 × 100 pieces of 500 bytes; the last one is still being moved.
        let took = begun.elapsed().as_secs_f64();
        assert!((9.9..=10.1).contains(&took), "{took}");
        assert!(!Arc::ptr_eq(
            &pace(),
            &paces.of(1, Direction::Download, 10_000)
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_gives_no_credit() {
        let pace = Pace::new(1000);
        tokio::time::sleep(Duration::from_secs(60)).await;
        let begun = Instant::now();
        for _ in 0..10 {
            pace.take(1000).await;
        }
        assert_eq!(begun.elapsed(), Duration::from_secs(9));
    }
}
