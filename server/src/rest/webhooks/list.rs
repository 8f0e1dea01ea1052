//! Listing the webhooks of a subscription, and reading one.

use axum::extract::State;
use model::DomainName;
use serde::Serialize;
use utoipa::ToSchema;

use super::path::WebhookPath;
use super::webhook::Webhook;
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::path::SubscriptionPath;
use crate::rest::state::RestState;

/// The webhooks of a subscription, or of the server.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Webhooks {
    /// All of them, by name.
    items: Vec<Webhook>,
    /// How many there may be.
    most: u32,
}

/// List the webhooks of a subscription
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/webhooks",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((status = 200, description = "The webhooks", body = Webhooks))
)]
pub(super) async fn list_webhooks(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<Json<Webhooks>, RestError> {
    list(&state, &caller, Some(&path.domain)).await
}

/// Lists the webhooks of a subscription, or of the server.
pub(super) async fn list(
    state: &RestState,
    caller: &Caller,
    domain: Option<&DomainName>,
) -> Result<Json<Webhooks>, RestError> {
    let list = state.services.webhooks.list(&caller.actor, domain).await?;
    Ok(Json(Webhooks {
        items: list.webhooks.into_iter().map(Webhook::from).collect(),
        most: list.most,
    }))
}

/// Read a webhook
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/webhooks/{name}",
    tag = super::TAG,
    params(WebhookPath),
    responses((
        status = 200,
        description = "The webhook",
        body = Webhook,
        headers(("ETag" = String, description = "Its version, for `If-Match`")),
    ))
)]
pub(super) async fn get_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: WebhookPath,
) -> Result<Webhook, RestError> {
    let webhooks = &state.services.webhooks;
    let found = webhooks.find(&caller.actor, Some(&path.domain), &path.name);
    Ok(found.await?.into())
}
