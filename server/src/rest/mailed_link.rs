//! Links that are mailed when they are made.

use model::{AppError, EmailAddress, Field, LinkDelivery, Locale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Fr => Self::Fr,
        }
    }
}

/// What became of the mail with a link. Whatever it is, the link is there.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MailedLink {
    /// The mail server took it.
    Sent,
    /// The mail server did not take it, or the settings name none, or do not say where the panel is.
    Failed,
    /// The token's owner has sent as many as they may for a time.
    TooMany,
}

impl From<LinkDelivery> for MailedLink {
    fn from(delivery: LinkDelivery) -> Self {
        match delivery {
            LinkDelivery::Sent(_) => Self::Sent,
            LinkDelivery::Failed(_) => Self::Failed,
            LinkDelivery::TooMany => Self::TooMany,
        }
    }
}

/// To whom a link is to be mailed, and in which language: that of the caller, if nothing else is said.
/// None for nobody.
///
/// # Errors
/// [`AppError::Invalid`] at [`Field::Email`].
pub(super) fn link_recipient(
    email: Option<&str>,
    language: Option<Language>,
    caller: Locale,
) -> Result<Option<(EmailAddress, Locale)>, AppError> {
    let address = email.map(EmailAddress::parse).transpose();
    let address = address.map_err(|error| AppError::at(Field::Email, error))?;
    let locale = language.map_or(caller, Into::into);
    Ok(address.map(|address| (address, locale)))
}
