//! Removing a webhook.

use axum::extract::State;
use http::StatusCode;
use model::{AppError, DomainName, WebhookName};

use super::path::WebhookPath;
use super::webhook::Webhook;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::{IfMatch, MayMatch};
use crate::rest::state::RestState;

/// Remove a webhook
///
/// What still waits is never told.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/webhooks/{name}",
    tag = super::TAG,
    params(WebhookPath, MayMatch),
    responses((status = 204, description = "The webhook was removed"))
)]
pub(super) async fn remove_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: WebhookPath,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    remove(&state, &caller, (Some(&path.domain), &path.name), &if_match).await
}

/// Removes a webhook of a subscription, or of the server.
pub(super) async fn remove(
    state: &RestState,
    caller: &Caller,
    (domain, name): (Option<&DomainName>, &WebhookName),
    if_match: &IfMatch,
) -> Result<StatusCode, RestError> {
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let id = webhooks.find(actor, domain, name).await?.id;
    match webhooks
        .remove(actor, domain, id, &if_match.expected())
        .await
    {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::SettingsEditConflict(_)) => {
            Err(Webhook::changed(webhooks.view(actor, domain, id).await?))
        }
        Err(error) => Err(error.into()),
    }
}
