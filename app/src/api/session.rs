//! Signing in and out, and what a person sets for themselves.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;

use super::ApiError;
use model::{ChangePasswordForm, SignInForm, Strength};

#[cfg(feature = "ssr")]
use super::{
    request_context::{actor_and_services, former_tokens, request_context, services, signed_in},
    respond::{
        answer, answer_form, ask_second_factor, begin_session, forget_session, local_path,
        redirect, remember_locale, remember_time_zone,
    },
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{AppError, Locale, TimeZone};
#[cfg(feature = "ssr")]
use services::SignInStep;

/// Signs a person in and goes on to the form's `next`, a path of the panel's own; first to where a
/// second factor is shown, if the person has one.
#[server(endpoint = "sign_in")]
pub async fn sign_in(#[server(flatten)] form: SignInForm) -> Result<(), ApiError> {
    let request = request_context()?;
    let signed_in = services()?
        .sessions
        .sign_in(
            &form.login,
            form.password.expose(),
            &request.origin,
            &former_tokens(),
        )
        .await;
    let next = form.next.as_deref();
    match answer_form(signed_in, &form)? {
        SignInStep::Complete(tokens) => {
            begin_session(&tokens);
            redirect(next.unwrap_or("/"));
        }
        SignInStep::SecondFactor(token) => {
            ask_second_factor(&token);
            redirect(&routes::second_factor(local_path(next)));
        }
    }
    Ok(())
}

/// Signs the person out.
#[server(endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), ApiError> {
    let request = request_context()?;
    if let Some(signed_in) = request.signed_in {
        let sessions = services()?.sessions;
        let ended = sessions.sign_out(&signed_in.token, &request.origin);
        answer(ended.await)?;
    }
    forget_session();
    redirect("/login");
    Ok(())
}

/// Changes the person's own password and goes on to the form's `next`, if it has one; every other
/// session of theirs ends.
#[server(endpoint = "change_own_password")]
pub async fn change_own_password(
    #[server(flatten)] form: ChangePasswordForm,
) -> Result<(), ApiError> {
    let signed_in = answer(signed_in())?;
    let services = answer(services())?;
    let change = async {
        let new = form.parse(&signed_in.viewer.login, signed_in.viewer.role)?;
        let current = form.current_password.expose();
        services
            .panel_users
            .change_own_password(&signed_in.actor, current, new, &former_tokens())
            .await
    };
    begin_session(&answer(change.await)?);
    let changed = "/account?changed=password";
    redirect(form.next.as_deref().unwrap_or(changed));
    Ok(())
}

/// Switches the panel's language and goes back to `next`, a path of the panel's own.
#[server(endpoint = "choose_locale")]
pub async fn choose_locale(locale: String, next: Option<String>) -> Result<(), ApiError> {
    let locale = answer(Locale::from_tag(&locale).ok_or(AppError::Malformed))?;
    let request = request_context()?;
    if let Some(signed_in) = request.signed_in {
        answer(
            services()?
                .panel_users
                .choose_locale(&signed_in.actor, locale)
                .await,
        )?;
    }
    remember_locale(locale);
    redirect(next.as_deref().unwrap_or("/"));
    Ok(())
}

/// Remembers the time zone in which the person sees times.
#[server(endpoint = "set_time_zone")]
pub async fn set_time_zone(zone: String) -> Result<(), ApiError> {
    let zone = answer(TimeZone::parse(&zone).map_err(|_| AppError::Malformed))?;
    let request = request_context()?;
    if let Some(signed_in) = request.signed_in {
        let panel_users = services()?.panel_users;
        answer(panel_users.set_time_zone(&signed_in.actor, &zone).await)?;
    }
    remember_time_zone(&zone);
    Ok(())
}

/// Scores a password while it is typed, for the account or person called `name`.
#[server(endpoint = "score_password")]
pub async fn score_password(password: String, name: String) -> Result<Strength, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let scored = services
        .panel_users
        .score_password(&actor, &password, &name);
    answer(scored.await)
}

/// Makes a password for the account or person called `name`.
#[server(endpoint = "suggest_password")]
pub async fn suggest_password(name: String) -> Result<String, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let password = answer(services.panel_users.suggest_password(&actor, &name).await)?;
    Ok(password.expose().to_owned())
}
