//! The form by which somebody says where their mail goes, and which mails they get.

use serde::{Deserialize, Serialize};

use super::form_fields;
use crate::{EmailAddress, Field, FieldErrors, Form, MailKind, MailSettings};

/// Where one's own mail goes, and which mails one gets. A box that is not ticked is not submitted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailSettingsForm {
    /// The address; empty for none.
    pub email: String,
    /// [`MailSettingsForm::ON`] if mails about expiry are wanted. So the next ones.
    pub mail_expiry: String,
    /// About quotas.
    pub mail_quota: String,
    /// About locked accounts.
    pub mail_locked: String,
    /// About certificates.
    pub mail_certificate: String,
}

form_fields!(MailSettingsForm {
    texts {
        Email: email,
        MailExpiry: mail_expiry,
        MailQuota: mail_quota,
        MailLocked: mail_locked,
        MailCertificate: mail_certificate,
    }
});

impl MailSettingsForm {
    /// What stands in the field of a kind that is wanted.
    pub const ON: &str = "on";

    /// The form with somebody's settings.
    pub fn of(settings: &MailSettings) -> Self {
        let mut form = Self {
            email: (settings.address.as_ref())
                .map(EmailAddress::to_string)
                .unwrap_or_default(),
            ..Self::default()
        };
        for kind in MailKind::ALL {
            if !settings.switched_off.contains(&kind) {
                form.set(kind.field(), Self::ON);
            }
        }
        form
    }

    /// The settings of somebody who can be mailed about these kinds: whatever stands in the fields of
    /// others counts for nothing.
    ///
    /// # Errors
    /// The rule that the address breaks.
    pub fn parse(&self, kinds: &[MailKind]) -> Result<MailSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let address = EmailAddress::parse_optional(&self.email);
        let address = errors.read(Field::Email, address);
        let is_off = |kind: &&MailKind| self.text(kind.field()) != Self::ON;
        errors.finish(address.map(|address| MailSettings {
            address,
            switched_off: kinds.iter().filter(is_off).copied().collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_are_written() {
        let settings = MailSettings {
            address: EmailAddress::parse("marie@example.com").ok(),
            switched_off: vec![MailKind::Quota],
        };
        let form = MailSettingsForm::of(&settings);
        assert_eq!(form.parse(&MailKind::ALL), Ok(settings));
    }

    #[test]
    fn what_somebody_is_never_mailed_about_is_not_switched_off_by_them() {
        let off = MailSettingsForm::default().parse(&[MailKind::Expiry]);
        let off = off.map(|settings| settings.switched_off);
        assert_eq!(off, Ok(vec![MailKind::Expiry]));
    }
}
