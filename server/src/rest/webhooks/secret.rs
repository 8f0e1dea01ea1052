//! Replacing what the calls of a webhook are signed with.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use model::{DomainName, WebhookName};

use super::path::WebhookPath;
use super::webhook::{Webhook, WebhookWithSecret};
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::state::RestState;

/// Replace the secret of a webhook
///
/// For 24 hours calls are signed with the former one, too. The answer has the new one, this once.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/webhooks/{name}/secret",
    tag = super::TAG,
    params(WebhookPath),
    responses((status = 200, description = "The webhook with its new secret", body = WebhookWithSecret))
)]
pub(super) async fn replace_webhook_secret(
    State(state): State<RestState>,
    caller: Caller,
    path: WebhookPath,
) -> Result<Response, RestError> {
    replace(&state, &caller, (Some(&path.domain), &path.name)).await
}

/// Replaces the secret of a webhook of a subscription, or of the server.
pub(super) async fn replace(
    state: &RestState,
    caller: &Caller,
    (domain, name): (Option<&DomainName>, &WebhookName),
) -> Result<Response, RestError> {
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let found = webhooks.find(actor, domain, name).await?;
    let (_, replaced) = webhooks.replace_secret(actor, domain, found.id).await?;
    let webhook = Webhook::from(webhooks.view(actor, domain, found.id).await?);
    let secret = replaced.secret;
    let answer = Json(WebhookWithSecret { webhook, secret });
    Ok(holding_secret(answer.into_response()))
}
