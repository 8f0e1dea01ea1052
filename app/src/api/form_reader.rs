//! From what was submitted to the model's types, all of a form's fields at once.

use std::collections::BTreeMap;

use model::{AppError, Field, FieldError, FtpAccountSettings, InvalidField};

/// Reads the fields of a form and keeps what is wrong with each.
#[derive(Default)]
pub(super) struct FormReader {
    errors: Vec<InvalidField>,
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
                self.errors.push(InvalidField {
                    field,
                    error: error.into(),
                })
            })
            .ok()
    }

    /// Reads the settings that were sent, onto those that there are.
    pub(super) fn read_settings(
        &mut self,
        mut settings: FtpAccountSettings,
        sent: &BTreeMap<String, String>,
    ) -> FtpAccountSettings {
        for field in FtpAccountSettings::FIELDS {
            if let Some(text) = sent.get(setting_key(field)) {
                let read = settings.set(field, text);
                self.read(field, read);
            }
        }
        settings
    }

    /// The whole form, if every field could be read.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with what is wrong with each field.
    pub(super) fn finish<T>(self, whole: Option<T>) -> Result<T, AppError> {
        match whole {
            Some(whole) if self.errors.is_empty() => Ok(whole),
            _ => Err(AppError::Invalid(self.errors)),
        }
    }
}

/// A setting's name among the settings that a form sends: those are `settings[…]`.
fn setting_key(field: Field) -> &'static str {
    let key = field.key().strip_prefix("settings[");
    key.and_then(|key| key.strip_suffix(']'))
        .unwrap_or_default()
}

/// What had been submitted for settings, as [`submitted`] has it.
pub(super) fn submitted_settings(sent: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let fields = FtpAccountSettings::FIELDS.into_iter();
    let sent: Vec<(Field, &str)> = fields
        .filter_map(|field| Some((field, sent.get(setting_key(field))?.as_str())))
        .collect();
    submitted(&sent)
}

/// The longest value that an error carries back, in bytes: longer than any that a field takes.
const LONGEST: usize = 4096;

/// What had been submitted into fields, to fill the form again.
pub(super) fn submitted(fields: &[(Field, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .filter(|(_, value)| value.len() <= LONGEST)
        .map(|(field, value)| (field.key().to_owned(), (*value).to_owned()))
        .collect()
}
