//! For how long a client may leave untaken what is written to it.

use std::time::Duration;

use super::limits::HttpLimits;

/// For how long writes may still wait: [`HttpLimits::write_timeout`] at first.
///
/// It runs out while a write waits, and what the client takes gives some of it back, by
/// [`HttpLimits::min_write_rate`]: a client that stands still is let go as well as one that takes
/// a byte now and then, and a slow one is not.
#[derive(Debug)]
pub(super) struct Patience {
    left: Duration,
    most: Duration,
    /// What gives back a second of it, in bytes.
    rate: u32,
}

impl Patience {
    pub(super) fn new(limits: &HttpLimits) -> Self {
        Self {
            left: limits.write_timeout,
            most: limits.write_timeout,
            rate: limits.min_write_rate.max(1),
        }
    }

    /// How long the next write may wait.
    pub(super) fn left(&self) -> Duration {
        self.left
    }

    /// Accounts for a write that waited so long until the client took so much.
    pub(super) fn taken(&mut self, bytes: usize, waited: Duration) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let earned = Duration::from_secs(1) * bytes / self.rate;
        self.left = self.most.min(self.left.saturating_sub(waited) + earned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_client_is_waited_for_and_one_that_drips_is_not() {
        // How often a client can take so many bytes after so many seconds, in a day.
        let taken = |bytes, seconds| {
            let mut patience = Patience::new(&HttpLimits::default());
            let waited = Duration::from_secs(seconds);
            (0..86_400 / seconds)
                .take_while(|_| {
                    let waits = waited < patience.left;
                    patience.taken(bytes, waited);
                    waits
                })
                .count()
        };
        // GPRS, in large steps.
        assert_eq!(taken(100_000, 25), 86_400 / 25);
        assert_eq!(taken(600, 1), 86_400);
        assert_eq!(taken(1, 1), 30);
        assert_eq!(taken(5_000, 29), 1);
        assert_eq!(taken(1_000_000, 30), 0);
    }
}
