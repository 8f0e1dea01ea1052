//! Export of a list's FTP accounts as CSV (RFC 4180), for spreadsheets and other programs.

use app::api::request_context::RequestContext;
use app::i18n::{Texts, texts};
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::{TryStreamExt, stream};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use model::{
    AppError, DomainName, Field, FtpAccountListRow, FtpAccountListing, FtpAccountSettings,
    FtpAccountUsage, UtcTime,
};

use super::error_response::ErrorResponse;
use crate::csv_lines::{BYTE_ORDER_MARK, csv_lines};
use services::{FtpAccountsExport, Services};

/// The address of the exports: the list's own, with `.csv` behind its path.
pub(super) fn route(services: Services) -> Router {
    Router::new()
        .route("/subscriptions/{domain}/ftp.csv", get(export))
        .with_state(services)
}

/// Sends every account that the list finds, part by part.
///
/// Who may: as for the list itself.
async fn export(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    Path(domain): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorResponse> {
    let signed_in = context.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = DomainName::parse(&domain).map_err(|_| AppError::NotFound)?;
    let listing = FtpAccountListing::parse(&query.unwrap_or_default());
    let export = services
        .ftp_accounts
        .export(&signed_in.actor, &domain, &listing)
        .await?;
    let texts = texts(context.locale);
    let lines = stream::try_unfold((export, Some(header(texts)?)), move |(export, header)| {
        next_part(texts, export, header)
    });
    // An error breaks the connection: a file that is not complete must not look as if it were.
    // Its cause is in the log.
    let lines = lines.map_err(|_| std::io::Error::other("the export was interrupted"));
    let headers = [
        (
            CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present".to_owned(),
        ),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"ftp-accounts-{domain}.csv\""),
        ),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// What remains to be sent: the accounts, and before them the header.
type Remaining = (FtpAccountsExport, Option<String>);

async fn next_part(
    texts: &'static Texts,
    mut export: FtpAccountsExport,
    header: Option<String>,
) -> Result<Option<(String, Remaining)>, AppError> {
    if let Some(header) = header {
        return Ok(Some((header, (export, None))));
    }
    let Some(rows) = export.next().await? else {
        return Ok(None);
    };
    let lines = csv_lines(rows.iter().map(|row| account(texts, row)))?;
    Ok(Some((lines, (export, None))))
}

fn header(texts: &Texts) -> Result<String, AppError> {
    let headings = [
        texts.account_form.ftp_account_name,
        texts.ftp_access.main_account,
        texts.account_form.home_directory,
        texts.field(Field::State),
        texts.field(Field::Permission),
        texts.csv.used_bytes,
        texts.csv.quota_bytes,
        texts.csv.used_files,
        texts.csv.quota_files,
        texts.ftp_access.last_sign_in,
        texts.field(Field::Expiry),
        texts.ftp_access.last_changed,
        texts.field(Field::Note),
    ];
    let line = csv_lines([headings.map(str::to_owned)])?;
    Ok(format!("{BYTE_ORDER_MARK}{line}"))
}

fn account(texts: &Texts, row: &FtpAccountListRow) -> [String; 13] {
    let settings = FtpAccountSettings {
        enabled: !row.disabled,
        permission: row.permission,
        ..FtpAccountSettings::default()
    };
    let time = |at: Option<UtcTime>| at.map(UtcTime::rfc3339).unwrap_or_default();
    let usage = |usage: Option<FtpAccountUsage>| match usage {
        Some(usage) => (usage.used.to_string(), usage.quota.to_string()),
        None => (String::new(), String::new()),
    };
    let (used_bytes, quota_bytes) = usage(row.space);
    let (used_files, quota_files) = usage(row.files);
    [
        row.name.to_string(),
        String::from(if row.is_main { "1" } else { "" }),
        row.home_directory
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        texts.setting(Field::State, &settings),
        texts.setting(Field::Permission, &settings),
        used_bytes,
        quota_bytes,
        used_files,
        quota_files,
        time(row.last_sign_in_at),
        time(row.expires_at),
        time(row.changed_at),
        row.note.clone(),
    ]
}
