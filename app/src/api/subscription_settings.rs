//! The screen « Paramètres de l'abonnement »: domain name and owner, suspending, removing.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{Receipt, SubscriptionSettingsForm, SubscriptionSettingsView};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect},
};
#[cfg(feature = "ssr")]
use model::{DomainName, ExpectedVersion, Operation};

/// What « Paramètres de l'abonnement » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionSettingsScreen {
    /// The subscription.
    pub subscription: SubscriptionSettingsView,
    /// What the person has just done.
    pub receipt: Option<Receipt>,
}

/// Reads what « Paramètres de l'abonnement » shows. `done` is the key of the operation just carried
/// out.
#[server(endpoint = "subscription_settings_page", input = GetUrl)]
pub async fn subscription_settings_page(
    domain: String,
    done: Option<String>,
) -> Result<SubscriptionSettingsScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let subscription = answer(services.subscriptions.view_settings(&actor, &domain).await)?;
    let receipt = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.receipts.view(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(SubscriptionSettingsScreen {
        subscription,
        receipt,
    })
}

/// Gives the subscription `of` this domain name another domain name or another owner, and comes back;
/// with another name, whose pages are elsewhere, to « Site et Domaines ».
#[server(endpoint = "change_subscription")]
pub async fn change_subscription(
    of: String,
    #[server(flatten)] form: SubscriptionSettingsForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = answer(existing_domain(&of))?;
    let change = async {
        let settings = form.parse()?;
        let changed = settings.domain.clone();
        let change = services
            .subscriptions
            .change(&actor, &domain, form.version, settings);
        Ok((change.await?, changed))
    };
    let (operation, now) = answer_form(change.await, &form)?;
    if now == domain {
        back_to(&domain, &operation);
    } else {
        redirect(&format!("/?done={}", operation.as_str()));
    }
    Ok(())
}

/// Suspends a subscription and comes back.
#[server(endpoint = "suspend_subscription")]
pub async fn suspend_subscription(domain: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let operation = answer(services.subscriptions.suspend(&actor, &domain).await)?;
    back_to(&domain, &operation);
    Ok(())
}

/// Resumes a suspended subscription and comes back.
#[server(endpoint = "resume_subscription")]
pub async fn resume_subscription(domain: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let operation = answer(services.subscriptions.resume(&actor, &domain).await)?;
    back_to(&domain, &operation);
    Ok(())
}

/// Removes a subscription with all of its FTP accounts, and goes to « Site et Domaines ».
#[server(endpoint = "remove_subscription")]
pub async fn remove_subscription(domain: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let (subscriptions, any) = (&services.subscriptions, ExpectedVersion::Any);
    let operation = answer(subscriptions.remove(&actor, &domain, &any).await)?;
    redirect(&format!("/?done={}", operation.as_str()));
    Ok(())
}

#[cfg(feature = "ssr")]
fn back_to(domain: &DomainName, operation: &Operation) {
    redirect(&format!(
        "/subscriptions/{domain}/settings?done={}",
        operation.as_str()
    ));
}
