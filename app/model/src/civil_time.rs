//! Times as a calendar and a clock show them.

use std::fmt;

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time};

use super::UtcTime;

/// A date and a time of day, wherever that is (Gregorian calendar, years 1 to 9999).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// What a clock shows somewhere.
///
/// The rules of time zones are no part of this crate: who has them implements this.
pub trait LocalTime {
    /// The point in time at which a clock there shows `civil`; none if it never does. Of two, when
    /// clocks are put back, the earlier one.
    fn to_utc(&self, civil: CivilTime) -> Option<UtcTime>;

    /// What a clock there shows at `time`.
    fn to_civil(&self, time: UtcTime) -> CivilTime;
}

/// Coordinated Universal Time, in which there are no surprises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Utc;

impl LocalTime for Utc {
    fn to_utc(&self, civil: CivilTime) -> Option<UtcTime> {
        Some(UtcTime(civil.date_time()?.as_utc().unix_timestamp()))
    }

    /// A time beyond the years of [`CivilTime`] is shown as the last one in them.
    fn to_civil(&self, time: UtcTime) -> CivilTime {
        let time = OffsetDateTime::UNIX_EPOCH.saturating_add(Duration::seconds(time.0));
        CivilTime::of(time.date(), time.time())
    }
}

impl CivilTime {
    /// Reads a date, which stands for its very end, or a date and a time of day: `2026-12-31`,
    /// `2026-12-31 18:30`, `2026-12-31T18:30:00`. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((date, time)) = text.split_once(['T', ' ']) else {
            return Some(Self::at_midnight(text)?.end_of_day());
        };
        let [hour, minute, second] = digits(time, ':', [2, 2, 2]).or_else(|| {
            let [hour, minute] = digits(time, ':', [2, 2])?;
            Some([hour, minute, 0])
        })?;
        let civil = Self {
            hour: u8::try_from(hour).ok()?,
            minute: u8::try_from(minute).ok()?,
            second: u8::try_from(second).ok()?,
            ..Self::at_midnight(date)?
        };
        // It is one that a clock can show.
        civil.date_time().map(|_| civil)
    }

    /// The same time of day so many months and then days later. Where the month has no such day, it
    /// is the last one that it has: a month after 31 January is 28 or 29 February. None beyond the
    /// last year.
    pub fn later(self, months: u32, days: u32) -> Option<Self> {
        let now = self.date_time()?;
        let months = (u32::from(self.month) - 1).checked_add(months)?;
        let year = now.year().checked_add(i32::try_from(months / 12).ok()?)?;
        let month = Month::January.nth_next(u8::try_from(months % 12).ok()?);
        let day = self.day.min(month.length(year));
        let date = Date::from_calendar_date(year, month, day).ok()?;
        let date = date.checked_add(Duration::days(days.into()))?;
        Some(Self::of(date, now.time()))
    }

    /// The beginning of a date.
    fn at_midnight(date: &str) -> Option<Self> {
        let [year, month, day] = digits(date, '-', [4, 2, 2])?;
        let midnight = Self {
            year: year.into(),
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
            hour: 0,
            minute: 0,
            second: 0,
        };
        midnight.date_time().map(|_| midnight)
    }

    /// The midnight that follows; the last second of the last day that there is.
    fn end_of_day(self) -> Self {
        match self.date_time().and_then(|now| now.date().next_day()) {
            Some(tomorrow) => Self::of(tomorrow, Time::MIDNIGHT),
            None => Self {
                hour: 23,
                minute: 59,
                second: 59,
                ..self
            },
        }
    }

    /// None for what no calendar and no clock shows.
    fn date_time(self) -> Option<PrimitiveDateTime> {
        let month = Month::try_from(self.month).ok()?;
        let year = i32::try_from(self.year).ok()?;
        let date = Date::from_calendar_date(year, month, self.day).ok()?;
        let time = Time::from_hms(self.hour, self.minute, self.second).ok()?;
        Some(PrimitiveDateTime::new(date, time))
    }

    fn of(date: Date, time: Time) -> Self {
        Self {
            year: date.year().into(),
            month: date.month().into(),
            day: date.day(),
            hour: time.hour(),
            minute: time.minute(),
            second: time.second(),
        }
    }
}

