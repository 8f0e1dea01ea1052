//! Points in time.

use serde::{Deserialize, Serialize};

use super::{CivilTime, LocalTime, Utc};

/// A point in time: whole seconds since 1970-01-01 00:00:00 UTC, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UtcTime(pub i64);

impl UtcTime {
    /// The time now. For the server: a browser without a clock of its own would panic.
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

    /// So many months and then days later by the calendar and the clock of `zone`, at the same time
    /// of day; see [`CivilTime::later`]. A time that the clock skips is as much later as it is put
    /// forward. None beyond the last year.
    pub fn later(self, months: u32, days: u32, zone: &dyn LocalTime) -> Option<Self> {
        zone.to_utc(zone.to_civil(self).later(months, days)?)
    }

    /// This time as a calendar and a clock in UTC show it.
    pub fn civil(self) -> CivilTime {
        Utc.to_civil(self)
    }

    /// Reads a civil time in UTC, as [`UtcTime::parse_in`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_in(text, &Utc)
    }

    /// Reads a text of [`CivilTime::parse`] as a time in `zone`, or in UTC if a `Z` follows it.
    /// None for anything else, and for a time that the zone skips.
    pub fn parse_in(text: &str, zone: &dyn LocalTime) -> Option<Self> {
        match text.strip_suffix('Z') {
            Some(text) => Utc.to_utc(CivilTime::parse(text)?),
            None => zone.to_utc(CivilTime::parse(text)?),
        }
    }

    /// The value of an `<input type="datetime-local">`, which [`UtcTime::parse_in`] reads:
    /// `2026-12-31T18:30`, with seconds where there are any.
    pub fn input_value(self, zone: &dyn LocalTime) -> String {
        let text = zone.to_civil(self).to_string();
        text.strip_suffix(":00").unwrap_or(&text).to_owned()
    }

    /// The form of RFC 3339, for `<time datetime>` and JSON.
    pub fn rfc3339(self) -> String {
        format!("{}Z", self.civil())
    }
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
    fn texts_are_read() {
        let read = |text: &str| UtcTime::parse(text).map(UtcTime::rfc3339);
        for (text, time) in [
            ("9999-12-31", "9999-12-31T23:59:59Z"),
            ("2024-02-29", "2024-03-01T00:00:00Z"),
            ("2026-11-23 23:59", "2026-11-23T23:59:00Z"),
            ("2026-11-23T23:59:58", "2026-11-23T23:59:58Z"),
            ("2026-11-23T23:59:58Z", "2026-11-23T23:59:58Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(time));
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
                UtcTime::parse(&UtcTime(seconds).input_value(&Utc)),
                Some(UtcTime(seconds))
            );
        }
    }
}
