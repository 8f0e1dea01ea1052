//! What a server function answers when it did nothing.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use super::json::JsonText;
use model::{AppError, Field, FieldError};

/// Why a server function did nothing, and what had been typed.
///
/// Without JavaScript the form is drawn anew after an error; `typed` fills it again. Passwords
/// are never among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// Why.
    pub problem: AppError,
    /// The fields' values as typed, by [`Field::key`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub typed: Vec<(String, String)>,
}

impl ApiError {
    /// What had been typed into a field.
    pub fn typed(&self, field: Field) -> Option<&str> {
        self.typed
            .iter()
            .find(|(key, _)| key == field.key())
            .map(|(_, value)| value.as_str())
    }

    /// The rule that a field's value broke.
    pub fn field_error(&self, field: Field) -> Option<FieldError> {
        match &self.problem {
            AppError::Invalid(problems) => problems
                .iter()
                .find(|problem| problem.field == field)
                .map(|problem| problem.error),
            _ => None,
        }
    }
}

impl From<AppError> for ApiError {
    fn from(problem: AppError) -> Self {
        Self {
            problem,
            typed: Vec::new(),
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let problem = match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => AppError::Unreachable,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => AppError::Malformed,
            _ => AppError::Internal,
        };
        problem.into()
    }
}
