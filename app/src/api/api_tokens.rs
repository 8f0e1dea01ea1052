//! « Jetons d'API »: by what programs act for a panel user.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{ApiTokenForm, ApiTokenList, SecretText};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_login,
    request_context::{actor_and_services, form_clock, signed_in},
    respond::{
        answer, answer_form, proven_actor_and_services_for, redirect, set_flash, take_flash,
    },
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{ApiTokenName, AppError, Login, UtcTime};

/// Hands a token's text to the one page that shows it.
#[cfg(feature = "ssr")]
const TOKEN_COOKIE: &str = "berth-api-token";

/// Reads the tokens of the person, or of the panel user who has this login.
#[server(endpoint = "api_tokens_page", input = GetUrl)]
pub async fn api_tokens_page(login: Option<String>) -> Result<ApiTokenList, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let owner = answer(owner(login.as_deref()))?;
    answer(services.api_tokens.list(&actor, &owner).await)
}

/// Adds a token of the person's, and goes to the page that shows it once. Times are read in the zone
/// called `time_zone`.
#[server(endpoint = "add_api_token")]
pub async fn add_api_token(
    #[server(default)] proof: SecretText,
    #[server(default)] time_zone: String,
    #[server(flatten)] form: ApiTokenForm,
) -> Result<(), ApiError> {
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    let add = async {
        let new = form.parse(&form_clock(&time_zone)?, UtcTime::now())?;
        let owner = owner(None)?;
        let secret = services.api_tokens.add(&actor, &owner, &new).await?;
        Ok((new.name, secret))
    };
    let (name, secret) = answer_form(add.await, &form)?;
    set_flash(TOKEN_COOKIE, "", secret.expose());
    redirect(&routes::api_token_ready(name.as_str()));
    Ok(())
}

/// Reads the text of a token that was just added, and has the browser forget it; none once it was
/// shown.
#[server(endpoint = "api_token_ready_page", input = GetUrl)]
pub async fn api_token_ready_page() -> Result<Option<String>, ApiError> {
    answer(actor_and_services())?;
    Ok(take_flash(TOKEN_COOKIE, ""))
}

/// Revokes a token of the person's, or of the panel user who has the login `owner`, and comes back.
#[server(endpoint = "revoke_api_token")]
pub async fn revoke_api_token(
    token_name: String,
    #[server(default)] owner: Option<String>,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let name = answer(ApiTokenName::parse(&token_name).map_err(|_| AppError::NotFound))?;
    let login = answer(self::owner(owner.as_deref()))?;
    answer(services.api_tokens.revoke(&actor, &login, &name).await)?;
    redirect(&routes::api_token_revoked(owner.as_deref()));
    Ok(())
}

/// Whose tokens are meant: the person's own, if nobody is named.
#[cfg(feature = "ssr")]
fn owner(login: Option<&str>) -> Result<Login, AppError> {
    match login {
        Some(login) => existing_login(login),
        None => Ok(signed_in()?.viewer.login),
    }
}
