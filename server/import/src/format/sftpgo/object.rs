//! JSON objects, read field by field.

use model::RecordError;
use serde_json::{Map, Value};

/// A JSON object. What is absent, `null` or of the kind's zero is not set.
pub(super) struct Object<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Object<'a> {
    /// A text; empty if it is not set.
    pub(super) fn text(&self, field: &str) -> Result<&'a str, RecordError> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(""),
            Some(value) => value.as_str().ok_or_else(|| unreadable(field)),
        }
    }

    /// A number; 0 if it is not set or below.
    pub(super) fn number(&self, field: &str) -> Result<u64, RecordError> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(0),
            Some(value) => match (value.as_u64(), value.as_i64()) {
                (Some(number), _) => Ok(number),
                (None, Some(_)) => Ok(0),
                (None, None) => Err(unreadable(field)),
            },
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, field: &str) -> Result<Vec<&'a str>, RecordError> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(value) => texts(value).ok_or_else(|| unreadable(field)),
        }
    }

    /// An object; none if it is not set.
    pub(super) fn object(&self, field: &str) -> Result<Option<Object<'a>>, RecordError> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(object)) => Ok(Some(Object(object))),
            Some(_) => Err(unreadable(field)),
        }
    }

    /// The fields that are set.
    pub(super) fn set_fields(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let fields = self.0.iter().filter(|(_, value)| is_set(value));
        fields.map(|(field, value)| (field.as_str(), value))
    }
}

/// A list of texts; none if it is no such list.
pub(super) fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

/// A value as a person reads it: texts as they are, and with commas between them.
pub(super) fn shown(value: &Value) -> String {
    match (value.as_str(), texts(value)) {
        (Some(text), _) => text.to_owned(),
        (None, Some(texts)) => texts.join(", "),
        (None, None) => value.to_string(),
    }
}

/// That a field cannot be read.
pub(super) fn unreadable(field: &str) -> RecordError {
    RecordError::FieldUnreadable {
        field: field.to_owned(),
    }
}

/// Whether a value says something: a number other than zero, a text, something in a list.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(fields) => fields.values().any(is_set),
    }
}
