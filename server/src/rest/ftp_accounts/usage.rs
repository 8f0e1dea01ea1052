//! What home directories hold.

use axum::extract::State;
use http::StatusCode;
use model::FtpUsageView;
use serde::Serialize;
use utoipa::ToSchema;

use super::account::FtpUsage;
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::path::AccountPath;
use crate::rest::state::RestState;

/// What a home directory holds and may hold, and how far a count is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FtpAccountUsage {
    /// What it holds.
    usage: FtpUsage,
    /// Bytes that it may hold; null for no limit.
    #[schema(required)]
    quota_bytes: Option<u64>,
    /// Files and folders that it may hold; null for no limit.
    #[schema(required)]
    quota_files: Option<u64>,
    /// While it is being counted, the files and folders that were counted so far, 0 also while others are
    /// before it; null if it is not being counted.
    #[schema(required)]
    counting: Option<u64>,
}

impl From<FtpUsageView> for FtpAccountUsage {
    fn from(found: FtpUsageView) -> Self {
        Self {
            usage: found.usage.into(),
            quota_bytes: found.quota_bytes,
            quota_files: found.quota_files,
            counting: found.counting,
        }
    }
}

/// Read what an account's home directory holds
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/usage",
    tag = super::TAG,
    params(AccountPath),
    responses((status = 200, description = "What it holds", body = FtpAccountUsage))
)]
pub(super) async fn get_ftp_usage(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<Json<FtpAccountUsage>, RestError> {
    let usage = &state.services.ftp_usage;
    let found = usage.view(&caller.actor, &path.domain, &path.name).await?;
    Ok(Json(found.into()))
}

/// Have an account's home directory counted again
///
/// Home directories are counted one at a time: `counting` of its usage tells how far it is.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/usage/recount",
    tag = super::TAG,
    params(AccountPath),
    responses((status = 202, description = "It will be counted"))
)]
pub(super) async fn recount_ftp_usage(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<StatusCode, RestError> {
    let usage = &state.services.ftp_usage;
    usage
        .recount(&caller.actor, &path.domain, &path.name)
        .await?;
    Ok(StatusCode::ACCEPTED)
}
