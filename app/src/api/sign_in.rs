//! Signing in beyond the password: with a second factor, or with a passkey alone.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{SecondFactorChoice, SecondFactorForm};

#[cfg(feature = "ssr")]
use super::{
    request_context::{former_tokens, request_context, services, sign_in_token},
    respond::{answer, begin_session, local_path, redirect},
};

/// How a person whose password was right may go on.
#[server(endpoint = "second_factor_choice_page", input = GetUrl)]
pub async fn second_factor_choice_page() -> Result<SecondFactorChoice, ApiError> {
    let request = answer(request_context())?;
    let token = answer(sign_in_token())?;
    let sessions = answer(services())?.sessions;
    let choice = sessions.second_factor_choice(&token, request.browser_url());
    answer(choice.await)
}

/// Finishes a sign-in with a code of an app or a recovery code, and goes on to the form's `next`, a
/// path of the panel's own.
#[server(endpoint = "finish_sign_in")]
pub async fn finish_sign_in(#[server(flatten)] form: SecondFactorForm) -> Result<(), ApiError> {
    let request = answer(request_context())?;
    let token = answer(sign_in_token())?;
    let code = answer(form.parse().map_err(Into::into))?;
    let sessions = answer(services())?.sessions;
    let former = former_tokens();
    let finished = sessions.finish_sign_in(&token, &code, &request.origin, &former);
    begin_session(&answer(finished.await)?);
    redirect(form.next.as_deref().unwrap_or("/"));
    Ok(())
}

/// Asks for a passkey of a person whose password was right: what the browser asks authenticators for,
/// as JSON.
#[server(endpoint = "ask_second_passkey")]
pub async fn ask_second_passkey() -> Result<String, ApiError> {
    let request = answer(request_context())?;
    let token = answer(sign_in_token())?;
    let sessions = answer(services())?.sessions;
    let asked = sessions.ask_second_passkey(&token, &request.origin, request.browser_url());
    answer(asked.await)
}

/// Finishes a sign-in with the passkey that the browser answered with, and says where to go on.
#[server(endpoint = "finish_sign_in_by_passkey")]
pub async fn finish_sign_in_by_passkey(
    credential: String,
    next: Option<String>,
) -> Result<String, ApiError> {
    let request = answer(request_context())?;
    let token = answer(sign_in_token())?;
    let sessions = answer(services())?.sessions;
    let (url, former) = (request.browser_url(), former_tokens());
    let finished =
        sessions.finish_sign_in_by_passkey(&token, &credential, &request.origin, url, &former);
    begin_session(&answer(finished.await)?);
    Ok(local_path(next.as_deref()).to_owned())
}

/// A passkey that the browser is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPasskey {
    /// Under which the answer is awaited.
    pub key: String,
    /// What the browser asks authenticators for, as JSON.
    pub options: String,
}

/// Asks whoever wants to sign in for a passkey.
#[server(endpoint = "ask_passkey")]
pub async fn ask_passkey() -> Result<AskedPasskey, ApiError> {
    let request = answer(request_context())?;
    let sessions = answer(services())?.sessions;
    let asked = sessions.ask_passkey(&request.origin, request.browser_url());
    let asked = answer(asked.await)?;
    Ok(AskedPasskey {
        key: asked.key,
        options: asked.options,
    })
}

/// Signs a person in by the passkey that the browser answered with, and says where to go on.
#[server(endpoint = "sign_in_by_passkey")]
pub async fn sign_in_by_passkey(
    key: String,
    credential: String,
    next: Option<String>,
) -> Result<String, ApiError> {
    let request = answer(request_context())?;
    let sessions = answer(services())?.sessions;
    let (url, former) = (request.browser_url(), former_tokens());
    let signed_in = sessions.sign_in_by_passkey(&key, &credential, &request.origin, url, &former);
    begin_session(&answer(signed_in.await)?);
    Ok(local_path(next.as_deref()).to_owned())
}
