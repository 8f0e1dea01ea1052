//! Where the one-time link of a panel user leads: the recipient, who is not signed in, sets the
//! password.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{Login, PanelUserLinkView, SecretText};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_login,
    request_context::{request_context, services},
    respond::{answer, read_flash, redirect, refused_at, set_flash},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{AppError, SetPasswordForm};
#[cfg(feature = "ssr")]
use services::OneTimeToken;

/// Hands the login to the page that follows when a password was set by a link.
#[cfg(feature = "ssr")]
const PASSWORD_CHOSEN_COOKIE: &str = "berth-password-chosen";

/// Reads whose password a link sets. To open it changes nothing.
///
/// By `POST`, although it reads: the token is a secret, and goes into no address but the link's.
#[server(endpoint = "choose_password_page")]
pub async fn choose_password_page(token: String) -> Result<PanelUserLinkView, ApiError> {
    let request = request_context()?;
    let users = services()?.panel_users;
    let token = OneTimeToken::new(token);
    answer(users.open_link(&token, &request.origin).await)
}

/// Sets a panel user's password by a one-time link, and goes to the page that says so.
///
/// A form that a browser sends by itself goes back to the link's page with the error from here:
/// that page tells nobody its address, not even in `Referer`.
#[server(endpoint = "choose_password")]
pub async fn choose_password(
    token: String,
    password: SecretText,
    again: SecretText,
) -> Result<(), ApiError> {
    let page = routes::choose_password(&token);
    let form = SetPasswordForm {
        password,
        repeated: again,
    };
    let request = request_context()?;
    let users = services()?.panel_users;
    let token = OneTimeToken::new(token);
    let set = users.set_password_by_link(&token, &form, &request.origin);
    let login = set.await.map_err(|error| refused_at(&page, error))?;
    set_flash(PASSWORD_CHOSEN_COOKIE, "", login.as_str());
    redirect(routes::PASSWORD_CHOSEN);
    Ok(())
}

/// Reads the login of whoever has just set a password.
#[server(endpoint = "password_chosen_page", input = GetUrl)]
pub async fn password_chosen_page() -> Result<Login, ApiError> {
    let login = read_flash(PASSWORD_CHOSEN_COOKIE, "").ok_or(AppError::NotFound);
    answer(login.and_then(|login| existing_login(&login)))
}
