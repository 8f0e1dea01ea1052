//! What a webhook told, telling it again, and trying a webhook out.

use axum::extract::State;
use http::StatusCode;
use model::{DeliveryError, DeliveryId, DeliveryRow, DeliveryState, DomainName, WebhookName};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::path::{DeliveryPath, WebhookPath};
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::page::{Page, page_limit, read_cursor};
use crate::rest::query::Query;
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;

/// Something that a webhook told, or is to tell.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookDelivery {
    /// What it is called in addresses.
    #[schema(examples("17"))]
    id: String,
    /// The event's id, which each attempt has as `webhook-id`.
    #[schema(examples("evt_2v5n0z3m8q7k1c4x9b6t0r2w5e"))]
    event: String,
    /// The event's `type`.
    #[serde(rename = "type")]
    #[schema(examples("ftp.uploaded"))]
    kind: &'static str,
    /// What is sent.
    #[schema(value_type = Object)]
    body: Value,
    /// When it was queued.
    created_at: Timestamp,
    /// What became of it.
    state: DeliveryOutcome,
    /// How often it was tried.
    attempts: u32,
    /// The last attempt; null before the first one.
    #[schema(required)]
    last_attempt: Option<Attempt>,
}

/// What became of a delivery.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDeliveryState)]
#[serde(rename_all = "snake_case")]
enum DeliveryOutcome {
    /// It waits for its first attempt, or for another one.
    Waiting,
    /// The receiver took it.
    Delivered,
    /// It was tried for a day, or was a test that failed.
    GivenUp,
}

/// An attempt at a delivery.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookAttempt)]
struct Attempt {
    /// When.
    at: Timestamp,
    /// How long it took.
    duration_ms: u64,
    /// The HTTP status of the answer; null if there was none.
    #[schema(required)]
    status: Option<u16>,
    /// The beginning of what was answered.
    answer: String,
    /// Why it failed, by a stable name; null if it did not.
    #[schema(required, examples("timed_out"))]
    error: Option<&'static str>,
}

impl From<DeliveryState> for DeliveryOutcome {
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Waiting => Self::Waiting,
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::GivenUp => Self::GivenUp,
        }
    }
}

impl From<DeliveryRow> for WebhookDelivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.id.0.to_string(),
            event: row.event.into(),
            kind: row.kind.as_str(),
            body: serde_json::from_str(&row.body).unwrap_or_default(),
            created_at: row.created_at.into(),
            state: row.state.into(),
            attempts: row.attempts,
            last_attempt: row.last.map(|last| Attempt {
                at: last.at.into(),
                duration_ms: last.took_ms,
                status: last.status,
                answer: last.answer,
                error: last.error.map(DeliveryError::as_str),
            }),
        }
    }
}

/// Which page of deliveries is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveriesQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false)]
    cursor: Option<String>,
    /// How many deliveries a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// List what a webhook told, and is to tell
///
/// The latest comes first. Of what is over the last 1,000 are kept.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/webhooks/{name}/deliveries",
    tag = super::TAG,
    params(WebhookPath, DeliveriesQuery),
    responses((status = 200, description = "A page of the deliveries", body = Page<WebhookDelivery>))
)]
pub(super) async fn list_webhook_deliveries(
    State(state): State<RestState>,
    caller: Caller,
    path: WebhookPath,
    Query(query): Query<DeliveriesQuery>,
) -> Result<Json<Page<WebhookDelivery>>, RestError> {
    list(&state, &caller, (Some(&path.domain), &path.name), &query).await
}

/// Lists what a webhook of a subscription, or of the server, told.
pub(super) async fn list(
    state: &RestState,
    caller: &Caller,
    (domain, name): (Option<&DomainName>, &WebhookName),
    query: &DeliveriesQuery,
) -> Result<Json<Page<WebhookDelivery>>, RestError> {
    let limit = page_limit(query.limit)?;
    let key = |text: &str| text.parse().ok().map(DeliveryId);
    let before = read_cursor(query.cursor.as_deref(), key)?;
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let found = webhooks.find(actor, domain, name).await?;
    let rows = webhooks.deliveries_before(actor, domain, found.id, before, limit);
    let rows = rows.await?;
    let page = Page::of_rows(rows, limit, |row| row.id.0, WebhookDelivery::from);
    Ok(Json(page))
}

/// Send a delivery again
///
/// What was told or given up is sent with the same id and body, behind whatever waits for the same FTP
/// account. What waits for another attempt is tried at once.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/webhooks/{name}/deliveries/{id}/send-again",
    tag = super::TAG,
    params(DeliveryPath),
    responses((status = 204, description = "It is being sent"))
)]
pub(super) async fn send_webhook_delivery_again(
    State(state): State<RestState>,
    caller: Caller,
    path: DeliveryPath,
) -> Result<StatusCode, RestError> {
    send_again(&state, &caller, (Some(&path.domain), &path.name), path.id).await
}

/// Sends a delivery of a webhook of a subscription, or of the server, again.
pub(super) async fn send_again(
    state: &RestState,
    caller: &Caller,
    (domain, name): (Option<&DomainName>, &WebhookName),
    delivery: DeliveryId,
) -> Result<StatusCode, RestError> {
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let found = webhooks.find(actor, domain, name).await?;
    webhooks
        .send_again(actor, domain, found.id, delivery)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Try a webhook out
///
/// An event of the type `webhook.test` is sent at once, and once. What comes of it is among the
/// deliveries.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/webhooks/{name}/test",
    tag = super::TAG,
    params(WebhookPath),
    responses((status = 204, description = "The test is being sent"))
)]
pub(super) async fn test_webhook(
    State(state): State<RestState>,
    caller: Caller,
    path: WebhookPath,
) -> Result<StatusCode, RestError> {
    test(&state, &caller, (Some(&path.domain), &path.name)).await
}

/// Tries a webhook of a subscription, or of the server, out.
pub(super) async fn test(
    state: &RestState,
    caller: &Caller,
    (domain, name): (Option<&DomainName>, &WebhookName),
) -> Result<StatusCode, RestError> {
    let (webhooks, actor) = (&state.services.webhooks, &caller.actor);
    let found = webhooks.find(actor, domain, name).await?;
    webhooks.send_test(actor, domain, found.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
