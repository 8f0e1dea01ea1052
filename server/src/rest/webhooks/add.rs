//! Adding a webhook.

use axum::extract::State;
use axum::response::Response;
use http::header::ETAG;
use model::DomainName;

use super::webhook::{NewWebhook, Webhook, WebhookWithSecret, address};
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::path::SubscriptionPath;
use crate::rest::state::RestState;

/// Add a webhook
///
/// The answer has what its calls are signed with, this once.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/webhooks",
    tag = super::TAG,
    params(SubscriptionPath),
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
pub(super) async fn add_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Json(new): Json<NewWebhook>,
) -> Result<Response, RestError> {
    add(&state, &caller, Some(&path.domain), &new).await
}

/// Adds a webhook to a subscription, or to the server.
pub(super) async fn add(
    state: &RestState,
    caller: &Caller,
    domain: Option<&DomainName>,
    new: &NewWebhook,
) -> Result<Response, RestError> {
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let new = new.form().parse(domain.is_none())?;
    let (_, added) = webhooks.add(actor, domain, new).await?;
    let webhook = Webhook::from(webhooks.view(actor, domain, added.id).await?);
    let (etag, secret) = (webhook.etag().header(), added.secret);
    let address = address(domain, &added.name);
    let mut response = created(&address, WebhookWithSecret { webhook, secret });
    response.headers_mut().insert(ETAG, etag);
    Ok(holding_secret(response))
}
