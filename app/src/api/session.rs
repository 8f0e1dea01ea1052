//! Signing in and out, and what a person sets for themselves.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;

use super::ApiError;
use super::json::Json;

#[cfg(feature = "ssr")]
use super::{
    request_context::{actor_and_services, services, signed_in, visit},
    respond::{answer, answer_form, begin_session, forget_session, redirect, remember_locale},
    typed::{FormReader, typed},
};
#[cfg(feature = "ssr")]
use crate::server_components;
#[cfg(feature = "ssr")]
use model::{AppError, Field, Locale, Password};

/// Signs a person in and goes on to `next`, a path of the panel's own.
#[server(endpoint = "sign_in", output = Json)]
pub async fn sign_in(
    login: String,
    password: String,
    next: Option<String>,
) -> Result<(), ApiError> {
    let visit = visit()?;
    let signed_in = services()?
        .sessions
        .sign_in(&login, &password, &visit.origin)
        .await;
    let token = answer_form(signed_in, || typed(&[(Field::Login, &login)]))?;
    begin_session(&token, visit.https);
    redirect(next.as_deref().unwrap_or("/"));
    Ok(())
}

/// Signs the person out.
#[server(endpoint = "sign_out", output = Json)]
pub async fn sign_out() -> Result<(), ApiError> {
    let visit = visit()?;
    if let Some(signed_in) = visit.signed_in {
        answer(services()?.sessions.sign_out(&signed_in.token).await)?;
    }
    forget_session(visit.https);
    redirect("/login");
    Ok(())
}

/// Changes the person's own password; every other session of theirs ends.
#[server(endpoint = "change_own_password", output = Json)]
pub async fn change_own_password(
    current_password: String,
    password: String,
) -> Result<(), ApiError> {
    let signed_in = answer(signed_in())?;
    let mut form = FormReader::default();
    let new = form.read(
        Field::Password,
        Password::parse(&password, signed_in.viewer.login.as_str()),
    );
    let new = answer(form.finish(new))?;
    let changed = services()?
        .panel_users
        .change_own_password(&signed_in.actor, &current_password, new)
        .await;
    begin_session(&answer(changed)?, visit()?.https);
    redirect("/account?changed=password");
    Ok(())
}

/// Switches the panel's language and goes back to `next`, a path of the panel's own.
#[server(endpoint = "choose_locale", output = Json)]
pub async fn choose_locale(locale: String, next: Option<String>) -> Result<(), ApiError> {
    let locale = answer(Locale::from_tag(&locale).ok_or(AppError::Malformed))?;
    let visit = visit()?;
    if let Some(signed_in) = visit.signed_in {
        answer(
            services()?
                .panel_users
                .choose_locale(&signed_in.actor, locale)
                .await,
        )?;
    }
    remember_locale(locale, visit.https);
    redirect(next.as_deref().unwrap_or("/"));
    Ok(())
}

/// Scores a password while it is typed, for the account or person called `name`; draws how hard
/// it is to guess.
#[server(endpoint = "score_password", output = Json)]
pub async fn score_password(password: String, name: String) -> Result<String, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let strength = answer(
        services
            .panel_users
            .score_password(&actor, &password, &name)
            .await,
    )?;
    Ok(server_components::strength_meter(strength))
}

/// Makes a password for the account or person called `name`.
#[server(endpoint = "suggest_password", output = Json)]
pub async fn suggest_password(name: String) -> Result<String, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let password = answer(services.panel_users.suggest_password(&actor, &name).await)?;
    Ok(password.expose().to_owned())
}