impl fmt::Display for CivilTime {
    /// As [`CivilTime::parse`] reads it: `2026-12-31T18:30:00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )
    }
}

/// Numbers of so many digits with a separator between them.
fn digits<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[u16; N]> {
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
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;

    use super::*;

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

    #[test]
    fn a_date_alone_is_its_very_end() {
        for (date, end) in [
            ("2026-12-31", "2027-01-01T00:00:00"),
            ("2024-02-28", "2024-02-29T00:00:00"),
            ("9999-12-31", "9999-12-31T23:59:59"),
        ] {
            assert_eq!(CivilTime::parse(date).unwrap().to_string(), end);
        }
    }

    #[test]
    fn a_time_after_all_calendars_is_the_last_one() {
        for seconds in [253_402_300_800, i64::MAX] {
            assert_eq!(UtcTime(seconds).rfc3339(), "9999-12-31T23:59:59Z");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(seconds in -62_135_596_800_i64..253_402_300_800) {
            let civil = Utc.to_civil(UtcTime(seconds));
            prop_assert_eq!(CivilTime::parse(&civil.to_string()), Some(civil));
            prop_assert_eq!(Utc.to_utc(civil), Some(UtcTime(seconds)));
        }

        #[test]
        fn whatever_is_read_is_a_time_that_a_clock_shows(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?") {
            if let Some(civil) = CivilTime::parse(&text) {
                prop_assert!(Utc.to_utc(civil).is_some());
            }
        }
    }

    #[test]
    fn a_month_ends_where_it_has_no_such_day() {
        for (from, months, to) in [
            ("2026-01-31 23:30", 1, "2026-02-28T23:30:00"),
            ("2028-01-31 00:00", 1, "2028-02-29T00:00:00"),
            ("2026-01-31 12:00", 3, "2026-04-30T12:00:00"),
            ("2026-11-30 12:00", 3, "2027-02-28T12:00:00"),
            ("2028-02-29 12:00", 12, "2029-02-28T12:00:00"),
            ("2028-02-29 12:00", 48, "2032-02-29T12:00:00"),
            ("2026-12-15 12:00", 1, "2027-01-15T12:00:00"),
        ] {
            let civil = CivilTime::parse(from).unwrap();
            let later = civil.later(months, 0).unwrap();
            assert_eq!(later.to_string(), to, "{from} + {months}");
        }
        let end = CivilTime::parse("9999-12-31 12:00").unwrap();
        assert_eq!((end.later(1, 0), end.later(0, 1)), (None, None));
        assert_eq!(end.later(u32::MAX, u32::MAX), None);
    }

    proptest! {
        #[test]
        fn months_are_counted_and_days_clamped(
            day in 0_i64..60_000, second in 0_i64..86_400, months in 0_u32..1_200, more in 0_u32..40,
        ) {
            let civil = UtcTime(day * 86_400 + second).civil();
            let later = civil.later(months, 0).unwrap();
            let count = |civil: CivilTime| civil.year * 12 + i64::from(civil.month);
            prop_assert_eq!(count(later), count(civil) + i64::from(months));
            let next_day = later.later(0, 1).unwrap();
            let is_last = next_day.day == 1;
            prop_assert!(later.day == civil.day || later.day < civil.day && is_last);
            prop_assert_eq!(
                (later.hour, later.minute, later.second),
                (civil.hour, civil.minute, civil.second)
            );
            let days = civil.later(0, more).unwrap();
            prop_assert_eq!(Utc.to_utc(days), Some(UtcTime(day * 86_400 + second).plus_days(more)));
            // What is later stays later.
            prop_assert!(civil.later(months + 1, 0).unwrap() > later);
        }
    }
}
