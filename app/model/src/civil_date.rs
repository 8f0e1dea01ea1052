//! Dates of the calendar, wherever that is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CivilTime, LocalTime, UtcTime};

/// A date that a person chooses (Gregorian calendar, years 1 to 9999). When it begins and ends
/// depends on the time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CivilDate {
    midnight: CivilTime,
}

impl CivilDate {
    /// Reads a date as an `<input type="date">` sends it: `2026-11-30`. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != "2026-11-30".len() {
            return None;
        }
        let midnight = CivilTime::parse(&format!("{text}T00:00"))?;
        Some(Self { midnight })
    }

    /// When it begins there.
    pub fn start(self, zone: &dyn LocalTime) -> Option<UtcTime> {
        zone.to_utc(self.midnight)
    }

    /// When it is over there: when the next one begins.
    pub fn end(self, zone: &dyn LocalTime) -> Option<UtcTime> {
        zone.to_utc(self.midnight.later(0, 1)?)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CivilTime {
            year, month, day, ..
        } = self.midnight;
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl TryFrom<String> for CivilDate {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a date")
    }
}

impl From<CivilDate> for String {
    fn from(date: CivilDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::Utc;

    #[test]
    fn a_date_goes_from_midnight_to_midnight() {
        let date = CivilDate::parse("2024-02-29").unwrap();
        assert_eq!(date.to_string(), "2024-02-29");
        let at = |time: Option<UtcTime>| time.unwrap().rfc3339();
        assert_eq!(at(date.start(&Utc)), "2024-02-29T00:00:00Z");
        assert_eq!(at(date.end(&Utc)), "2024-03-01T00:00:00Z");
    }

    #[test]
    fn anything_else_is_no_date() {
        for text in [
            "",
            "2026",
            "2026-1-1",
            "2025-02-29",
            "2026-11-30T10:00",
            "2026-11-30 ",
            "30/11/2026",
            "é026-11-3",
        ] {
            assert_eq!(CivilDate::parse(text), None, "{text}");
        }
    }
}
