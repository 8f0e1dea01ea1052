//! What was done over FTP day by day, and the accounts that may need attention.

use axum::extract::State;
use model::{ActivitySums, Overview as Found, OverviewAccount as Account, OverviewPeriod};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::ftp_accounts::FtpUsage;
use super::path::SubscriptionPath;
use super::query::Query;
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "Overview";

/// The operations that show much at a glance.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(get_overview_of_subscription))
        .routes(routes!(get_overview))
}

/// How far back an overview looks, and how closely.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Period {
    /// 30 days, today among them.
    #[default]
    #[serde(rename = "30_days")]
    Days30,
    /// 90 days, today among them.
    #[serde(rename = "90_days")]
    Days90,
    /// 52 weeks, each a sum; the last one ends today.
    #[serde(rename = "52_weeks")]
    Weeks52,
}

impl From<Period> for OverviewPeriod {
    fn from(period: Period) -> Self {
        match period {
            Period::Days30 => Self::Days30,
            Period::Days90 => Self::Days90,
            Period::Weeks52 => Self::Weeks52,
        }
    }
}

/// What is looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OverviewQuery {
    /// How far back it looks, and how closely.
    #[param(nullable = false, inline)]
    pub(super) period: Option<Period>,
}

/// What there is to know at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Overview {
    /// FTP sessions that are open now.
    open_ftp_sessions: u64,
    /// What was done in each step of the period, one after another without a gap; the last one ends
    /// today.
    steps: Vec<FtpSums>,
    /// The accounts whose home directories hold most, the greatest first.
    largest: Vec<OverviewAccount>,
    /// The accounts that expire within 30 days, the next one first.
    expiring: Vec<OverviewAccount>,
    /// The accounts that use nine tenths of a quota or more, the fullest first.
    nearly_full: Vec<OverviewAccount>,
}

/// How much was done over FTP in some days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FtpSums {
    /// The first day, in UTC.
    #[schema(format = Date)]
    first_day: String,
    /// How many days.
    days: u16,
    /// Files that were uploaded to their end.
    uploads: u64,
    /// Bytes that were uploaded, those of uploads that broke off too.
    upload_bytes: u64,
    /// Files that were downloaded to their end.
    downloads: u64,
    /// Bytes that were downloaded, those of downloads that broke off too.
    download_bytes: u64,
    /// Sign-ins.
    sign_ins: u64,
    /// Refused sign-ins.
    refusals: u64,
}

/// An FTP account in one of an overview's lists.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OverviewAccount {
    /// The domain name of its subscription.
    subscription: String,
    /// Its name.
    name: String,
    /// What its home directory holds.
    usage: FtpUsage,
    /// Bytes that it may hold; null for no limit.
    #[schema(required)]
    quota_bytes: Option<u64>,
    /// Files and folders that it may hold; null for no limit.
    #[schema(required)]
    quota_files: Option<u64>,
    /// From when on it may not sign in any more; null for never.
    #[schema(required)]
    expires_at: Option<Timestamp>,
}

impl From<Account> for OverviewAccount {
    fn from(account: Account) -> Self {
        Self {
            subscription: account.domain.into(),
            name: account.name.into(),
            usage: account.usage.into(),
            quota_bytes: account.quota_bytes,
            quota_files: account.quota_files,
            expires_at: account.expires_at.map(Into::into),
        }
    }
}

impl From<Found> for Overview {
    fn from(found: Found) -> Self {
        let accounts = |all: Vec<Account>| all.into_iter().map(Into::into).collect();
        let step = found.period.step();
        let sums = |(at, sums): (i64, &ActivitySums)| FtpSums {
            first_day: found.first_day.plus(at * i64::from(step)).iso(),
            days: step,
            uploads: sums.uploads,
            upload_bytes: sums.upload_bytes,
            downloads: sums.downloads,
            download_bytes: sums.download_bytes,
            sign_ins: sums.sign_ins,
            refusals: sums.refusals,
        };
        Self {
            open_ftp_sessions: found.sessions,
            steps: (0..).zip(&found.steps).map(sums).collect(),
            largest: accounts(found.largest),
            expiring: accounts(found.expiring),
            nearly_full: accounts(found.nearly_full),
        }
    }
}

/// Read what was done in a subscription, and which accounts may need attention
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/overview",
    tag = TAG,
    params(SubscriptionPath, OverviewQuery),
    responses((status = 200, description = "The subscription at a glance", body = Overview))
)]
async fn get_overview_of_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<OverviewQuery>,
) -> Result<Json<Overview>, RestError> {
    let period = query.period.unwrap_or_default().into();
    let overview = &state.services.overview;
    let found = overview.subscription(&caller.actor, &path.domain, period);
    Ok(Json(found.await?.into()))
}

/// Read what was done on the whole server, and which accounts may need attention
///
/// For administrators.
#[utoipa::path(
    get,
    path = "/overview",
    tag = TAG,
    params(OverviewQuery),
    responses((status = 200, description = "The server at a glance", body = Overview))
)]
async fn get_overview(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<OverviewQuery>,
) -> Result<Json<Overview>, RestError> {
    let period = query.period.unwrap_or_default().into();
    let found = state.services.overview.server(&caller.actor, period);
    Ok(Json(found.await?.into()))
}
