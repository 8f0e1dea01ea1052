//! The screen « Abonnements supprimés ».

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{Page, PageNumber, PurgeForm, Receipt, RemovedSubscription, SecretText};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{answer, answer_form, proven_actor_and_services_for, redirect},
};
#[cfg(feature = "ssr")]
use model::Operation;

/// What « Abonnements supprimés » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionTrashScreen {
    /// A page of the removed subscriptions.
    pub subscriptions: Page<RemovedSubscription>,
    /// What the person has just done.
    pub receipt: Option<Receipt>,
}

/// Reads what « Abonnements supprimés » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "subscription_trash_page", input = GetUrl)]
pub async fn subscription_trash_page(
    page: PageNumber,
    done: Option<String>,
) -> Result<SubscriptionTrashScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let subscriptions = answer(services.subscriptions.list_removed(&actor, page).await)?;
    let receipt = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.receipts.view(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(SubscriptionTrashScreen {
        subscriptions,
        receipt,
    })
}

/// Reads what the page shows that removes a subscription for good.
#[server(endpoint = "removed_subscription", input = GetUrl)]
pub async fn view_removed_subscription(domain: String) -> Result<RemovedSubscription, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    answer(services.subscriptions.view_removed(&actor, &domain).await)
}

/// Restores a removed subscription, and goes to « Site et Domaines », where it is again.
#[server(endpoint = "restore_subscription")]
pub async fn restore_subscription(domain: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let operation = answer(services.subscriptions.restore(&actor, &domain).await)?;
    redirect(&format!("/?done={}", operation.as_str()));
    Ok(())
}

/// Removes a removed subscription for good and goes back to « Abonnements supprimés ». Its files go too
/// if the form has a confirmation, which has to be the domain name.
#[server(endpoint = "purge_subscription")]
pub async fn purge_subscription(
    #[server(default)] proof: SecretText,
    #[server(flatten)] form: PurgeForm,
) -> Result<(), ApiError> {
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    let domain = answer(existing_domain(&form.name))?;
    let purge = services.subscriptions.purge(&actor, &domain, form.parse());
    let operation = answer_form(purge.await, &form)?;
    redirect(&format!("/subscriptions/trash?done={}", operation.as_str()));
    Ok(())
}
