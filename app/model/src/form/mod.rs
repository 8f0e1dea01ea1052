//! Whole forms: the texts that are submitted, and how they are parsed into a command.
//!
//! A form is a struct of texts that serialises as a browser submits it: each text under the
//! [`Field::key`] of its field. What is not submitted is the form's default. `parse` reads all of
//! its fields and returns the command, or what is wrong with every one of them at once; it does
//! no more than that, so that a page can call it at every key stroke.

mod api_token;
mod bulk_action;
mod collaborator;
mod default_settings;
mod ftp_account;
mod ftp_account_settings;
mod hosting;
mod import;
mod mail_settings;
mod one_time_link;
mod own_password;
mod panel_user;
mod panel_user_details;
mod purge;
mod second_factor;
mod secret_text;
mod subscription;
mod subscription_limits;
mod subscription_settings;
#[cfg(test)]
mod tests;
mod webhook;

pub use api_token::ApiTokenForm;
pub use bulk_action::BulkActionForm;
pub use collaborator::CollaboratorForm;
pub use default_settings::DefaultSettingsForm;
pub use ftp_account::{FtpAccountChangeForm, FtpAccountForm};
pub use ftp_account_settings::FtpAccountSettingsForm;
pub use hosting::HostingForm;
pub use import::{ImportForm, ImportRules};
pub use mail_settings::MailSettingsForm;
pub use one_time_link::{OneTimeLinkForm, SetPasswordForm};
pub use own_password::OwnPasswordForm;
pub use panel_user::{ChangePasswordForm, PanelUserForm, SignInForm};
pub use panel_user_details::{PanelUserDetailsForm, RemovePanelUserForm};
pub use purge::PurgeForm;
pub use second_factor::{PasskeyForm, SecondFactorForm, SecurityForm, TotpForm};
pub use secret_text::SecretText;
pub use subscription::SubscriptionForm;
pub use subscription_limits::{LimitsForm, PlanForm, SubscriptionLimitsForm};
pub use subscription_settings::SubscriptionSettingsForm;
pub use webhook::{TickedEvents, WebhookForm};

use super::Field;

/// What all forms have for the pages that show them.
pub trait Form: Clone + Default {
    /// The text of a field; empty if nothing is in it, or if the form has no such field.
    fn text(&self, field: Field) -> &str;

    /// Fills a field in. A field that the form does not have changes nothing.
    fn set(&mut self, field: Field, text: &str);

    /// Each field that was submitted, with its text; passwords are not among them.
    fn submitted(&self) -> Vec<(Field, &str)>;

    /// The version of what the form changes, as it was when the form was made; none of a form that
    /// changes nothing that is there.
    fn version(&self) -> Option<i64> {
        None
    }

    /// The form to be filled in again: without passwords, and without texts of more than
    /// [`MAX_KEPT_BYTES`], which no field takes.
    #[must_use]
    fn without_secrets(self) -> Self;
}

/// The longest text that is kept for a form that is filled in again, in bytes.
pub const MAX_KEPT_BYTES: usize = 4096;

/// A text that is kept for a form that is filled in again.
fn kept(text: String) -> String {
    if text.len() <= MAX_KEPT_BYTES {
        text
    } else {
        String::new()
    }
}

/// A number in a form, which is submitted as text.
mod number_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(Error::custom)
    }
}

/// Implements [`Form`] for a struct, from the place of each field.
macro_rules! form_fields {
    ($form:ty {
        texts { $($field:ident: $text:ident),* $(,)? }
        $(secrets { $($secret_field:ident: $secret:ident),* $(,)? })?
        $(settings: $settings:ident)?
        $(version: $version:ident)?
    }) => {
        impl $crate::form::Form for $form {
            fn text(&self, field: $crate::Field) -> &str {
                match field {
                    $($crate::Field::$field => &self.$text,)*
                    $($($crate::Field::$secret_field => self.$secret.expose(),)*)?
                    _ => None::<&str>
                        $(.or_else(|| Some(self.$settings.text(field))))?
                        .unwrap_or_default(),
                }
            }

            fn set(&mut self, field: $crate::Field, text: &str) {
                match field {
                    $($crate::Field::$field => self.$text = text.to_owned(),)*
                    $($($crate::Field::$secret_field => self.$secret = text.into(),)*)?
                    _ => { $(self.$settings.set(field, text);)? }
                }
            }

            fn submitted(&self) -> Vec<($crate::Field, &str)> {
                let texts: Vec<($crate::Field, &str)> =
                    vec![$(($crate::Field::$field, self.$text.as_str())),*];
                texts.into_iter()
                    $(.chain(self.$settings.submitted()))?
                    .collect()
            }

            $(
                fn version(&self) -> Option<i64> {
                    Some(self.$version)
                }
            )?

            fn without_secrets(mut self) -> Self {
                $(self.$text = $crate::form::kept(self.$text);)*
                $($(self.$secret = $crate::form::SecretText::default();)*)?
                $(self.$settings = self.$settings.without_secrets();)?
                self
            }
        }
    };
}
use form_fields;
