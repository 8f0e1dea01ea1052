//! Links by which panel users choose their passwords.

use model::{LinkValidity, Locale, Login, PublicUrl, UtcTime};
use serde::{Deserialize, Serialize};
use services::OneTimeToken;
use utoipa::ToSchema;

use super::caller::Caller;
use super::mailed_link::MailedLink;
use super::state::RestState;
use super::timestamp::Timestamp;

/// A link that was just made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NewPasswordLink {
    /// The link itself: whoever has it can choose the person's password, once. It is shown this once.
    #[schema(format = "uri")]
    url: String,
    /// From when on it does not work any more.
    expires_at: Timestamp,
    /// What became of the mail with it; null if it was to be mailed to nobody.
    #[schema(required)]
    mail: Option<MailedLink>,
}

impl NewPasswordLink {
    /// The link that a token makes, at the panel's address.
    pub(super) fn of(
        panel: &PublicUrl,
        token: &OneTimeToken,
        validity: LinkValidity,
        mail: Option<MailedLink>,
    ) -> Self {
        Self {
            url: panel.panel_user_link(token.expose()),
            expires_at: validity.end(UtcTime::now()).into(),
            mail,
        }
    }
}

/// Mails a link that was just made to the person's own address, if that is wanted. The link is there,
/// whatever becomes of the mail.
pub(super) async fn mail_to_person(
    state: &RestState,
    caller: &Caller,
    locale: Locale,
    (login, token): (&Login, &OneTimeToken),
    is_wanted: bool,
) -> Option<MailedLink> {
    if !is_wanted {
        return None;
    }
    let users = &state.services.panel_users;
    let mailed = users.mail_link(&caller.actor, login, token, locale).await;
    Some(mailed.map_or(MailedLink::Failed, Into::into))
}

/// A link that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordLinkOptions {
    /// For how many hours the link works.
    #[serde(default = "default_hours")]
    #[schema(minimum = 1, maximum = 336, default = 72)]
    pub(super) valid_hours: u16,
    /// Whether it is mailed to the person's own address.
    #[serde(default)]
    #[schema(required = false, default = false)]
    pub(super) send_mail: bool,
}

/// For how many hours a link works of which nobody says it.
pub(super) fn default_hours() -> u16 {
    LinkValidity::default().hours()
}
