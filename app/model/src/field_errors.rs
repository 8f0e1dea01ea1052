//! What is wrong with the fields of one form.

use super::{AppError, Field, FieldError, InvalidField};

/// The fields of a form that cannot be taken as they are, in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<InvalidField>);

impl FieldErrors {
    /// The rule that a field's value breaks; none if it is fine.
    pub fn get(&self, field: Field) -> Option<FieldError> {
        let mut invalid = self.0.iter();
        invalid
            .find(|invalid| invalid.field == field)
            .map(|invalid| invalid.error)
    }

    /// Whether every field is fine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each invalid field with the rule that it breaks.
    pub fn iter(&self) -> impl Iterator<Item = &InvalidField> {
        self.0.iter()
    }

    /// Those of all fields but one, which is not filled in yet.
    #[must_use]
    pub fn except(mut self, field: Field) -> Self {
        self.0.retain(|invalid| invalid.field != field);
        self
    }

    /// Nothing if every field is fine.
    ///
    /// # Errors
    /// These, if there are any.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The value that was read from a field; its error is kept if it broke a rule.
    pub(crate) fn read<T, E: Into<FieldError>>(
        &mut self,
        field: Field,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed
            .map_err(|error| {
                self.0.push(InvalidField {
                    field,
                    error: error.into(),
                });
            })
            .ok()
    }

    /// Adds that a field breaks a rule.
    pub fn add(&mut self, field: Field, error: impl Into<FieldError>) {
        self.0.push(InvalidField {
            field,
            error: error.into(),
        });
    }

    /// Adds that a field breaks a rule, if it does.
    pub fn add_option(&mut self, field: Field, error: Option<FieldError>) {
        if let Some(error) = error {
            self.add(field, error);
        }
    }

    /// The whole command, if all of its fields could be read.
    pub(crate) fn finish<T>(self, command: Option<T>) -> Result<T, Self> {
        match command {
            Some(command) if self.is_empty() => Ok(command),
            _ => Err(self),
        }
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors.0)
    }
}
