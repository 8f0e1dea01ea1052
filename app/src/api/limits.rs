//! What a subscription may have and use: the page that changes it, and what others show of it.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{LimitsInUse, SubscriptionLimitsForm, SubscriptionLimitsView};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::Operation;

/// What « Limites » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsScreen {
    /// What the subscription may have and use.
    pub limits: SubscriptionLimitsView,
    /// Whether what the person has just done changed anything; none if they did nothing.
    pub changed: Option<bool>,
}

/// Reads what « Limites » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "limits_page", input = GetUrl)]
pub async fn limits_page(domain: String, done: Option<String>) -> Result<LimitsScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let limits = answer(services.limits.view(&actor, &domain).await)?;
    let changed = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.limits.view_receipt(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(LimitsScreen { limits, changed })
}

/// Changes what a subscription may have and use, and comes back.
#[server(endpoint = "change_limits")]
pub async fn change_limits(
    domain: String,
    #[server(flatten)] form: SubscriptionLimitsForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&domain))?;
    let change = async {
        let source = form.parse()?;
        services
            .limits
            .change(&actor, &domain, form.version, source, &form.seen)
            .await
    };
    let operation = answer_form(change.await, &form)?;
    redirect(&format!(
        "/subscriptions/{domain}/limits?done={}",
        operation.as_str()
    ));
    Ok(())
}

/// Reads what a subscription has and uses, beside what it may.
#[server(endpoint = "limits_in_use", input = GetUrl)]
pub async fn view_limits_in_use(domain: String) -> Result<LimitsInUse, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    answer(services.limits.in_use(&actor, &domain).await)
}
