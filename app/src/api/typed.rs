//! From what was typed to the model's types, all of a form's fields at once.

use crate::model::{Field, FieldError, FieldProblem, Problem};

/// Reads the fields of a form and keeps what is wrong with each.
#[derive(Default)]
pub(super) struct FormReader {
    problems: Vec<FieldProblem>,
}

impl FormReader {
    /// Reads one field; what is wrong with it is kept for [`FormReader::finish`].
    pub(super) fn read<T, E: Into<FieldError>>(
        &mut self,
        field: Field,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed
            .map_err(|error| {
                self.problems.push(FieldProblem {
                    field,
                    error: error.into(),
                })
            })
            .ok()
    }

    /// The whole form, if every field could be read.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with what is wrong with each field.
    pub(super) fn finish<T>(self, whole: Option<T>) -> Result<T, Problem> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            _ => Err(Problem::Invalid(self.problems)),
        }
    }
}

/// The longest value that an error carries back, in bytes: longer than any that a field takes.
const LONGEST: usize = 1200;

/// What had been typed into fields, to fill the form again.
pub(super) fn typed(fields: &[(Field, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .filter(|(_, value)| value.len() <= LONGEST)
        .map(|(field, value)| (field.key().to_owned(), (*value).to_owned()))
        .collect()
}
