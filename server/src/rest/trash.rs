//! The trash: removed FTP accounts, which can be restored for a time.

use axum::extract::State;
use http::StatusCode;
use model::{
    FilesStay, Purge, PurgedFiles, RemovedFiles, RemovedFtpAccount as Removed, TrashReceipt,
    UtcTime,
};
use serde::{Deserialize, Serialize};
use services::RemovedKey;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::page::{Page, page_limit, read_cursor};
use super::path::{AccountPath, SubscriptionPath};
use super::query::Query;
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "Trash";

/// The operations on removed FTP accounts.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new()
        .routes(routes!(list_removed_ftp_accounts))
        .routes(routes!(get_removed_ftp_account, purge_ftp_account))
        .routes(routes!(restore_ftp_account))
}

/// A removed FTP account.
#[derive(Debug, Serialize, ToSchema)]
struct RemovedFtpAccount {
    /// Its name, which stays taken.
    name: String,
    /// The folder that it saw as `/`.
    home_directory: String,
    /// When it was removed.
    removed_at: Timestamp,
    /// Who removed it: a login, or in brackets what stands for whoever has none, or may not be known.
    removed_by: String,
    /// When it is gone for good.
    gone_at: Timestamp,
}

impl From<Removed> for RemovedFtpAccount {
    fn from(removed: Removed) -> Self {
        Self {
            gone_at: removed.gone_at().into(),
            name: removed.name.into(),
            home_directory: removed.home_directory.into(),
            removed_at: removed.removed_at.into(),
            removed_by: removed.removed_by,
        }
    }
}

/// A removed FTP account, and what becomes of its files.
#[derive(Debug, Serialize, ToSchema)]
struct RemovedFtpAccountDetails {
    /// The account.
    account: RemovedFtpAccount,
    /// Why its files cannot be removed with it; null if they can.
    #[schema(required)]
    files_stay: Option<FilesStayBecause>,
}

/// Why an account's files are never removed with it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FilesStayBecause {
    /// Its home directory is the webspace root.
    WebspaceRoot {},
    /// Another account has the same folder, one inside it or one around it.
    SharedWith {
        /// That account.
        account: String,
    },
    /// The folder is not there.
    Missing {},
    /// The folder cannot be opened, or lies outside the webspace.
    Unreachable {},
    /// Where another account's folder lies is not known.
    Unclear {
        /// That account.
        account: String,
    },
}

impl From<FilesStay> for FilesStayBecause {
    fn from(why: FilesStay) -> Self {
        match why {
            FilesStay::WebspaceRoot => Self::WebspaceRoot {},
            FilesStay::SharedWith(account) => Self::SharedWith {
                account: account.into(),
            },
            FilesStay::Missing => Self::Missing {},
            FilesStay::Unreachable => Self::Unreachable {},
            FilesStay::Unclear(account) => Self::Unclear {
                account: account.into(),
            },
        }
    }
}

/// Which page of the trash is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TrashQuery {
    /// Where the page begins: `next` of the page before.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many accounts a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// The text of a key, for cursors.
fn key_text(key: RemovedKey) -> String {
    format!("{}-{}", key.at.0, key.id)
}

/// The key of a text.
fn parse_key(text: &str) -> Option<RemovedKey> {
    let (at, id) = text.split_once('-')?;
    Some(RemovedKey {
        at: UtcTime(at.parse().ok()?),
        id: id.parse().ok()?,
    })
}

/// List removed FTP accounts
///
/// The latest removal comes first. Whoever restores one page after another misses none.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/trash/ftp-accounts",
    tag = TAG,
    params(SubscriptionPath, TrashQuery),
    responses((status = 200, description = "A page of the accounts", body = Page<RemovedFtpAccount>))
)]
async fn list_removed_ftp_accounts(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<TrashQuery>,
) -> Result<Json<Page<RemovedFtpAccount>>, RestError> {
    let limit = page_limit(query.limit)?;
    let after = read_cursor(query.cursor.as_deref(), parse_key)?;
    let trash = &state.services.trash;
    let rows = trash
        .page(&caller.actor, &path.domain, after, limit)
        .await?;
    let key = |(key, _): &(RemovedKey, _)| key_text(*key);
    Ok(Json(Page::of_rows(rows, limit, key, |(_, row)| row.into())))
}

