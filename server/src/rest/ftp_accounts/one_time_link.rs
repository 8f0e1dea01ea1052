//! Links by which the recipient of an FTP account chooses its password.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use model::{AppError, LinkValidity, OneTimeLink, OneTimeLinkForm, PublicUrl, UtcTime};
use serde::{Deserialize, Serialize};
use services::OneTimeToken;
use utoipa::ToSchema;

use super::account::address;
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::mailed_link::{Language, MailedLink, link_recipient};
use crate::rest::password_link::default_hours;
use crate::rest::path::AccountPath;
use crate::rest::problem::CallerLocale;
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;

/// A link that has been made and neither used nor revoked. Never the link itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct KnownOneTimeLink {
    /// From when on it does not work any more.
    expires_at: Timestamp,
    /// Who made it: a login, or in brackets what stands for whoever has none, or may not be known.
    made_by: String,
}

impl From<OneTimeLink> for KnownOneTimeLink {
    fn from(link: OneTimeLink) -> Self {
        Self {
            expires_at: link.expires_at.into(),
            made_by: link.made_by,
        }
    }
}

/// A link that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneTimeLinkValidity {
    /// For how many hours the link works: 72, if nothing else is said.
    #[serde(default = "default_hours")]
    #[schema(minimum = 1, maximum = 336)]
    valid_hours: u16,
    /// The address that it is mailed to; null for nobody.
    #[serde(default)]
    #[schema(format = "email", max_length = 254)]
    email: Option<String>,
    /// The language of that mail; null for the one of problems.
    #[serde(default)]
    language: Option<Language>,
}

/// A link that was just made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NewOneTimeLink {
    /// The link itself: whoever has it can choose the account's password, once. It is shown this once.
    #[schema(format = "uri")]
    url: String,
    /// From when on it does not work any more.
    expires_at: Timestamp,
}

/// A link that was just made, and what became of the mail with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MadeOneTimeLink {
    #[serde(flatten)]
    link: NewOneTimeLink,
    /// What became of the mail; null if it was to be mailed to nobody.
    #[schema(required)]
    mail: Option<MailedLink>,
}

impl NewOneTimeLink {
    /// The link that a token makes, at the panel's address.
    pub(super) fn of(panel: &PublicUrl, token: &OneTimeToken, validity: LinkValidity) -> Self {
        Self {
            url: panel.one_time_link(token.expose()),
            expires_at: validity.end(UtcTime::now()).into(),
        }
    }
}

/// Read what is known of an account's one-time link
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/one-time-link",
    tag = super::TAG,
    params(AccountPath),
    responses((status = 200, description = "There is a link that works", body = KnownOneTimeLink))
)]
pub(super) async fn get_one_time_link(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<Json<KnownOneTimeLink>, RestError> {
    let accounts = &state.services.ftp_accounts;
    let found = accounts
        .view(&caller.actor, &path.domain, &path.name)
        .await?;
    let link = found.link.ok_or(AppError::NotFound)?;
    Ok(Json(link.into()))
}

/// Make a link by which the recipient chooses the account's password
///
/// Until it is used, the password is what it was. An older link of the account is revoked. If it is said to
/// whom, the link is mailed at once.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/one-time-link",
    tag = super::TAG,
    params(AccountPath),
    request_body = OneTimeLinkValidity,
    responses((
        status = 201,
        description = "The link, which is shown this once",
        body = MadeOneTimeLink,
        headers(("Location" = String, description = "Where to read what is known of it")),
    ))
)]
pub(super) async fn add_one_time_link(
    State(state): State<RestState>,
    caller: Caller,
    CallerLocale(locale): CallerLocale,
    path: AccountPath,
    Json(new): Json<OneTimeLinkValidity>,
) -> Result<Response, RestError> {
    let recipient = link_recipient(new.email.as_deref(), new.language, locale)?;
    let form = OneTimeLinkForm {
        account: path.name.to_string(),
        link_hours: new.valid_hours.to_string(),
        ..OneTimeLinkForm::default()
    };
    let validity = form.parse()?;
    let services = &state.services;
    let panel = services.ftp_accounts.panel_url(caller.client.asked_url())?;
    let links = &services.one_time_links;
    let token = links.make(&caller.actor, &path.domain, &path.name, validity);
    let token = token.await?;
    let mail = match recipient {
        Some(recipient) => {
            let account = (&path.domain, &path.name);
            let mailed = links.mail(&caller.actor, account, &token, recipient);
            // The link is there, whatever becomes of the mail.
            Some(mailed.await.map_or(MailedLink::Failed, Into::into))
        }
        None => None,
    };
    let mut link = NewOneTimeLink::of(&panel, &token, validity);
    let accounts = &services.ftp_accounts;
    let account = accounts.view(&caller.actor, &path.domain, &path.name).await;
    // As it is stored: the clock may have gone on since.
    if let Ok(Some(stored)) = account.map(|account| account.link) {
        link.expires_at = stored.expires_at.into();
    }
    let link = MadeOneTimeLink { link, mail };
    let location = format!("{}/one-time-link", address(&path.domain, &path.name));
    Ok(holding_secret(created(&location, link)))
}

/// Revoke an account's one-time link
///
/// It stops working at once. An account without one is no error.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/one-time-link",
    tag = super::TAG,
    params(AccountPath),
    responses((status = 204, description = "There is no link"))
)]
pub(super) async fn remove_one_time_link(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<StatusCode, RestError> {
    let links = &state.services.one_time_links;
    links
        .revoke(&caller.actor, &path.domain, &path.name)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
