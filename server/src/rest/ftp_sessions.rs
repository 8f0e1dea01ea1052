//! FTP sessions that are open now.

use axum::extract::State;
use http::StatusCode;
use model::{AppError, FtpDirection, FtpSessionId, FtpSessionRow, FtpTransfer as Transfer};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::ftp_protocol::FtpProtocol;
use super::page::{Page, page_limit, read_cursor};
use super::path::{AnySessionPath, SessionPath, SubscriptionPath};
use super::query::Query;
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "FTP sessions";

/// The operations on FTP sessions.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list_ftp_sessions_of_subscription))
        .routes(routes!(end_ftp_session_of_subscription))
        .routes(routes!(list_ftp_sessions))
        .routes(routes!(end_ftp_session))
}

/// An open FTP session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FtpSession {
    /// Which one, until the server is started anew.
    #[schema(examples("17"))]
    id: String,
    /// The domain name of its account's subscription.
    subscription: String,
    /// The account that signed in.
    account: String,
    /// The client's address.
    address: String,
    /// How the control connection is encrypted.
    protocol: FtpProtocol,
    /// When the sign-in was granted.
    since: Timestamp,
    /// For how many seconds it has done nothing, in steps of ten, from a minute on of minutes.
    idle_seconds: u64,
    /// The transfer that is under way; null if there is none.
    #[schema(required)]
    transfer: Option<FtpTransfer>,
}

/// A transfer that is under way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FtpTransfer {
    /// Its direction.
    direction: FtpTransferDirection,
    /// The file or folder, from the account's home directory.
    path: String,
    /// Bytes moved so far.
    bytes: u64,
    /// Bytes to be moved in all; null where that is not known.
    #[schema(required)]
    size: Option<u64>,
    /// Bytes a second, on average.
    bytes_per_second: u64,
}

/// The direction of a transfer.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FtpTransferDirection {
    /// From the client to a file.
    Upload,
    /// From a file to the client.
    Download,
    /// A folder's listing, to the client.
    Listing,
}

impl From<Transfer> for FtpTransfer {
    fn from(transfer: Transfer) -> Self {
        Self {
            direction: match transfer.direction {
                FtpDirection::Upload => FtpTransferDirection::Upload,
                FtpDirection::Download => FtpTransferDirection::Download,
                FtpDirection::Listing => FtpTransferDirection::Listing,
            },
            path: transfer.path,
            bytes: transfer.bytes,
            size: transfer.size,
            bytes_per_second: transfer.rate,
        }
    }
}

impl From<FtpSessionRow> for FtpSession {
    fn from(row: FtpSessionRow) -> Self {
        Self {
            id: row.id.0.to_string(),
            subscription: row.domain.into(),
            account: row.account.into(),
            address: row.address,
            protocol: row.protocol.into(),
            since: row.since.into(),
            idle_seconds: row.idle,
            transfer: row.transfer.map(Into::into),
        }
    }
}

/// Which page of the sessions is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FtpSessionsQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many sessions a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

impl FtpSessionsQuery {
    /// The page of these sessions that is asked for: numbers grow with time.
    pub(super) fn page(&self, mut rows: Vec<FtpSessionRow>) -> Result<Page<FtpSession>, RestError> {
        let limit = usize::from(page_limit(self.limit)?);
        let after = read_cursor(self.cursor.as_deref(), |text| text.parse::<u64>().ok())?;
        rows.retain(|row| after.is_none_or(|after| row.id.0 > after));
        rows.sort_by_key(|row| row.id.0);
        let is_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().map(|row| row.id.0).filter(|_| is_more);
        Ok(Page::new(rows.into_iter().map(Into::into).collect(), next))
    }
}

/// The session that an address names.
pub(super) fn session_id(text: &str) -> Result<FtpSessionId, RestError> {
    let id = text.parse().map(FtpSessionId);
    id.map_err(|_| AppError::SessionOver.into())
}

/// List the open FTP sessions of a subscription
///
/// The oldest comes first.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-sessions",
    tag = TAG,
    params(SubscriptionPath, FtpSessionsQuery),
    responses((status = 200, description = "A page of the sessions", body = Page<FtpSession>))
)]
async fn list_ftp_sessions_of_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<FtpSessionsQuery>,
) -> Result<Json<Page<FtpSession>>, RestError> {
    let sessions = &state.services.ftp_sessions;
    let found = sessions.list(&caller.actor, Some(&path.domain)).await?;
    query.page(found).map(Json)
}

/// End an open FTP session of a subscription
///
/// At once, also in the middle of a transfer. The account may sign in again.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/ftp-sessions/{id}",
    tag = TAG,
    params(SessionPath),
    responses((status = 204, description = "The session is over"))
)]
async fn end_ftp_session_of_subscription(
    State(state): State<RestState>,
    caller: Caller,
    path: SessionPath,
) -> Result<StatusCode, RestError> {
    let id = session_id(&path.id)?;
    let sessions = &state.services.ftp_sessions;
    sessions.end(&caller.actor, Some(&path.domain), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List all open FTP sessions
///
/// The oldest comes first. For administrators.
#[utoipa::path(
    get,
    path = "/ftp-sessions",
    tag = TAG,
    params(FtpSessionsQuery),
    responses((status = 200, description = "A page of the sessions", body = Page<FtpSession>))
)]
async fn list_ftp_sessions(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<FtpSessionsQuery>,
) -> Result<Json<Page<FtpSession>>, RestError> {
    let sessions = &state.services.ftp_sessions;
    query
        .page(sessions.list(&caller.actor, None).await?)
        .map(Json)
}

/// End an open FTP session
///
/// At once, also in the middle of a transfer. The account may sign in again. For administrators.
#[utoipa::path(
    delete,
    path = "/ftp-sessions/{id}",
    tag = TAG,
    params(AnySessionPath),
    responses((status = 204, description = "The session is over"))
)]
async fn end_ftp_session(
    State(state): State<RestState>,
    caller: Caller,
    path: AnySessionPath,
) -> Result<StatusCode, RestError> {
    let id = session_id(&path.id)?;
    let sessions = &state.services.ftp_sessions;
    sessions.end(&caller.actor, None, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
