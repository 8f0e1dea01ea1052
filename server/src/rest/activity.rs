//! What was done over FTP.

use axum::extract::State;
use model::{
    AccountName, FtpActivityFilter, FtpActivityGroup as Group, FtpActivityRow, FtpEventKind,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::ftp_protocol::{FtpProtocol, FtpRefusal};
use super::page::{Page, page_limit, read_cursor};
use super::path::SubscriptionPath;
use super::query::{Query, invalid_query};
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "FTP activity";

/// The operations on what was done over FTP.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new().routes(routes!(list_ftp_activity))
}

/// Something that was done over FTP.
#[derive(Debug, Serialize, ToSchema)]
struct FtpActivity {
    /// When; for a transfer, when it ended.
    at: Timestamp,
    /// The account, by the name that it had then.
    account: String,
    /// The client's address.
    address: String,
    /// How the control connection was encrypted; null for a refused sign-in.
    #[schema(required)]
    protocol: Option<FtpProtocol>,
    /// What was done.
    event: FtpEvent,
}

/// What was done. Paths begin at the account's home directory.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FtpEvent {
    /// The account signed in.
    SignedIn {},
    /// Someone was not let in.
    SignInRefused {
        /// Why.
        reason: FtpRefusal,
    },
    /// A file was uploaded, or part of one.
    Uploaded(FtpTransferred),
    /// A file was downloaded, or part of one.
    Downloaded(FtpTransferred),
    /// A file was removed.
    FileRemoved {
        /// Where it was.
        path: String,
    },
    /// A folder was made.
    FolderMade {
        /// Where it is.
        path: String,
    },
    /// A folder was removed.
    FolderRemoved {
        /// Where it was.
        path: String,
    },
    /// A file or folder was given another name or place.
    Renamed {
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
    },
    /// More of one group was done than is recorded.
    NotRecorded {
        /// The group.
        group: FtpActivityGroup,
        /// How many events there were.
        events: u64,
    },
}

/// A transfer that is over.
#[derive(Debug, Serialize, ToSchema)]
struct FtpTransferred {
    /// The file.
    path: String,
    /// Bytes moved.
    bytes: u64,
    /// How long it took.
    milliseconds: u64,
    /// Whether it came to its end.
    complete: bool,
}

/// A kind of activity.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FtpActivityGroup {
    /// Sign-ins.
    SignIns,
    /// Refused sign-ins.
    Refusals,
    /// Uploads.
    Uploads,
    /// Downloads.
    Downloads,
    /// Removals, renames, and folders made and removed.
    Changes,
}

impl From<Group> for FtpActivityGroup {
    fn from(group: Group) -> Self {
        match group {
            Group::SignIns => Self::SignIns,
            Group::Refusals => Self::Refusals,
            Group::Uploads => Self::Uploads,
            Group::Downloads => Self::Downloads,
            Group::Changes => Self::Changes,
        }
    }
}

impl From<FtpActivityGroup> for Group {
    fn from(group: FtpActivityGroup) -> Self {
        match group {
            FtpActivityGroup::SignIns => Self::SignIns,
            FtpActivityGroup::Refusals => Self::Refusals,
            FtpActivityGroup::Uploads => Self::Uploads,
            FtpActivityGroup::Downloads => Self::Downloads,
            FtpActivityGroup::Changes => Self::Changes,
        }
    }
}

impl From<model::FtpTransferred> for FtpTransferred {
    fn from(transfer: model::FtpTransferred) -> Self {
        Self {
            path: transfer.path,
            bytes: transfer.bytes,
            milliseconds: transfer.took_ms,
            complete: transfer.complete,
        }
    }
}

impl From<FtpEventKind> for FtpEvent {
    fn from(event: FtpEventKind) -> Self {
        match event {
            FtpEventKind::SignedIn => Self::SignedIn {},
            FtpEventKind::SignInRefused(refusal) => Self::SignInRefused {
                reason: refusal.into(),
            },
            FtpEventKind::Uploaded(transfer) => Self::Uploaded(transfer.into()),
            FtpEventKind::Downloaded(transfer) => Self::Downloaded(transfer.into()),
            FtpEventKind::FileRemoved(path) => Self::FileRemoved { path },
            FtpEventKind::FolderMade(path) => Self::FolderMade { path },
            FtpEventKind::FolderRemoved(path) => Self::FolderRemoved { path },
            FtpEventKind::Renamed { from, to } => Self::Renamed { from, to },
            FtpEventKind::NotRecorded { group, events } => Self::NotRecorded {
                group: group.into(),
                events,
            },
        }
    }
}

impl From<FtpActivityRow> for FtpActivity {
    fn from(row: FtpActivityRow) -> Self {
        Self {
            at: row.at.into(),
            account: row.account.into(),
            address: row.address,
            protocol: row.protocol.map(Into::into),
            event: row.event.into(),
        }
    }
}

/// Which activity is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FtpActivityQuery {
    /// Of this account, under whatever names it had; or of one that is gone, under this name.
    #[param(nullable = false)]
    account: Option<String>,
    /// Of this kind.
    #[param(nullable = false, inline)]
    group: Option<FtpActivityGroup>,
    /// Where the page begins: `next` of the page before, which was asked for with the same parameters.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many events a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// List what was done over FTP in a subscription
///
/// The latest comes first.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-activity",
    tag = TAG,
    params(SubscriptionPath, FtpActivityQuery),
    responses((status = 200, description = "A page of the events", body = Page<FtpActivity>))
)]
async fn list_ftp_activity(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<FtpActivityQuery>,
) -> Result<Json<Page<FtpActivity>>, RestError> {
    let account = query.account.as_deref().map(AccountName::parse).transpose();
    let filter = FtpActivityFilter {
        account: account.map_err(|_| invalid_query(&"account"))?,
        group: query.group.map(Into::into),
    };
    let limit = page_limit(query.limit)?;
    let before = read_cursor(query.cursor.as_deref(), |text| text.parse::<i64>().ok())?;
    let activity = &state.services.ftp_activity;
    let rows = activity.page(&caller.actor, &path.domain, filter, before, limit);
    let rows = rows.await?;
    let key = |(key, _): &(i64, _)| *key;
    Ok(Json(Page::of_rows(rows, limit, key, |(_, row)| row.into())))
}
