//! What a server function answers when it did nothing.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use model::{AppError, Field, FieldError, Form};
use serde::{Deserialize, Serialize};

/// Why a server function did nothing, and what had been submitted.
///
/// Without JavaScript the form is drawn anew after an error; `submitted` fills it again. Passwords
/// are never among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// Why.
    pub error: AppError,
    /// The fields' values as submitted, by [`Field::key`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub submitted: Vec<(String, String)>,
    /// The version that the form was made from, if it changes something that is there: drawn anew,
    /// it must not pass for one that knows what others changed meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

impl ApiError {
    /// The same error, with what was submitted in `form`: nothing secret, nothing too long.
    #[must_use]
    pub fn with_submitted(self, form: &impl Form) -> Self {
        let kept = form.clone().without_secrets();
        let submitted = kept.submitted().into_iter();
        Self {
            submitted: submitted
                .map(|(field, text)| (field.key().to_owned(), text.to_owned()))
                .collect(),
            version: kept.version(),
            ..self
        }
    }

    /// What had been submitted for a field.
    pub fn submitted(&self, field: Field) -> Option<&str> {
        self.submitted
            .iter()
            .find(|(key, _)| key == field.key())
            .map(|(_, value)| value.as_str())
    }

    /// The rule that a field's value broke.
    pub fn field_error(&self, field: Field) -> Option<FieldError> {
        match &self.error {
            AppError::Invalid(fields) => fields
                .iter()
                .find(|invalid| invalid.field == field)
                .map(|invalid| invalid.error),
            _ => None,
        }
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        Self {
            error,
            submitted: Vec::new(),
            version: None,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => AppError::Unreachable,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => AppError::Malformed,
            _ => AppError::Internal,
        };
        error.into()
    }
}
