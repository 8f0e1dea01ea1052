//! The screens « Webhooks »: of a subscription, and of the whole server.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{
    AddedWebhook, PageNumber, WebhookDeliveries, WebhookForm, WebhookList, WebhookReceipt,
};

#[cfg(feature = "ssr")]
use super::{
    path_params::{existing_delivery, existing_domain, existing_webhook},
    request_context::actor_and_services,
    respond::{actor_and_services_for, answer, answer_form, redirect, set_flash, take_flash},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::{Actor, DomainName, ExpectedVersion, Operation, WebhookId};
#[cfg(feature = "ssr")]
use services::Services;

/// Hands a secret that was made to the one page that shows it.
#[cfg(feature = "ssr")]
const SECRET_COOKIE: &str = "berth-webhook-secret";

/// What « Webhooks » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhooksScreen {
    /// The webhooks.
    pub list: WebhookList,
    /// What the person has just done.
    pub receipt: Option<WebhookReceipt>,
}

/// What the page of a webhook shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookScreen {
    /// The webhook, and what it told.
    pub deliveries: WebhookDeliveries,
    /// The secret that was just made; none once it was shown.
    pub secret: Option<AddedWebhook>,
    /// What the person has just done.
    pub receipt: Option<WebhookReceipt>,
}

/// The subscription of an address; none for the server.
#[cfg(feature = "ssr")]
fn subscription(domain: Option<String>) -> Result<Option<DomainName>, ApiError> {
    let domain = domain.filter(|domain| !domain.is_empty());
    answer(domain.as_deref().map(existing_domain).transpose())
}

#[cfg(feature = "ssr")]
async fn receipt(
    actor: &Actor,
    services: &Services,
    done: Option<String>,
) -> Option<WebhookReceipt> {
    let operation = Operation::parse(&done?)?;
    let receipt = services.webhooks.view_receipt(actor, &operation);
    receipt.await.ok()
}

/// Goes to the page of a webhook, which tells what was done.
#[cfg(feature = "ssr")]
fn go_to(domain: Option<&DomainName>, id: WebhookId, done: &Operation) {
    let page = routes::webhook(domain.map(DomainName::as_str), id);
    redirect(&format!("{page}?done={}", done.as_str()));
}

/// Reads what « Webhooks » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "webhooks_page", input = GetUrl)]
pub async fn webhooks_page(
    domain: Option<String>,
    done: Option<String>,
) -> Result<WebhooksScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = subscription(domain)?;
    let list = answer(services.webhooks.list(&actor, domain.as_ref()).await)?;
    let receipt = receipt(&actor, &services, done).await;
    Ok(WebhooksScreen { list, receipt })
}

/// Reads a webhook, with what it told.
#[server(endpoint = "webhook_page", input = GetUrl)]
pub async fn webhook_page(
    domain: Option<String>,
    id: String,
    page: PageNumber,
    done: Option<String>,
) -> Result<WebhookScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = subscription(domain)?;
    let id = answer(existing_webhook(&id))?;
    let found = services
        .webhooks
        .deliveries(&actor, domain.as_ref(), id, page);
    let deliveries = answer(found.await)?;
    let secret = take_flash(SECRET_COOKIE, &id.0.to_string()).map(|secret| AddedWebhook {
        id,
        name: deliveries.webhook.webhook.name.clone(),
        secret,
    });
    Ok(WebhookScreen {
        deliveries,
        secret,
        receipt: receipt(&actor, &services, done).await,
    })
}

/// Adds a webhook and goes to its page, which shows its secret once.
#[server(endpoint = "add_webhook")]
pub async fn add_webhook(
    domain: Option<String>,
    #[server(flatten)] form: WebhookForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = subscription(domain)?;
    let add = async {
        let webhook = form.parse(domain.is_none())?;
        services
            .webhooks
            .add(&actor, domain.as_ref(), webhook)
            .await
    };
    let (operation, added) = answer_form(add.await, &form)?;
    set_flash(SECRET_COOKIE, &added.id.0.to_string(), &added.secret);
    go_to(domain.as_ref(), added.id, &operation);
    Ok(())
}

/// Changes a webhook and comes back.
#[server(endpoint = "change_webhook")]
pub async fn change_webhook(
    domain: Option<String>,
    id: String,
    #[server(flatten)] form: WebhookForm,
) -> Result<(), ApiError> {
    let (actor, services) = actor_and_services_for(&form)?;
    let domain = subscription(domain)?;
    let id = answer(existing_webhook(&id))?;
    let change = async {
        let webhook = form.parse(domain.is_none())?;
        let webhooks = &services.webhooks;
        webhooks
            .change(&actor, domain.as_ref(), id, form.version, webhook)
            .await
    };
    let operation = answer_form(change.await, &form)?;
    go_to(domain.as_ref(), id, &operation);
    Ok(())
}

/// Replaces what the calls of a webhook are signed with, and comes back to see it once.
#[server(endpoint = "replace_webhook_secret")]
pub async fn replace_webhook_secret(domain: Option<String>, id: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = subscription(domain)?;
    let id = answer(existing_webhook(&id))?;
    let replaced = services
        .webhooks
        .replace_secret(&actor, domain.as_ref(), id);
    let (operation, added) = answer(replaced.await)?;
    set_flash(SECRET_COOKIE, &id.0.to_string(), &added.secret);
    go_to(domain.as_ref(), id, &operation);
    Ok(())
}

/// Tries a webhook out and comes back.
#[server(endpoint = "test_webhook")]
pub async fn test_webhook(domain: Option<String>, id: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = subscription(domain)?;
    let id = answer(existing_webhook(&id))?;
    let test = services.webhooks.send_test(&actor, domain.as_ref(), id);
    let operation = answer(test.await)?;
    go_to(domain.as_ref(), id, &operation);
    Ok(())
}

/// Has something be told again and comes back.
#[server(endpoint = "send_webhook_again")]
pub async fn send_webhook_again(
    domain: Option<String>,
    id: String,
    delivery: String,
) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = subscription(domain)?;
    let id = answer(existing_webhook(&id))?;
    let delivery = answer(existing_delivery(&delivery))?;
    let again = services
        .webhooks
        .send_again(&actor, domain.as_ref(), id, delivery);
    let operation = answer(again.await)?;
    go_to(domain.as_ref(), id, &operation);
    Ok(())
}

/// Removes a webhook and goes back to the list.
#[server(endpoint = "remove_webhook")]
pub async fn remove_webhook(domain: Option<String>, id: String) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = subscription(domain)?;
    let id = answer(existing_webhook(&id))?;
    let (webhooks, any) = (&services.webhooks, ExpectedVersion::Any);
    let removed = webhooks.remove(&actor, domain.as_ref(), id, &any).await;
    let operation = answer(removed)?;
    let page = routes::webhooks(domain.as_ref().map(DomainName::as_str));
    redirect(&format!("{page}?done={}", operation.as_str()));
    Ok(())
}
