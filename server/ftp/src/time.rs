//! Timestamps as FTP writes them: always UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};

use crate::integer_format::push_decimal;

/// The Unix epoch.
const EPOCH: DateTime = date(1970, 1, 1).at(0, 0, 0, 0);
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// `ls` shows the year instead of the hour for what is older than half a year.
const HALF_YEAR: SignedDuration = SignedDuration::from_hours(365 * 24 / 2);
/// Times a little in the future still show the hour: clocks differ.
const MAX_CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(24);

/// The date and time in UTC, clamped to the range of the calendar.
fn utc(time: SystemTime) -> DateTime {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => EPOCH.checked_add(after).unwrap_or(DateTime::MAX),
        Err(before) => EPOCH
            .checked_sub(before.duration())
            .unwrap_or(DateTime::MIN),
    }
}

/// `YYYYMMDDHHMMSS` (RFC 3659, section 2.3).
pub(crate) fn format_timestamp(time: SystemTime) -> String {
    let mut timestamp = Vec::with_capacity(14);
    push_timestamp(&mut timestamp, time);
    String::from_utf8_lossy(&timestamp).into_owned()
}

/// Appends `YYYYMMDDHHMMSS` (RFC 3659, section 2.3).
pub(crate) fn push_timestamp(out: &mut Vec<u8>, time: SystemTime) {
    let utc = utc(time);
    push_number(out, utc.year().max(0), 4, b'0');
    push_number(out, utc.month(), 2, b'0');
    push_number(out, utc.day(), 2, b'0');
    push_number(out, utc.hour(), 2, b'0');
    push_number(out, utc.minute(), 2, b'0');
    push_number(out, utc.second(), 2, b'0');
}

/// Appends a number of a date, which is never negative here.
fn push_number(out: &mut Vec<u8>, number: impl TryInto<u64>, width: usize, fill: u8) {
    push_decimal(out, number.try_into().unwrap_or_default(), width, fill);
}

/// Parses `YYYYMMDDHHMMSS`, with an optional fraction of a second, from 1970 on.
pub(crate) fn parse_timestamp(text: &[u8]) -> Option<SystemTime> {
    let text = std::str::from_utf8(text).ok()?;
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if whole.len() != 14 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = whole.get(..4)?.parse().ok()?;
    let number = |at: usize| whole.get(at..at + 2)?.parse::<i8>().ok();
    let (month, day, hour, minute) = (number(4)?, number(6)?, number(8)?, number(10)?);
    let minute = DateTime::new(year, month, day, hour, minute, 0, 0).ok()?;
    // Second 60 is a leap second (RFC 3659, section 2.3); it counts as the next minute.
    let second = u64::try_from(number(12)?).ok().filter(|s| *s <= 60)?;
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
    let since_epoch = Duration::try_from(minute.duration_since(EPOCH)).ok()?;
    UNIX_EPOCH.checked_add(since_epoch + Duration::new(second, nanos))
}

/// As `ls -l` writes it: `Nov  4 09:30`, or `Nov  4  2019` for old and future times.
pub(crate) fn push_listing_time(out: &mut Vec<u8>, time: SystemTime, now: SystemTime) {
    let (time, now) = (utc(time), utc(now));
    let month = usize::try_from(time.month() - 1)
        .ok()
        .and_then(|month| MONTHS.get(month));
    out.extend_from_slice(month.unwrap_or(&"Jan").as_bytes());
    out.push(b' ');
    push_number(out, time.day(), 2, b' ');
    out.push(b' ');
    if (-MAX_CLOCK_SKEW..=HALF_YEAR).contains(&now.duration_since(time)) {
        push_number(out, time.hour(), 2, b'0');
        out.push(b':');
        push_number(out, time.minute(), 2, b'0');
    } else {
        push_number(out, time.year().max(0), 5, b' ');
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
    fn known_timestamps() {
        for (seconds, timestamp) in [
            (0, "19700101000000"),
            (951_782_399, "20000228235959"),
            (951_782_400, "20000229000000"),
            (1_709_164_800, "20240229000000"),
            (1_763_948_883, "20251124014803"),
            (4_107_542_399, "21000228235959"),
            (4_107_542_400, "21000301000000"),
        ] {
            assert_eq!(format_timestamp(at(seconds)), timestamp);
            assert_eq!(parse_timestamp(timestamp.as_bytes()).unwrap(), at(seconds));
        }
        assert_eq!(
            format_timestamp(UNIX_EPOCH - Duration::from_millis(1)),
            "19691231235959"
        );
    }

    #[test]
    fn rejects_what_is_no_timestamp() {
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
            assert_eq!(parse_timestamp(text.as_bytes()), None, "{text}");
        }
        let half = parse_timestamp(b"19700101000001.5").unwrap();
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
        fn a_timestamp_round_trips(seconds in 0u64..253_402_300_799) {
            prop_assert_eq!(parse_timestamp(format_timestamp(at(seconds)).as_bytes()), Some(at(seconds)));
        }

        #[test]
        fn parsing_is_total(bytes in proptest::collection::vec(any::<u8>(), 0..24)) {
            let _ = parse_timestamp(&bytes);
        }
    }
}
