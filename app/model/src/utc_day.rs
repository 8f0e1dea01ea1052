//! Days.

use serde::{Deserialize, Serialize};

use super::UtcTime;

/// A day in UTC, from midnight to midnight: whole days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UtcDay(pub i64);

impl UtcDay {
    const SECONDS: i64 = 86_400;

    /// The day that a point in time is in.
    pub fn of(time: UtcTime) -> Self {
        Self(time.0.div_euclid(Self::SECONDS))
    }

    /// The midnight that it begins with.
    pub fn start(self) -> UtcTime {
        UtcTime(self.0.saturating_mul(Self::SECONDS))
    }

    /// So many days later; earlier, if they are negative.
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The date as in ISO 8601, for `<time datetime>`: `2026-11-12`.
    pub fn iso(self) -> String {
        let civil = self.start().civil();
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_from_midnight_to_midnight() {
        for (seconds, day) in [
            (0, 0),
            (86_399, 0),
            (86_400, 1),
            (-1, -1),
            (1_795_478_399, 20_780),
        ] {
            assert_eq!(UtcDay::of(UtcTime(seconds)), UtcDay(day), "{seconds}");
        }
        assert_eq!(UtcDay(20_780).iso(), "2026-11-23");
        assert_eq!(UtcDay(20_780).start().rfc3339(), "2026-11-23T00:00:00Z");
        assert_eq!(UtcDay(20_780).plus(-20_780), UtcDay(0));
    }
}
