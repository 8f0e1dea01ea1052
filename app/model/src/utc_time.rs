//! Points in time.

use serde::{Deserialize, Serialize};

/// A point in time: whole seconds since 1970-01-01 00:00:00 UTC, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UtcTime(pub i64);

/// A point in time as a calendar and a clock in UTC show it (Gregorian calendar).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilTime {
    /// The year, as in 2026.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl UtcTime {
    /// The time now.
    pub fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Self(since.map_or(0, |elapsed| {
            i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
        }))
    }

    /// So many days of 24 hours later.
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0 + i64::from(days) * 86_400)
    }

    /// This time as a calendar shows it.
    pub fn civil(self) -> CivilTime {
        let days = self.0.div_euclid(86_400);
        let seconds = self.0.rem_euclid(86_400);
        // Days are counted in eras of 400 years that begin on 1 March, so that a leap day is
        // the last day of its year (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).unwrap_or(0);
        CivilTime {
            year,
            month: small(month),
            day: small(day),
            hour: small(seconds / 3_600),
            minute: small(seconds / 60 % 60),
            second: small(seconds % 60),
        }
    }

    /// Reads a date, which stands for its very end, or a date and a time of day, in UTC:
    /// `2026-12-31`, `2026-12-31 18:30`, `2026-12-31T18:30:00Z`. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('Z').unwrap_or(text);
        let (date, time) = match text.split_once(['T', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let [year, month, day] = digits(date, '-', [4, 2, 2])?;
        let midnight = Self::midnight(year, month, day)?.0;
        let second = match time {
            None => 86_400,
            Some(time) => {
                let [hour, minute, second] = digits(time, ':', [2, 2, 2]).or_else(|| {
                    let [hour, minute] = digits(time, ':', [2, 2])?;
                    Some([hour, minute, 0])
                })?;
                (hour < 24 && minute < 60 && second < 60)
                    .then_some(hour * 3_600 + minute * 60 + second)?
            }
        };
        Some(Self(midnight + second))
    }

    /// The beginning of a day; none for one that no calendar has.
    fn midnight(year: i64, month: i64, day: i64) -> Option<Self> {
        // As in `civil`, the other way round.
        let shifted_year = year - i64::from(month <= 2);
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let time = Self((era * 146_097 + day_of_era - 719_468) * 86_400);
        let CivilTime {
            year: y,
            month: m,
            day: d,
            ..
        } = time.civil();
        ((y, i64::from(m), i64::from(d)) == (year, month, day)).then_some(time)
    }

    /// The form that [`UtcTime::parse`] reads and `<input type="datetime-local">` shows:
    /// `2026-12-31T18:30`, with seconds where there are any.
    pub fn typed(self) -> String {
        let text = self.rfc3339();
        let text = text.trim_end_matches('Z');
        text.strip_suffix(":00").unwrap_or(text).to_owned()
    }

    /// The form of RFC 3339, as `<time datetime>` and JSON want it.
    pub fn rfc3339(self) -> String {
        let CivilTime {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self.civil();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Numbers of so many digits with a separator between them.
fn digits<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let part = parts.next().filter(|part| part.len() == length)?;
        let only_digits = part.bytes().all(|b| b.is_ascii_digit());
        *number = only_digits.then(|| part.parse().ok()).flatten()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_are_right() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_478_399, "2026-11-23T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(UtcTime(seconds).rfc3339(), text);
        }
    }

    #[test]
    fn what_is_typed_is_read() {
        let read = |text: &str| UtcTime::parse(text).map(UtcTime::rfc3339);
        for (typed, time) in [
            ("2024-02-29", "2024-03-01T00:00:00Z"),
            ("2026-11-23 23:59", "2026-11-23T23:59:00Z"),
            ("2026-11-23T23:59:58", "2026-11-23T23:59:58Z"),
            ("2026-11-23T23:59:58Z", "2026-11-23T23:59:58Z"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(time));
        }
        for wrong in [
            "",
            "2026",
            "2026-1-1",
            "2025-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-11-00",
            "2026-11-23T24:00",
            "2026-11-23T1:00",
            "2026-11-23T10:60",
            "23/11/2026",
            "2026-11-23T",
            "2026-11-23T10:00:00+01:00",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        for seconds in [0, 951_782_399, 1_795_478_399, 4_107_542_400] {
            assert_eq!(
                UtcTime::parse(&UtcTime(seconds).typed()),
                Some(UtcTime(seconds))
            );
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let days_in = |year: i64, month: u8| match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for number in 0..146_097 {
            let civil = UtcTime(number * 86_400).civil();
            assert_eq!((civil.year, civil.month, civil.day), (year, month, day));
            day += 1;
            if day > days_in(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }
}
