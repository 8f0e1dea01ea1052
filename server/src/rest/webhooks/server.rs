//! The same operations on the webhooks of the whole server, for administrators.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::deliveries::{DeliveriesQuery, WebhookDelivery};
use super::list::Webhooks;
use super::path::{ServerDeliveryPath, ServerWebhookPath};
use super::webhook::{NewWebhook, Webhook, WebhookPatch, WebhookWithSecret};
use super::{add, change, deliveries, list, remove, secret};
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::{IfMatch, MayMatch};
use crate::rest::page::Page;
use crate::rest::query::Query;
use crate::rest::state::RestState;

/// List the webhooks of the server
#[utoipa::path(
    get,
    path = "/webhooks",
    tag = super::TAG,
    responses((status = 200, description = "The webhooks", body = Webhooks))
)]
pub(super) async fn list_server_webhooks(
    State(state): State<RestState>,
    caller: Caller,
) -> Result<Json<Webhooks>, RestError> {
    list::list(&state, &caller, None).await
}

/// Add a webhook of the server
///
/// It tells of all subscriptions, and of the server itself. The answer has what its calls are signed with,
/// this once.
#[utoipa::path(
    post,
    path = "/webhooks",
    tag = super::TAG,
    request_body = NewWebhook,
    responses((
        status = 201,
        description = "The webhook was added",
        body = WebhookWithSecret,
        headers(
            ("Location" = String, description = "The address of the webhook"),
            ("ETag" = String, description = "Its version, for `If-Match`"),
        ),
    ))
)]
pub(super) async fn add_server_webhook(
    State(state): State<RestState>,
    caller: Caller,
    Json(new): Json<NewWebhook>,
) -> Result<Response, RestError> {
    add::add(&state, &caller, None, &new).await
}

/// Read a webhook of the server
#[utoipa::path(
    get,
    path = "/webhooks/{name}",
    tag = super::TAG,
    params(ServerWebhookPath),
    responses((
        status = 200,
        description = "The webhook",
        body = Webhook,
        headers(("ETag" = String, description = "Its version, for `If-Match`")),
    ))
)]
pub(super) async fn get_server_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerWebhookPath,
) -> Result<Webhook, RestError> {
    let webhooks = &state.services.webhooks;
    let found = webhooks.find(&caller.actor, None, &path.name);
    Ok(found.await?.into())
}

/// Change a webhook of the server
///
/// What waits is told by it as it is from now on.
#[utoipa::path(
    patch,
    path = "/webhooks/{name}",
    tag = super::TAG,
    params(ServerWebhookPath),
    request_body(
        content(
            (WebhookPatch = "application/json"),
            (WebhookPatch = "application/merge-patch+json"),
        ),
    ),
    responses((
        status = 200,
        description = "The webhook as it is now",
        body = Webhook,
        headers(("ETag" = String, description = "Its new version, for `If-Match`")),
    ))
)]
pub(super) async fn change_server_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerWebhookPath,
    if_match: IfMatch,
    Json(patch): Json<WebhookPatch>,
) -> Result<Webhook, RestError> {
    change::change(&state, &caller, (None, &path.name), &if_match, &patch).await
}

/// Remove a webhook of the server
///
/// What still waits is never told.
#[utoipa::path(
    delete,
    path = "/webhooks/{name}",
    tag = super::TAG,
    params(ServerWebhookPath, MayMatch),
    responses((status = 204, description = "The webhook was removed"))
)]
pub(super) async fn remove_server_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerWebhookPath,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    remove::remove(&state, &caller, (None, &path.name), &if_match).await
}

/// Replace the secret of a webhook of the server
///
/// For 24 hours calls are signed with the former one, too. The answer has the new one, this once.
#[utoipa::path(
    post,
    path = "/webhooks/{name}/secret",
    tag = super::TAG,
    params(ServerWebhookPath),
    responses((status = 200, description = "The webhook with its new secret", body = WebhookWithSecret))
)]
pub(super) async fn replace_server_webhook_secret(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerWebhookPath,
) -> Result<Response, RestError> {
    secret::replace(&state, &caller, (None, &path.name)).await
}

/// Try a webhook of the server out
///
/// An event of the type `webhook.test` is sent at once, and once. What comes of it is among the
/// deliveries.
#[utoipa::path(
    post,
    path = "/webhooks/{name}/test",
    tag = super::TAG,
    params(ServerWebhookPath),
    responses((status = 204, description = "The test is being sent"))
)]
pub(super) async fn test_server_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerWebhookPath,
) -> Result<StatusCode, RestError> {
    deliveries::test(&state, &caller, (None, &path.name)).await
}

/// List what a webhook of the server told, and is to tell
///
/// The latest comes first. Of what is over the last 1,000 are kept.
#[utoipa::path(
    get,
    path = "/webhooks/{name}/deliveries",
    tag = super::TAG,
    params(ServerWebhookPath, DeliveriesQuery),
    responses((status = 200, description = "A page of the deliveries", body = Page<WebhookDelivery>))
)]
pub(super) async fn list_server_webhook_deliveries(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerWebhookPath,
    Query(query): Query<DeliveriesQuery>,
) -> Result<Json<Page<WebhookDelivery>>, RestError> {
    deliveries::list(&state, &caller, (None, &path.name), &query).await
}

/// Send a delivery of a webhook of the server again
///
/// What was told or given up is sent with the same id and body, behind whatever waits for the same FTP
/// account. What waits for another attempt is tried at once.
#[utoipa::path(
    post,
    path = "/webhooks/{name}/deliveries/{id}/send-again",
    tag = super::TAG,
    params(ServerDeliveryPath),
    responses((status = 204, description = "It is being sent"))
)]
pub(super) async fn send_server_webhook_delivery_again(
    State(state): State<RestState>,
    caller: Caller,
    path: ServerDeliveryPath,
) -> Result<StatusCode, RestError> {
    deliveries::send_again(&state, &caller, (None, &path.name), path.id).await
}
