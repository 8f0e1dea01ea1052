//! What is wrong with a form, gathered so that the person sees all of it at once.

use model::{AppError, Field, FieldError, InvalidField};

/// The errors of a form's fields.
#[derive(Default)]
pub(crate) struct FieldErrors(Vec<InvalidField>);

impl FieldErrors {
    /// Adds an error at a field.
    pub(crate) fn add(&mut self, field: Field, error: impl Into<FieldError>) {
        self.0.push(InvalidField {
            field,
            error: error.into(),
        });
    }

    /// Adds an error at a field, if there is one.
    pub(crate) fn add_option(&mut self, field: Field, error: Option<FieldError>) {
        if let Some(error) = error {
            self.add(field, error);
        }
    }

    /// All of them as one error; fine if there is none.
    pub(crate) fn into_result(self) -> Result<(), AppError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self.0))
        }
    }
}
