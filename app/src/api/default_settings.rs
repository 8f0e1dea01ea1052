//! The screen « Réglages par défaut »: what new FTP accounts begin with.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{Change, DefaultSettings, DefaultSettingsForm};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::Operation;

/// What « Réglages par défaut » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultSettingsScreen {
    /// What new FTP accounts begin with.
    pub defaults: DefaultSettings,
    /// What the person has just changed; empty if nothing.
    pub changes: Option<Vec<Change>>,
    /// Whether the subscription's FTP accounts have pages of their own.
    pub own_page: bool,
}

/// Reads what « Réglages par défaut » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "default_settings_page", input = GetUrl)]
pub async fn default_settings_page(
    domain: String,
    done: Option<String>,
) -> Result<DefaultSettingsScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let defaults = answer(services.defaults.view(&actor, &domain).await)?;
    let changes = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services
            .defaults
            .view_receipt(&actor, &operation)
            .await
            .ok(),
        None => None,
    };
    let own_page = answer(services.subscriptions.own_page(&actor, &domain).await)?;
    Ok(DefaultSettingsScreen {
        defaults,
        changes,
        own_page,
    })
}

/// Switches the pages of a subscription's FTP accounts on or off and comes back.
#[server(endpoint = "switch_own_page")]
pub async fn switch_own_page(domain: String, on: bool) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let switched = services.subscriptions.switch_own_page(&actor, &domain, on);
    answer(switched.await)?;
    let now = if on { "on" } else { "off" };
    redirect(&format!("/subscriptions/{domain}/defaults?own_page={now}"));
    Ok(())
}

/// Changes what new FTP accounts begin with and comes back. What is not submitted stays.
#[server(endpoint = "change_default_settings")]
pub async fn change_default_settings(
    domain: String,
    #[server(flatten)] form: DefaultSettingsForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let now = answer(services.defaults.view(&actor, &domain).await)?;
    let change = async {
        let new = form.parse(&now.settings)?;
        services
            .defaults
            .change(&actor, &domain, form.version, new)
            .await
    };
    let operation = answer_form(change.await, &form)?;
    redirect(&format!(
        "/subscriptions/{domain}/defaults?done={}",
        operation.as_str()
    ));
    Ok(())
}
