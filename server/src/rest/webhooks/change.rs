//! Changing a webhook.

use axum::extract::State;
use model::{AppError, DomainName, WebhookName};

use super::path::WebhookPath;
use super::webhook::{Webhook, WebhookPatch};
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::IfMatch;
use crate::rest::state::RestState;

/// How often a change of whatever is there is begun again, if others change it meanwhile.
const MAX_ATTEMPTS: u32 = 5;

/// Change a webhook
///
/// What waits is told by it as it is from now on.
#[utoipa::path(
    patch,
    path = "/subscriptions/{domain}/webhooks/{name}",
    tag = super::TAG,
    params(WebhookPath),
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
pub(super) async fn change_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: WebhookPath,
    if_match: IfMatch,
    Json(patch): Json<WebhookPatch>,
) -> Result<Webhook, RestError> {
    let named = (Some(&path.domain), &path.name);
    change(&state, &caller, named, &if_match, &patch).await
}

/// Changes a webhook of a subscription, or of the server.
pub(super) async fn change(
    state: &RestState,
    caller: &Caller,
    (domain, name): (Option<&DomainName>, &WebhookName),
    if_match: &IfMatch,
    patch: &WebhookPatch,
) -> Result<Webhook, RestError> {
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let mut attempts = 0;
    let id = webhooks.find(actor, domain, name).await?.id;
    loop {
        attempts += 1;
        let now = webhooks.view(actor, domain, id).await?;
        let Some(version) = if_match.version(now.version) else {
            return Err(Webhook::changed(now));
        };
        let webhook = patch.form(&now).parse(domain.is_none())?;
        let changed = webhooks.change(actor, domain, id, version, webhook);
        match changed.await {
            Ok(_) => return Ok(webhooks.view(actor, domain, id).await?.into()),
            Err(AppError::SettingsEditConflict(_)) if attempts < MAX_ATTEMPTS => {}
            Err(error) => return Err(error.into()),
        }
    }
}
