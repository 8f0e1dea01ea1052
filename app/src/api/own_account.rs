//! The page of an FTP account's own: whoever has its name and password signs in there.
//!
//! These are all the server functions that know such a session, and they know no other.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{OwnAccountView, OwnPasswordForm, SignInForm};

#[cfg(feature = "ssr")]
use super::{
    connection::asked_host,
    cookies::{OWN_ACCOUNT_COOKIE, cookie_value},
    request_context::{own_account, request_context, services},
    respond::{answer, answer_form, begin_own_session, forget_own_session, redirect},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use http::request::Parts;
#[cfg(feature = "ssr")]
use model::FtpSessionId;
#[cfg(feature = "ssr")]
use services::AccountSessionToken;

/// Where the addresses of these server functions begin.
pub const PREFIX: &str = "/api/own_account";

/// Signs an FTP account in to the page of its own.
#[server(endpoint = "own_account_sign_in")]
pub async fn sign_in_to_own_account(#[server(flatten)] form: SignInForm) -> Result<(), ApiError> {
    let request = request_context()?;
    let former = with_context(|parts: &Parts| {
        cookie_value(&parts.headers, OWN_ACCOUNT_COOKIE, request.https)
    });
    let former = former.flatten().map(AccountSessionToken::new);
    let password = form.password.expose();
    let signed_in = services()?
        .own_account
        .sign_in(&form.login, password, &request.origin, former.as_ref())
        .await;
    begin_own_session(&answer_form(signed_in, &form)?);
    redirect(routes::OWN_ACCOUNT);
    Ok(())
}

/// Signs it out.
#[server(endpoint = "own_account_sign_out")]
pub async fn sign_out_of_own_account() -> Result<(), ApiError> {
    if let Ok((account, use_cases)) = own_account() {
        answer(use_cases.sign_out(&account).await)?;
    }
    forget_own_session();
    redirect(routes::OWN_ACCOUNT_LOGIN);
    Ok(())
}

/// Reads what the page shows.
#[server(endpoint = "own_account_page", input = GetUrl)]
pub async fn own_account_page() -> Result<OwnAccountView, ApiError> {
    let (account, use_cases) = answer(own_account())?;
    let asked = asked_host(&request_context()?);
    answer(use_cases.view(&account, asked.as_ref()).await)
}

/// Ends an open FTP session of the account and goes back to the page.
#[server(endpoint = "own_account_end_session")]
pub async fn end_own_ftp_session(session: u64) -> Result<(), ApiError> {
    let (account, use_cases) = answer(own_account())?;
    let ended = use_cases.end_ftp_session(&account, FtpSessionId(session));
    answer(ended.await)?;
    redirect(&format!("{}?done=session", routes::OWN_ACCOUNT));
    Ok(())
}

/// Changes the account's password; every other session of it ends, over FTP too.
#[server(endpoint = "own_account_change_password")]
pub async fn change_own_ftp_password(
    #[server(flatten)] form: OwnPasswordForm,
) -> Result<(), ApiError> {
    let (account, use_cases) = answer(own_account())?;
    let changed = use_cases.change_password(&account, &form);
    begin_own_session(&answer(changed.await)?);
    redirect(&format!("{}?done=password", routes::OWN_ACCOUNT));
    Ok(())
}
