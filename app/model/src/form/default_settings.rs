//! The form « Réglages par défaut ».

use serde::{Deserialize, Serialize};

use super::{FtpAccountSettingsForm, form_fields};
use crate::{DefaultSettings, FieldErrors, FtpAccountSettings, Utc};

/// The form that changes what the new FTP accounts of a subscription begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DefaultSettingsForm {
    /// The version of the defaults that the form was made from.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The settings. An expiry is never a default.
    pub settings: FtpAccountSettingsForm,
}

form_fields!(DefaultSettingsForm {
    texts {}
    settings: settings
    version: version
});

impl DefaultSettingsForm {
    /// The form with the defaults that there are.
    pub fn of(defaults: &DefaultSettings) -> Self {
        Self {
            version: defaults.version,
            settings: FtpAccountSettingsForm {
                expires: None,
                ..FtpAccountSettingsForm::of(&defaults.settings, &Utc)
            },
        }
    }

    /// The new defaults. A setting that was not submitted is that of `now`.
    ///
    /// # Errors
    /// The rule that each invalid setting breaks.
    pub fn parse(&self, now: &FtpAccountSettings) -> Result<FtpAccountSettings, FieldErrors> {
        self.settings.parse(now, &Utc)
    }
}
