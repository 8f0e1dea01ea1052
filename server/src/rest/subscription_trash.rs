//! The trash of subscriptions: removed ones, which can be restored for a time.

use axum::extract::State;
use http::StatusCode;
use model::{Purge, RemovedSubscription as Removed};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::page::{Page, page_limit, read_cursor};
use super::path::SubscriptionPath;
use super::query::Query;
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "Trash";

/// The operations on removed subscriptions.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list_removed_subscriptions))
        .routes(routes!(get_removed_subscription, purge_subscription))
        .routes(routes!(restore_subscription))
}

/// A removed subscription.
#[derive(Debug, Serialize, ToSchema)]
struct RemovedSubscription {
    /// Its domain name, which stays taken.
    domain: String,
    /// The login of the panel user who owns it.
    owner: String,
    /// The folder on the server that it used, which stays taken.
    webspace_root: String,
    /// How many FTP accounts it has, without those that were removed before it.
    ftp_accounts: u64,
    /// When it was removed.
    removed_at: Timestamp,
    /// Who removed it: a login, or in brackets what stands for whoever has none, or may not be known.
    removed_by: String,
    /// When it is gone for good.
    gone_at: Timestamp,
    /// Whether its files are being removed: then it cannot be restored any more.
    is_being_purged: bool,
}

impl From<Removed> for RemovedSubscription {
    fn from(removed: Removed) -> Self {
        Self {
            gone_at: removed.gone_at().into(),
            domain: removed.domain.into(),
            owner: removed.owner.into(),
            webspace_root: removed.webspace_root.into(),
            ftp_accounts: removed.ftp_accounts,
            removed_at: removed.removed_at.into(),
            removed_by: removed.removed_by,
            is_being_purged: removed.is_being_purged,
        }
    }
}

/// Which page of the trash is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RemovedSubscriptionsQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many subscriptions a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// List removed subscriptions
///
/// By domain name: those that the token's owner may restore.
#[utoipa::path(
    get,
    path = "/trash/subscriptions",
    tag = TAG,
    params(RemovedSubscriptionsQuery),
    responses((status = 200, description = "A page of the subscriptions", body = Page<RemovedSubscription>))
)]
async fn list_removed_subscriptions(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<RemovedSubscriptionsQuery>,
) -> Result<Json<Page<RemovedSubscription>>, RestError> {
    let limit = page_limit(query.limit)?;
    let after = read_cursor(query.cursor.as_deref(), |text| text.parse().ok())?;
    let subscriptions = &state.services.subscriptions;
    let rows = subscriptions.page_removed(&caller.actor, after.as_ref(), limit);
    let rows = rows.await?;
    let page = Page::of_rows(rows, limit, |row| row.domain.clone(), Into::into);
    Ok(Json(page))
}

/// Read a removed subscription
#[utoipa::path(
    get,
    path = "/trash/subscriptions/{domain}",
    tag = TAG,
    params(SubscriptionPath),
    responses((status = 200, description = "The subscription", body = RemovedSubscription))
)]
async fn get_removed_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<Json<RemovedSubscription>, RestError> {
    let subscriptions = &state.services.subscriptions;
    let found = subscriptions.view_removed(&caller.actor, &path.domain);
    Ok(Json(found.await?.into()))
}

/// Restore a removed subscription
///
/// It is what it was, suspended too, and so are its FTP accounts. Those that had been removed before it stay
/// in the trash.
#[utoipa::path(
    post,
    path = "/trash/subscriptions/{domain}/restore",
    tag = TAG,
    params(SubscriptionPath),
    responses((status = 204, description = "The subscription is in use again"))
)]
async fn restore_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<StatusCode, RestError> {
    let subscriptions = &state.services.subscriptions;
    subscriptions.restore(&caller.actor, &path.domain).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a subscription is removed for good.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PurgeSubscriptionQuery {
    /// With `true`, all that is in its webspace is removed, too; that goes on after the answer.
    #[param(nullable = false, default = false)]
    with_files: Option<bool>,
}

/// Remove a subscription for good
///
/// With its FTP accounts; it can never be restored. Its files stay, unless they are to be removed, too.
#[utoipa::path(
    delete,
    path = "/trash/subscriptions/{domain}",
    tag = TAG,
    params(SubscriptionPath, PurgeSubscriptionQuery),
    responses((status = 204, description = "The subscription is gone, or its files are being removed"))
)]
async fn purge_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<PurgeSubscriptionQuery>,
) -> Result<StatusCode, RestError> {
    // The name in the address confirms it.
    let how = match query.with_files {
        Some(true) => Purge::WithFiles(path.domain.as_str()),
        Some(false) | None => Purge::KeepFiles,
    };
    let subscriptions = &state.services.subscriptions;
    let purged = subscriptions.purge(&caller.actor, &path.domain, how);
    purged.await?;
    Ok(StatusCode::NO_CONTENT)
}
