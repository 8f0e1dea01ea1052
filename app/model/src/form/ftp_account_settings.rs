//! « Options avancées », as a part of other forms.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Form, kept};
use crate::{Field, FieldErrors, FtpAccountSettings, LocalTime};

/// The settings of an FTP account as they are submitted. None where a setting was not submitted:
/// then it stays as it is, while an empty text removes a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each is the text of the setting of its name")]
pub struct FtpAccountSettingsForm {
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub state: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub permission: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub quota_bytes: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub quota_files: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub expires: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub allowed_addresses: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub max_sessions: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub upload_rate: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub download_rate: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub tls: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "submitted"
    )]
    pub note: Option<String>,
}

/// Reads a text that is there: an empty one too, which the codec of forms takes for none.
fn submitted<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

impl FtpAccountSettingsForm {
    /// The form with these settings in it, the expiry as a clock in `zone` shows it.
    pub fn of(settings: &FtpAccountSettings, zone: &dyn LocalTime) -> Self {
        let mut form = Self::default();
        for field in FtpAccountSettings::FIELDS {
            form.set(field, &settings.value_in(field, zone));
        }
        form
    }

    /// The settings `base`, with what was submitted. An expiry is read in `zone`.
    ///
    /// # Errors
    /// The rule that each invalid setting breaks.
    pub fn parse(
        &self,
        base: &FtpAccountSettings,
        zone: &dyn LocalTime,
    ) -> Result<FtpAccountSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let settings = self.read(base, zone, &mut errors);
        errors.finish(Some(settings))
    }

    /// As [`parse`](Self::parse), as a part of a larger form.
    pub(super) fn read(
        &self,
        base: &FtpAccountSettings,
        zone: &dyn LocalTime,
        errors: &mut FieldErrors,
    ) -> FtpAccountSettings {
        let mut settings = base.clone();
        for field in FtpAccountSettings::FIELDS {
            if let Some(text) = self.get(field) {
                let set = settings.set_in(field, text, zone);
                errors.read(field, set);
            }
        }
        settings
    }

    /// Whether no setting was submitted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The text of a setting, if it was submitted.
    pub fn get(&self, field: Field) -> Option<&str> {
        let text = match field {
            Field::State => &self.state,
            Field::Permission => &self.permission,
            Field::QuotaBytes => &self.quota_bytes,
            Field::QuotaFiles => &self.quota_files,
            Field::Expiry => &self.expires,
            Field::AllowedAddresses => &self.allowed_addresses,
            Field::MaxSessions => &self.max_sessions,
            Field::UploadRate => &self.upload_rate,
            Field::DownloadRate => &self.download_rate,
            Field::Tls => &self.tls,
            Field::Note => &self.note,
            _ => &None,
        };
        text.as_deref()
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut Option<String>> {
        Some(match field {
            Field::State => &mut self.state,
            Field::Permission => &mut self.permission,
            Field::QuotaBytes => &mut self.quota_bytes,
            Field::QuotaFiles => &mut self.quota_files,
            Field::Expiry => &mut self.expires,
            Field::AllowedAddresses => &mut self.allowed_addresses,
            Field::MaxSessions => &mut self.max_sessions,
            Field::UploadRate => &mut self.upload_rate,
            Field::DownloadRate => &mut self.download_rate,
            Field::Tls => &mut self.tls,
            Field::Note => &mut self.note,
            _ => return None,
        })
    }
}

impl Form for FtpAccountSettingsForm {
    fn text(&self, field: Field) -> &str {
        self.get(field).unwrap_or_default()
    }

    fn set(&mut self, field: Field, text: &str) {
        if let Some(place) = self.text_mut(field) {
            *place = Some(text.to_owned());
        }
    }

    fn submitted(&self) -> Vec<(Field, &str)> {
        let fields = FtpAccountSettings::FIELDS.into_iter();
        fields
            .filter_map(|field| Some((field, self.get(field)?)))
            .collect()
    }

    fn without_secrets(mut self) -> Self {
        for field in FtpAccountSettings::FIELDS {
            if let Some(place) = self.text_mut(field) {
                *place = place.take().map(kept);
            }
        }
        self
    }
}
