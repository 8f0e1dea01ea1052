//! What a subscription may have and use.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{AppError, Field, LimitsSource, PlanName, SubscriptionLimitsView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::{EntityTag, IfMatch};
use crate::rest::limits::{NewSubscriptionLimits, SubscriptionLimits, accepted};
use crate::rest::path::SubscriptionPath;
use crate::rest::state::RestState;

/// What a subscription may have and use, beside what it has and uses.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LimitsOfSubscription {
    /// The plan that the limits are from, and with which they change; null if they are its own.
    #[schema(required)]
    plan: Option<String>,
    /// The limits.
    limits: SubscriptionLimits,
    /// What it has and uses of what can be limited.
    used: Used,
    /// Grows with each change, from 0: in quotation marks, what `If-Match` takes.
    version: i64,
}

/// What a subscription has and uses of what can be limited.
#[derive(Debug, Serialize, ToSchema)]
struct Used {
    /// FTP accounts, the main one included, without removed ones.
    ftp_accounts: u64,
    /// Bytes that its webspace holds, as far as they are counted.
    disk_space_bytes: u64,
    /// Files and folders that its webspace holds, as far as they are counted.
    files: u64,
}

impl From<SubscriptionLimitsView> for LimitsOfSubscription {
    fn from(view: SubscriptionLimitsView) -> Self {
        let name = view.plan.and_then(|plan| {
            let mut plans = view.plans.iter();
            plans.find(|(id, _)| *id == plan)
        });
        Self {
            plan: name.map(|(_, name)| name.to_string()),
            limits: (&view.limits).into(),
            used: Used {
                ftp_accounts: view.used.ftp_accounts,
                disk_space_bytes: view.used.webspace.bytes,
                files: view.used.webspace.files,
            },
            version: view.version,
        }
    }
}

impl IntoResponse for LimitsOfSubscription {
    fn into_response(self) -> Response {
        let etag = EntityTag(self.version).header();
        ([(ETAG, etag)], Json(self)).into_response()
    }
}

/// What a subscription is to have and use at most.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLimitsOfSubscription {
    /// Where the limits come from.
    source: NewLimitsSource,
    /// With `true` they hold even if the subscription is beyond them: what it has stays, and nothing more
    /// is added. Otherwise that is refused (`beyond_limits`).
    #[serde(default)]
    #[schema(required = false)]
    even_if_exceeded: bool,
}

/// Where a subscription's limits come from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum NewLimitsSource {
    /// A plan: they change with it.
    Plan {
        /// Its name.
        name: String,
    },
    /// They are the subscription's own.
    Own {
        /// The limits. What is missing or null is not limited.
        limits: NewSubscriptionLimits,
    },
}

/// Read what a subscription may have and use
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/limits",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((
        status = 200,
        description = "The limits",
        body = LimitsOfSubscription,
        headers(("ETag" = String, description = "Their version, for `If-Match`")),
    ))
)]
pub(super) async fn get_subscription_limits(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<LimitsOfSubscription, RestError> {
    let found = state.services.limits.view(&caller.actor, &path.domain);
    Ok(found.await?.into())
}

/// Replace what a subscription may have and use
///
/// If rates or the number of sessions differ, its open FTP sessions end.
#[utoipa::path(
    put,
    path = "/subscriptions/{domain}/limits",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body = NewLimitsOfSubscription,
    responses((
        status = 200,
        description = "The limits as they are now",
        body = LimitsOfSubscription,
        headers(("ETag" = String, description = "Their new version, for `If-Match`")),
    ), (
        status = 409,
        description = "The subscription is beyond the limits",
        body = crate::rest::problem::Problem,
        content_type = "application/problem+json",
    ))
)]
pub(super) async fn put_subscription_limits(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    if_match: IfMatch,
    Json(new): Json<NewLimitsOfSubscription>,
) -> Result<LimitsOfSubscription, RestError> {
    let (limits, actor) = (&state.services.limits, &caller.actor);
    let now = limits.view(actor, &path.domain).await?;
    let Some(version) = if_match.version(now.version) else {
        return Err(changed(now));
    };
    let source = match &new.source {
        NewLimitsSource::Own { limits } => limits.parse()?,
        NewLimitsSource::Plan { name } => {
            let name = PlanName::parse(name);
            let name = name.map_err(|error| AppError::at(Field::Plan, error))?;
            LimitsSource::Plan(limits.plan_named(actor, &path.domain, &name).await?)
        }
    };
    let preview = limits.preview(actor, &path.domain, &source).await?;
    let seen = accepted(preview, new.even_if_exceeded);
    let stored = limits.change(actor, &path.domain, version, source, &seen);
    match stored.await {
        Ok(_) => Ok(limits.view(actor, &path.domain).await?.into()),
        Err(AppError::SettingsEditConflict(_)) => {
            Err(changed(limits.view(actor, &path.domain).await?))
        }
        Err(error) => Err(error.into()),
    }
}

fn changed(now: SubscriptionLimitsView) -> RestError {
    let etag = EntityTag(now.version);
    RestError::changed(etag, &LimitsOfSubscription::from(now))
}
