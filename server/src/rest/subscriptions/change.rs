//! Changing, suspending and removing a subscription.

use axum::extract::State;
use http::StatusCode;
use model::{AppError, DomainName, SubscriptionSettingsForm};
use serde::Deserialize;
use utoipa::ToSchema;

use super::subscription::{Subscription, Versioned};
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::{IfMatch, MayMatch};
use crate::rest::path::SubscriptionPath;
use crate::rest::settings::present;
use crate::rest::state::RestState;

/// What is to be changed of a subscription: what is missing stays as it is (RFC 7396).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubscriptionChange {
    /// Its domain name. What is below the old one's address is below the new one's from then on.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    domain: Option<String>,
    /// The login of the panel user who owns it.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    owner: Option<String>,
}

/// Give a subscription another domain name or another owner
///
/// Its accounts, files and webspace root stay as they are. For those who manage it, by a token that is for
/// all their subscriptions.
#[utoipa::path(
    patch,
    path = "/subscriptions/{domain}",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body = SubscriptionChange,
    responses((
        status = 200,
        description = "The subscription as it is now",
        body = Subscription,
        headers(("ETag" = String, description = "Its new version, for `If-Match`")),
    ))
)]
pub(super) async fn change_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    if_match: IfMatch,
    Json(change): Json<SubscriptionChange>,
) -> Result<Versioned, RestError> {
    let (subscriptions, actor) = (&state.services.subscriptions, &caller.actor);
    let now = subscriptions.view_settings(actor, &path.domain).await?;
    let Some(version) = if_match.version(now.version) else {
        return Err(changed(&state, &caller, &path.domain).await?);
    };
    let mut form = SubscriptionSettingsForm::of(&now);
    if let Some(domain) = change.domain {
        form.domain = domain;
    }
    if let Some(owner) = change.owner {
        form.owner = owner;
    }
    let settings = form.parse()?;
    let domain = settings.domain.clone();
    let stored = subscriptions.change(actor, &path.domain, version, settings);
    match stored.await {
        Ok(_) => Versioned::read(&state, &caller, &domain).await,
        Err(AppError::SettingsEditConflict(_)) => {
            Err(changed(&state, &caller, &path.domain).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// That the subscription is of another version, with what it is now.
async fn changed(
    state: &RestState,
    caller: &Caller,
    domain: &DomainName,
) -> Result<RestError, RestError> {
    let now = Versioned::read(state, caller, domain).await?;
    Ok(RestError::changed(now.etag, &now.subscription))
}

/// Remove a subscription
///
/// With its FTP accounts it goes into the trash, from which it can be restored for 30 days. Its files stay,
/// and its names stay taken. Open FTP sessions end at once.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}",
    tag = super::TAG,
    params(SubscriptionPath, MayMatch),
    responses((status = 204, description = "The subscription was removed"))
)]
pub(super) async fn remove_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    let (subscriptions, expected) = (&state.services.subscriptions, if_match.expected());
    let removed = subscriptions.remove(&caller.actor, &path.domain, &expected);
    match removed.await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::SettingsEditConflict(_)) => {
            Err(changed(&state, &caller, &path.domain).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Suspend a subscription
///
/// None of its FTP accounts can sign in any more, and their open sessions end. Nothing is lost.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/suspend",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((status = 204, description = "The subscription is suspended"))
)]
pub(super) async fn suspend_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<StatusCode, RestError> {
    let subscriptions = &state.services.subscriptions;
    subscriptions.suspend(&caller.actor, &path.domain).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Resume a suspended subscription
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/resume",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((status = 204, description = "Its FTP accounts can sign in again"))
)]
pub(super) async fn resume_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<StatusCode, RestError> {
    let subscriptions = &state.services.subscriptions;
    subscriptions.resume(&caller.actor, &path.domain).await?;
    Ok(StatusCode::NO_CONTENT)
}
