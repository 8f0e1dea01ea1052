//! Times as the clocks of a time zone show them.
//!
//! The rules of the zones are in the program: neither the host nor the browser needs a database of
//! them, and pages that the server renders show the same times as those of the browser.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz;
use model::{CivilTime, LocalTime, TimeZone, UtcTime};

/// The clock of a time zone.
#[derive(Clone, Debug)]
pub struct LocalClock {
    zone: tz::TimeZone,
}

impl LocalClock {
    /// The clock of a zone of the IANA database; that of UTC if there is no such zone.
    pub fn of(zone: &TimeZone) -> Self {
        Self {
            zone: tz::TimeZone::get(zone.as_str()).unwrap_or(tz::TimeZone::UTC),
        }
    }
}

impl LocalTime for LocalClock {
    /// What the clock shows at a point in time. A time beyond the years -9999 to 9999 is shown as
    /// the first or the last one in them.
    fn to_civil(&self, time: UtcTime) -> CivilTime {
        let limit = if time.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        let timestamp = Timestamp::from_second(time.0).unwrap_or(limit);
        civil_time(self.zone.to_datetime(timestamp))
    }

    /// The point in time at which the clock shows this; none for what no calendar has.
    ///
    /// Where clocks are put forward, a time that they skip is read with the offset from before, so
    /// that it is later by as much as they are put forward. Where they are put back, a time that
    /// they show twice is the earlier one. This is the "compatible" disambiguation of RFC 5545 and
    /// of `Temporal`.
    fn to_utc(&self, civil: CivilTime) -> Option<UtcTime> {
        let timestamp = self.zone.to_timestamp(date_time(civil)?).ok()?;
        Some(UtcTime(timestamp.as_second()))
    }
}

fn civil_time(time: DateTime) -> CivilTime {
    // Months, days, hours, minutes and seconds are never negative.
    CivilTime {
        year: time.year().into(),
        month: time.month().unsigned_abs(),
        day: time.day().unsigned_abs(),
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
        second: time.second().unsigned_abs(),
    }
}

