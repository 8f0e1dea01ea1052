//! Ways back in for panel users: links by which they choose passwords, and the second factor taken off.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use model::OneTimeLinkForm;

use super::user::address;
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::password_link::{NewPasswordLink, PasswordLinkOptions, mail_to_person};
use crate::rest::path::UserPath;
use crate::rest::problem::CallerLocale;
use crate::rest::state::RestState;

/// Make a link by which a panel user chooses the password
///
/// Until it is used, the password is what it was. An older link of the person is revoked. None is made for
/// administrators by a token. If that is wanted, it is mailed to the person's own address at once.
#[utoipa::path(
    post,
    path = "/users/{login}/password-link",
    tag = super::TAG,
    params(UserPath),
    request_body = PasswordLinkOptions,
    responses((
        status = 201,
        description = "The link, which is shown this once",
        body = NewPasswordLink,
        headers(("Location" = String, description = "The address of the panel user")),
    ))
)]
pub(super) async fn add_password_link(
    State(state): State<RestState>,
    caller: Caller,
    CallerLocale(locale): CallerLocale,
    path: UserPath,
    Json(new): Json<PasswordLinkOptions>,
) -> Result<Response, RestError> {
    let form = OneTimeLinkForm {
        account: path.login.to_string(),
        link_hours: new.valid_hours.to_string(),
        ..OneTimeLinkForm::default()
    };
    let validity = form.parse()?;
    let services = &state.services;
    let panel = services.ftp_accounts.panel_url(caller.client.asked_url())?;
    let users = &services.panel_users;
    let token = users.make_link(&caller.actor, &path.login, validity);
    let token = token.await?;
    let made = (&path.login, &token);
    let mail = mail_to_person(&state, &caller, locale, made, new.send_mail).await;
    let link = NewPasswordLink::of(&panel, &token, validity, mail);
    Ok(holding_secret(created(&address(&path.login), link)))
}

/// Revoke a panel user's link
///
/// It stops working at once. Somebody without one is no error.
#[utoipa::path(
    delete,
    path = "/users/{login}/password-link",
    tag = super::TAG,
    params(UserPath),
    responses((status = 204, description = "There is no link"))
)]
pub(super) async fn remove_password_link(
    State(state): State<RestState>,
    caller: Caller,
    path: UserPath,
) -> Result<StatusCode, RestError> {
    let users = &state.services.panel_users;
    users.revoke_link(&caller.actor, &path.login).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take off the second factor of somebody who lost it
///
/// App, passkeys and recovery codes; all sessions of the person end. For administrators, and never their
/// own, nor another administrator's.
#[utoipa::path(
    post,
    path = "/users/{login}/reset-second-factor",
    tag = super::TAG,
    params(UserPath),
    responses((status = 204, description = "The person has no second factor"))
)]
pub(super) async fn reset_second_factor(
    State(state): State<RestState>,
    caller: Caller,
    path: UserPath,
) -> Result<StatusCode, RestError> {
    let factors = &state.services.second_factors;
    factors.reset(&caller.actor, &path.login).await?;
    Ok(StatusCode::NO_CONTENT)
}
