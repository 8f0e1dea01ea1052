//! Times as FTP writes them: always UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::digits::push_decimal;

const DAY: i64 = 86_400;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// `ls` shows the year instead of the hour for what is older than half a year.
const HALF_YEAR: i64 = 365 * DAY / 2;

/// A moment in the proleptic Gregorian calendar, UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    second_of_day: i64,
}

fn seconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX / 2),
        Err(before) => {
            let before = before.duration();
            let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX / 2);
            -whole - i64::from(before.subsec_nanos() > 0)
        }
    }
}

/// Days since 1970-01-01 of a date. Years begin in March here, so that the leap day is last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil(time: SystemTime) -> Civil {
    let seconds = seconds(time);
    let days = seconds.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    Civil {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
        second_of_day: seconds.rem_euclid(DAY),
    }
}

/// `YYYYMMDDHHMMSS` (RFC 3659, section 2.3).
pub(crate) fn format_stamp(time: SystemTime) -> String {
    let mut stamp = Vec::with_capacity(14);
    push_stamp(&mut stamp, time);
    String::from_utf8_lossy(&stamp).into_owned()
}

/// Appends `YYYYMMDDHHMMSS` (RFC 3659, section 2.3).
pub(crate) fn push_stamp(out: &mut Vec<u8>, time: SystemTime) {
    let Civil {
        year,
        month,
        day,
        second_of_day: s,
    } = civil(time);
    push_fixed(out, year.clamp(0, 9999), 4, b'0');
    for two in [month, day, s / 3600, s / 60 % 60, s % 60] {
        push_fixed(out, two, 2, b'0');
    }
}

/// A number of a date, which is never negative.
fn push_fixed(out: &mut Vec<u8>, number: i64, width: usize, fill: u8) {
    push_decimal(out, number.try_into().unwrap_or_default(), width, fill);
}

/// Reads `YYYYMMDDHHMMSS`, with an optional fraction of a second, from 1970 on.
pub(crate) fn parse_stamp(text: &[u8]) -> Option<SystemTime> {
    let text = std::str::from_utf8(text).ok()?;
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if whole.len() != 14 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| whole.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) = (number(8..10)?, number(10..12)?, number(12..14)?);
    // Second 60 is a leap second (RFC 3659, section 2.3); it counts as the next minute.
    if !(1970..).contains(&year) || !(1..=12).contains(&month) || hour > 23 || minute > 59 {
        return None;
    }
    let next_month = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    let month_length =
        days_from_civil(next_month.0, next_month.1, 1) - days_from_civil(year, month, 1);
    if !(1..=month_length).contains(&day) || second > 60 {
        return None;
    }
    let nanos = match fraction {
        Some(digits) if (1..=9).contains(&digits.len()) => {
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            format!("{digits:0<9}").parse::<u32>().ok()?
        }
        Some(_) => return None,
        None => 0,
    };
    let seconds = days_from_civil(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    Some(UNIX_EPOCH + Duration::new(u64::try_from(seconds).ok()?, nanos))
}

/// As `ls -l` writes it: `Nov  4 09:30`, or `Nov  4  2019` when it is long ago or to come.
pub(crate) fn push_listing_time(out: &mut Vec<u8>, time: SystemTime, now: SystemTime) {
    let Civil {
        year,
        month,
        day,
        second_of_day: s,
    } = civil(time);
    let name = usize::try_from(month - 1)
        .ok()
        .and_then(|m| MONTHS.get(m))
        .unwrap_or(&"Jan");
    out.extend_from_slice(name.as_bytes());
    out.push(b' ');
    push_fixed(out, day, 2, b' ');
    out.push(b' ');
    let age = seconds(now) - seconds(time);
    // A clock that is a little ahead is no reason to lose the hour.
    if (-DAY..=HALF_YEAR).contains(&age) {
        push_fixed(out, s / 3600, 2, b'0');
        out.push(b':');
        push_fixed(out, s / 60 % 60, 2, b'0');
    } else {
        push_fixed(out, year.max(0), 5, b' ');
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn listed(time: SystemTime, now: SystemTime) -> String {
        let mut text = Vec::new();
        push_listing_time(&mut text, time, now);
        String::from_utf8(text).unwrap()
    }

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn known_moments() {
        for (seconds, stamp) in [
            (0, "19700101000000"),
            (951_782_399, "20000228235959"),
            (951_782_400, "20000229000000"),
            (1_709_164_800, "20240229000000"),
            (1_763_948_883, "20251124014803"),
            (4_107_542_399, "21000228235959"),
            (4_107_542_400, "21000301000000"),
        ] {
            assert_eq!(format_stamp(at(seconds)), stamp);
            assert_eq!(parse_stamp(stamp.as_bytes()).unwrap(), at(seconds));
        }
        assert_eq!(
            format_stamp(UNIX_EPOCH - Duration::from_millis(1)),
            "19691231235959"
        );
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "2024",
            "20240230000000",
            "20230229000000",
            "20241301000000",
            "20240101240000",
            "20240101006000",
            "20240101000061",
            "2024010100000x",
            "+0240101000000",
            "20240101000000.",
            "20240101000000.x",
            "20240101000000.1234567890",
            "19691231235959",
        ] {
            assert_eq!(parse_stamp(text.as_bytes()), None, "{text}");
        }
        let half = parse_stamp(b"19700101000001.5").unwrap();
        assert_eq!(half, UNIX_EPOCH + Duration::from_millis(1500));
    }

    #[test]
    fn listings_show_the_hour_or_the_year() {
        let now = at(1_763_948_883);
        assert_eq!(listed(at(1_763_948_883 - 3600), now), "Nov 24 00:48");
        assert_eq!(listed(at(951_782_400), now), "Feb 29  2000");
        assert_eq!(listed(at(4_107_542_400), now), "Mar  1  2100");
    }

    proptest! {
        #[test]
        fn a_stamp_can_be_read_back(seconds in 0u64..253_402_300_799) {
            prop_assert_eq!(parse_stamp(format_stamp(at(seconds)).as_bytes()), Some(at(seconds)));
        }

        #[test]
        fn parsing_is_total(bytes in proptest::collection::vec(any::<u8>(), 0..24)) {
            let _ = parse_stamp(&bytes);
        }
    }
}