fn date_time(civil: CivilTime) -> Option<DateTime> {
    let small = |number: u8| i8::try_from(number).ok();
    DateTime::new(
        i16::try_from(civil.year).ok()?,
        small(civil.month)?,
        small(civil.day)?,
        small(civil.hour)?,
        small(civil.minute)?,
        small(civil.second)?,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;

    use super::*;

    fn clock(zone: &str) -> LocalClock {
        LocalClock::of(&TimeZone::parse(zone).unwrap())
    }

    fn civil(date: (i64, u8, u8), time: (u8, u8, u8)) -> CivilTime {
        CivilTime {
            year: date.0,
            month: date.1,
            day: date.2,
            hour: time.0,
            minute: time.1,
            second: time.2,
        }
    }

    fn utc(text: &str) -> UtcTime {
        UtcTime::parse(text).unwrap()
    }

    #[test]
    fn a_zone_has_its_offset_and_its_summer_time() {
        let paris = clock("Europe/Paris");
        for (time, shown) in [
            ("2026-01-15T12:00:00Z", civil((2026, 1, 15), (13, 0, 0))),
            ("2026-07-15T22:30:05Z", civil((2026, 7, 16), (0, 30, 5))),
        ] {
            assert_eq!(paris.to_civil(utc(time)), shown);
            assert_eq!(paris.to_utc(shown), Some(utc(time)));
        }
        let kathmandu = clock("Asia/Kathmandu");
        assert_eq!(
            kathmandu.to_civil(utc("2026-01-15T12:00:00Z")),
            civil((2026, 1, 15), (17, 45, 0))
        );
    }

    #[test]
    fn a_skipped_time_is_later_and_a_repeated_one_the_earlier() {
        let paris = clock("Europe/Paris");
        let skipped = civil((2026, 3, 29), (2, 30, 0));
        let later = paris.to_utc(skipped).unwrap();
        assert_eq!(later, utc("2026-03-29T01:30:00Z"));
        assert_eq!(paris.to_civil(later), civil((2026, 3, 29), (3, 30, 0)));
        let repeated = civil((2026, 10, 25), (2, 30, 0));
        assert_eq!(paris.to_utc(repeated), Some(utc("2026-10-25T00:30:00Z")));
    }

    #[test]
    fn a_month_later_is_by_the_clock_of_the_zone() {
        for (zone, from, months, to) in [
            // There it is 31 January, in UTC still or already another day.
            (
                "Europe/Paris",
                "2026-01-30T23:30:00Z",
                1,
                "2026-02-27T23:30:00Z",
            ),
            (
                "Pacific/Auckland",
                "2026-01-30T12:00:00Z",
                1,
                "2026-02-27T12:00:00Z",
            ),
            (
                "America/New_York",
                "2026-02-01T04:59:00Z",
                1,
                "2026-03-01T04:59:00Z",
            ),
            // The time of day stays when summer time begins and ends,
            (
                "Europe/Paris",
                "2026-03-15T12:00:00Z",
                1,
                "2026-04-15T11:00:00Z",
            ),
            (
                "Europe/Paris",
                "2026-07-31T12:00:00Z",
                4,
                "2026-11-30T13:00:00Z",
            ),
            // but where clocks skip it, and of two it is the first.
            (
                "Europe/Paris",
                "2026-01-29T01:30:00Z",
                2,
                "2026-03-29T01:30:00Z",
            ),
            (
                "Europe/Paris",
                "2026-09-25T00:30:00Z",
                1,
                "2026-10-25T00:30:00Z",
            ),
        ] {
            let later = utc(from).later(months, 0, &clock(zone));
            assert_eq!(later, Some(utc(to)), "{zone} {from}");
        }
        let paris = clock("Europe/Paris");
        let day = utc("2026-03-28T12:00:00Z").later(0, 1, &paris);
        assert_eq!(day, Some(utc("2026-03-29T11:00:00Z")));
    }

    #[test]
    fn an_unknown_zone_is_utc() {
        let noon = utc("2026-07-15T12:00:00Z");
        for zone in ["Atlantis/Capital", "UTC"] {
            let shown = clock(zone).to_civil(noon);
            assert_eq!(shown, civil((2026, 7, 15), (12, 0, 0)), "{zone}");
        }
    }

    #[test]
    fn what_no_calendar_has_is_no_time() {
        let paris = clock("Europe/Paris");
        for (date, time) in [
            ((2026, 2, 29), (0, 0, 0)),
            ((2026, 13, 1), (0, 0, 0)),
            ((2026, 1, 1), (24, 0, 0)),
            ((99_999, 1, 1), (0, 0, 0)),
            ((2026, 255, 1), (0, 0, 0)),
        ] {
            assert_eq!(paris.to_utc(civil(date, time)), None);
        }
    }

    #[test]
    fn times_beyond_the_calendar_are_its_ends() {
        let paris = clock("Europe/Paris");
        assert_eq!(paris.to_civil(UtcTime(i64::MAX)).year, 9999);
        assert_eq!(paris.to_civil(UtcTime(i64::MIN)).year, -9999);
    }

    proptest! {
        #[test]
        fn utc_is_shown_as_the_model_shows_it(seconds in -62_135_596_800_i64..253_402_207_200) {
            let time = UtcTime(seconds);
            let utc = clock("UTC");
            prop_assert_eq!(utc.to_civil(time), time.civil());
            prop_assert_eq!(utc.to_utc(time.civil()), Some(time));
        }

        #[test]
        fn months_end_at_their_last_day_in_every_zone(
            seconds in 0_i64..4_102_444_800, months in 1_u32..40,
            zone in prop::sample::select(vec![
                "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
                "America/St_Johns", "Pacific/Auckland", "Pacific/Honolulu", "UTC",
            ]),
        ) {
            let clock = clock(zone);
            let now = clock.to_civil(UtcTime(seconds));
            let later = clock.to_civil(UtcTime(seconds).later(months, 0, &clock).unwrap());
            let count = |civil: CivilTime| civil.year * 12 + i64::from(civil.month);
            prop_assert_eq!(count(later), count(now) + i64::from(months));
            // Clocks are put forward by an hour at most, and not at the end of a month.
            prop_assert!(later.day <= now.day);
            prop_assert!(later.day == now.day || later.later(0, 1).unwrap().day == 1);
            let minutes = |civil: CivilTime| i64::from(civil.hour) * 60 + i64::from(civil.minute);
            prop_assert!((0..=60).contains(&(minutes(later) - minutes(now))));
        }

        #[test]
        fn what_is_shown_is_read_back_within_an_hour_of_a_change(seconds in 0_i64..4_102_444_800) {
            let clock = clock("America/New_York");
            let read = clock.to_utc(clock.to_civil(UtcTime(seconds))).unwrap();
            prop_assert!(seconds - read.0 == 0 || seconds - read.0 == 3_600);
        }
    }
}