/// Read a removed FTP account
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/trash/ftp-accounts/{name}",
    tag = TAG,
    params(AccountPath),
    responses((status = 200, description = "The account", body = RemovedFtpAccountDetails))
)]
async fn get_removed_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<Json<RemovedFtpAccountDetails>, RestError> {
    let trash = &state.services.trash;
    let found = trash.view(&caller.actor, &path.domain, &path.name).await?;
    Ok(Json(RemovedFtpAccountDetails {
        account: found.account.into(),
        files_stay: found.files_stay.map(Into::into),
    }))
}

/// Restore a removed FTP account
///
/// It is what it was: name, password, home directory, settings. A missing home directory is made again,
/// if possible.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/trash/ftp-accounts/{name}/restore",
    tag = TAG,
    params(AccountPath),
    responses((status = 204, description = "The account is in use again"))
)]
async fn restore_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<StatusCode, RestError> {
    let trash = &state.services.trash;
    trash
        .restore(&caller.actor, &path.domain, &[path.name])
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How an account is removed for good.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PurgeQuery {
    /// With `true`, the files below its home directory are removed, too.
    #[param(nullable = false, default = false)]
    with_files: Option<bool>,
}

/// What became of an account that was removed for good.
#[derive(Debug, Serialize, ToSchema)]
struct PurgedFtpAccount {
    /// The name that it had, which is free now.
    name: String,
    /// What became of its files.
    files: FilesOfPurged,
}

/// What became of the files of an account that was removed for good.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FilesOfPurged {
    /// They stay.
    Kept {},
    /// They are being removed.
    UnderWay {},
    /// They were removed, as far as possible.
    Removed {
        /// Files, symlinks and the like that were removed.
        files: u64,
        /// Folders that were removed.
        folders: u64,
        /// Bytes that the files had.
        bytes: u64,
        /// How many things could not be removed.
        failures: u64,
        /// The first of those, each with the reason: paths from the home directory.
        left: Vec<String>,
    },
}

impl From<PurgedFiles> for FilesOfPurged {
    fn from(files: PurgedFiles) -> Self {
        match files {
            PurgedFiles::Kept => Self::Kept {},
            PurgedFiles::Underway => Self::UnderWay {},
            PurgedFiles::Removed(RemovedFiles {
                files,
                folders,
                bytes,
                failures,
                left,
                ..
            }) => Self::Removed {
                files,
                folders,
                bytes,
                failures,
                left,
            },
        }
    }
}

/// Remove an FTP account for good
///
/// It can never be restored, and its name becomes free. Its files stay, unless they are to be removed,
/// too; those that another account shares stay in any case, and then nothing is done.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/trash/ftp-accounts/{name}",
    tag = TAG,
    params(AccountPath, PurgeQuery),
    responses((status = 200, description = "The account is gone", body = PurgedFtpAccount))
)]
async fn purge_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
    Query(query): Query<PurgeQuery>,
) -> Result<Json<PurgedFtpAccount>, RestError> {
    let (trash, actor) = (&state.services.trash, &caller.actor);
    // The name in the address confirms it.
    let how = match query.with_files {
        Some(true) => Purge::WithFiles(path.name.as_str()),
        Some(false) | None => Purge::KeepFiles,
    };
    let operation = trash.purge(actor, &path.domain, &path.name, how).await?;
    let files = match trash.view_receipt(actor, &operation).await? {
        TrashReceipt::Purged { files, .. } => files,
        TrashReceipt::Restored(_) => PurgedFiles::Kept,
    };
    Ok(Json(PurgedFtpAccount {
        name: path.name.into(),
        files: files.into(),
    }))
}
