//! Subscriptions, as they are read.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{DomainName, Standing as PersonStanding, SubscriptionRow, Suspension as Suspended};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::EntityTag;
use crate::rest::openapi::PREFIX;
use crate::rest::page::{Page, page_limit, read_cursor};
use crate::rest::path::SubscriptionPath;
use crate::rest::query::Query;
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;

/// What somebody is to a subscription.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    /// Somebody who administers the server.
    Administrator,
    /// The reseller whose subscription, or whose customer's, it is.
    Reseller,
    /// The customer who owns it.
    Owner,
    /// Somebody invited to manage it.
    Manager,
    /// Somebody invited to look at it.
    Viewer,
}

impl From<PersonStanding> for Standing {
    fn from(standing: PersonStanding) -> Self {
        match standing {
            PersonStanding::Administrator => Self::Administrator,
            PersonStanding::Reseller => Self::Reseller,
            PersonStanding::Owner => Self::Owner,
            PersonStanding::Manager => Self::Manager,
            PersonStanding::Viewer => Self::Viewer,
        }
    }
}

/// That a subscription is suspended: none of its FTP accounts can sign in, and nothing is lost.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Suspension {
    /// Since when.
    since: Timestamp,
    /// Who suspended it: a login, or in brackets what stands for whoever has none, or may not be known.
    by: String,
}

impl From<Suspended> for Suspension {
    fn from(suspended: Suspended) -> Self {
        Self {
            since: suspended.since.into(),
            by: suspended.by,
        }
    }
}

/// A subscription: one hosted site.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Subscription {
    /// Its domain name, in ASCII.
    #[schema(examples("example.com"))]
    domain: String,
    /// The login of the panel user who owns it.
    owner: String,
    /// The folder on the server that it may use.
    webspace_root: String,
    /// How many FTP accounts it has, the main one included, without removed ones.
    ftp_accounts: u64,
    /// When it was added.
    created_at: Timestamp,
    /// What the token's owner is to it.
    standing: Standing,
    /// The name of the plan that its limits are from; null if they are its own, and for those who do not
    /// manage it.
    #[schema(required)]
    plan: Option<String>,
    /// Since when it is suspended; null if it is not.
    #[schema(required)]
    suspension: Option<Suspension>,
}

impl From<SubscriptionRow> for Subscription {
    fn from(row: SubscriptionRow) -> Self {
        Self {
            domain: row.domain.into(),
            owner: row.owner.into(),
            webspace_root: row.webspace_root.into(),
            ftp_accounts: row.ftp_accounts,
            created_at: row.created_at.into(),
            standing: row.standing.into(),
            plan: row.plan.map(Into::into),
            suspension: row.suspension.map(Into::into),
        }
    }
}

/// A subscription, with the version of its domain name and owner.
pub(super) struct Versioned {
    pub(super) subscription: Subscription,
    pub(super) etag: EntityTag,
}

impl Versioned {
    pub(super) async fn read(
        state: &RestState,
        caller: &Caller,
        domain: &DomainName,
    ) -> Result<Self, RestError> {
        let subscriptions = &state.services.subscriptions;
        let (row, version) = subscriptions.listed(&caller.actor, domain).await?;
        Ok(Self {
            subscription: row.into(),
            etag: EntityTag(version),
        })
    }
}

impl IntoResponse for Versioned {
    fn into_response(self) -> Response {
        ([(ETAG, self.etag.header())], Json(self.subscription)).into_response()
    }
}

/// The address of a subscription.
pub(super) fn address(domain: &DomainName) -> String {
    format!("{PREFIX}/subscriptions/{domain}")
}

/// Which page of the subscriptions is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SubscriptionsQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many subscriptions a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// List subscriptions
///
/// By domain name: all that the token is for.
#[utoipa::path(
    get,
    path = "/subscriptions",
    tag = super::TAG,
    params(SubscriptionsQuery),
    responses((status = 200, description = "A page of the subscriptions", body = Page<Subscription>))
)]
pub(super) async fn list_subscriptions(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<SubscriptionsQuery>,
) -> Result<Json<Page<Subscription>>, RestError> {
    let limit = page_limit(query.limit)?;
    let after = read_cursor(query.cursor.as_deref(), |text| text.parse().ok())?;
    let subscriptions = &state.services.subscriptions;
    let rows = subscriptions.page(&caller.actor, after.as_ref(), limit);
    let rows = rows.await?;
    let page = Page::of_rows(rows, limit, |row| row.domain.clone(), Into::into);
    Ok(Json(page))
}

/// Read a subscription
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((
        status = 200,
        description = "The subscription",
        body = Subscription,
        headers(("ETag" = String, description = "The version of its domain name and owner, for `If-Match`")),
    ))
)]
pub(super) async fn get_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<Versioned, RestError> {
    Versioned::read(&state, &caller, &path.domain).await
}
