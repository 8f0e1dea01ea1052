//! The page « Deuxième facteur » of one's own account, who must have one, and the reset of one that
//! was lost.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{
    PasskeyForm, SecondFactorView, SecretText, SecurityForm, SecurityView, TotpForm, TotpSetUp,
};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_login,
    request_context::{actor_and_services, request_context},
    respond::{answer, proven_actor_and_services, redirect, set_flash, take_flash},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{AppError, RecoveryCode};

/// Hands recovery codes to the one page that shows them.
#[cfg(feature = "ssr")]
const CODES_COOKIE: &str = "berth-recovery-codes";

/// Reads the second factor of the person.
#[server(endpoint = "second_factor_page", input = GetUrl)]
pub async fn second_factor_page() -> Result<SecondFactorView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let url = answer(request_context())?.browser_url();
    answer(services.second_factors.view(&actor, url).await)
}

/// Makes a secret for the person's app, and goes to the page that shows it.
#[server(endpoint = "begin_totp")]
pub async fn begin_totp(#[server(default)] proof: SecretText) -> Result<(), ApiError> {
    let (actor, services) = answer(proven_actor_and_services(&proof).await)?;
    answer(services.second_factors.begin_totp(&actor).await)?;
    redirect(routes::TOTP);
    Ok(())
}

/// Reads what the person's app needs, until it counts; none if no app is being set up.
#[server(endpoint = "totp_page", input = GetUrl)]
pub async fn totp_page() -> Result<Option<TotpSetUp>, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let url = answer(request_context())?.browser_url();
    answer(services.second_factors.totp_set_up(&actor, url).await)
}

/// Has the person's app count by a first code, and goes to the page that shows the recovery codes, or
/// back.
#[server(endpoint = "confirm_totp")]
pub async fn confirm_totp(#[server(flatten)] form: TotpForm) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let code = answer(form.parse().map_err(Into::into))?;
    let confirmed = services.second_factors.confirm_totp(&actor, &code);
    redirect(after_set_up(answer(confirmed.await)?));
    Ok(())
}

/// Takes the person's app off, and comes back.
#[server(endpoint = "remove_totp")]
pub async fn remove_totp(#[server(default)] proof: SecretText) -> Result<(), ApiError> {
    let (actor, services) = answer(proven_actor_and_services(&proof).await)?;
    answer(services.second_factors.remove_totp(&actor).await)?;
    redirect(routes::SECOND_FACTOR);
    Ok(())
}

/// Begins to add a passkey: what the browser asks an authenticator for, as JSON.
#[server(endpoint = "begin_passkey")]
pub async fn begin_passkey(
    #[server(default)] proof: SecretText,
    #[server(flatten)] form: PasskeyForm,
) -> Result<String, ApiError> {
    let (actor, services) = answer(proven_actor_and_services(&proof).await)?;
    let name = answer(form.parse().map_err(Into::into))?;
    let url = answer(request_context())?.browser_url();
    answer(
        services
            .second_factors
            .begin_passkey(&actor, &name, url)
            .await,
    )
}

/// Adds the passkey that the browser answered with, and says where to go on.
#[server(endpoint = "add_passkey")]
pub async fn add_passkey(
    credential: String,
    #[server(flatten)] form: PasskeyForm,
) -> Result<String, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let name = answer(form.parse().map_err(Into::into))?;
    let url = answer(request_context())?.browser_url();
    let factors = &services.second_factors;
    let added = factors.add_passkey(&actor, &name, &credential, url);
    Ok(after_set_up(answer(added.await)?).to_owned())
}

/// Removes one of the person's passkeys, and comes back.
#[server(endpoint = "remove_passkey")]
pub async fn remove_passkey(
    #[server(default)] proof: SecretText,
    #[server(flatten)] form: PasskeyForm,
) -> Result<(), ApiError> {
    let (actor, services) = answer(proven_actor_and_services(&proof).await)?;
    let name = answer(form.parse().map_err(|_| AppError::NotFound))?;
    answer(services.second_factors.remove_passkey(&actor, &name).await)?;
    redirect(routes::SECOND_FACTOR);
    Ok(())
}

/// Makes other recovery codes, and goes to the page that shows them.
#[server(endpoint = "make_recovery_codes")]
pub async fn make_recovery_codes(#[server(default)] proof: SecretText) -> Result<(), ApiError> {
    let (actor, services) = answer(proven_actor_and_services(&proof).await)?;
    let codes = answer(services.second_factors.make_recovery_codes(&actor).await)?;
    redirect(after_set_up(Some(codes)));
    Ok(())
}

/// Where to go on: to the page that shows these codes once, or back.
#[cfg(feature = "ssr")]
fn after_set_up(codes: Option<Vec<RecoveryCode>>) -> &'static str {
    let Some(codes) = codes else {
        return routes::SECOND_FACTOR;
    };
    let shown: Vec<String> = codes.iter().map(RecoveryCode::shown).collect();
    set_flash(CODES_COOKIE, "", &shown.join(" "));
    routes::RECOVERY_CODES
}

/// Reads recovery codes that were just made, and has the browser forget them; none once they were
/// shown.
#[server(endpoint = "recovery_codes_page", input = GetUrl)]
pub async fn recovery_codes_page() -> Result<Vec<String>, ApiError> {
    answer(actor_and_services())?;
    let codes = take_flash(CODES_COOKIE, "").unwrap_or_default();
    Ok(codes.split_whitespace().map(str::to_owned).collect())
}

/// Reads who must have a second factor.
#[server(endpoint = "security_page", input = GetUrl)]
pub async fn security_page() -> Result<SecurityView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    answer(services.second_factors.policy(&actor).await)
}

/// Changes who must have a second factor, and comes back.
#[server(endpoint = "change_security")]
pub async fn change_security(#[server(flatten)] form: SecurityForm) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let factors = &services.second_factors;
    let changed = factors.change_policy(&actor, form.version, form.policy());
    answer(changed.await)?;
    redirect(routes::SECURITY_SAVED);
    Ok(())
}

/// Takes off all second factors of a panel user who lost them, and goes back to `next`, a path of
/// the panel's own.
#[server(endpoint = "reset_second_factor")]
pub async fn reset_second_factor(
    login: String,
    next: Option<String>,
    #[server(default)] proof: SecretText,
) -> Result<(), ApiError> {
    let (actor, services) = answer(proven_actor_and_services(&proof).await)?;
    let login = answer(existing_login(&login))?;
    answer(services.second_factors.reset(&actor, &login).await)?;
    redirect(next.as_deref().unwrap_or("/"));
    Ok(())
}
