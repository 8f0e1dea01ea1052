//! Points in time, as RFC 3339 writes them.

use std::borrow::Cow;

use model::UtcTime;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// A point in time, to the second: `2026-12-31T18:30:00Z`. Answers are in UTC; requests may have any
/// offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timestamp(pub(super) UtcTime);

impl From<UtcTime> for Timestamp {
    fn from(time: UtcTime) -> Self {
        Self(time)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.rfc3339())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read: Result<jiff::Timestamp, _> = text.parse();
        let read = read.map_err(|_| D::Error::custom("not a date and time of RFC 3339"))?;
        Ok(Self(UtcTime(read.as_second())))
    }
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some(
                "A point in time (RFC 3339), to the second. Answers are in UTC; requests may have any offset.",
            ))
            .examples(["2026-12-31T18:30:00Z"])
            .into()
    }
}

impl ToSchema for Timestamp {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Timestamp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_its_offset_and_written_in_utc() {
        for (text, utc) in [
            ("2026-12-31T18:30:00Z", "2026-12-31T18:30:00Z"),
            ("2026-12-31T18:30:00+01:00", "2026-12-31T17:30:00Z"),
            ("2026-12-31T18:30:05.999Z", "2026-12-31T18:30:05Z"),
        ] {
            let read: Timestamp = serde_json::from_value(text.into()).expect(text);
            let written = serde_json::to_value(read).expect(text);
            assert_eq!(written, utc);
        }
        for text in ["", "2026-12-31", "2026-12-31T18:30:00", "tomorrow"] {
            assert!(
                serde_json::from_value::<Timestamp>(text.into()).is_err(),
                "{text}"
            );
        }
    }
}
