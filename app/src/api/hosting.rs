//! The screen « Paramètres de l'hébergement »: whom the files of a subscription belong to.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{HostingChange, HostingForm, HostingView};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::Operation;

/// What « Paramètres de l'hébergement » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostingScreen {
    /// Whom the files belong to.
    pub hosting: HostingView,
    /// What the person has just changed; none if nothing.
    pub change: Option<HostingChange>,
}

/// Reads what « Paramètres de l'hébergement » shows. `done` is the key of the operation just carried
/// out.
#[server(endpoint = "hosting_page", input = GetUrl)]
pub async fn hosting_page(domain: String, done: Option<String>) -> Result<HostingScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let hosting = answer(services.hosting.view(&actor, &domain).await)?;
    let change = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.hosting.view_receipt(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(HostingScreen { hosting, change })
}

/// Changes whom the files of a subscription belong to, and comes back.
#[server(endpoint = "change_hosting")]
pub async fn change_hosting(
    domain: String,
    #[server(flatten)] form: HostingForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let change = async {
        let settings = form.parse()?;
        services
            .hosting
            .change(&actor, &domain, form.version, settings)
            .await
    };
    let operation = answer_form(change.await, &form)?;
    redirect(&format!(
        "/subscriptions/{domain}/hosting?done={}",
        operation.as_str()
    ));
    Ok(())
}
