//! The FTP accounts of a list as a table for other programs (CSV, RFC 4180).

use app::api::request_context::RequestContext;
use app::i18n::{Texts, texts};
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use model::{
    AppError, DomainName, Field, FtpAccountListRow, FtpAccountListing, FtpAccountSettings,
    FtpAccountUsage, UtcTime,
};

use super::error_response::ErrorResponse;
use services::{FtpAccountsExport, Services};

/// What a cell may not begin with: spreadsheets would take it for a formula.
const FORMULAS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// Tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The address of the tables: the list's own, with `.csv` behind its path.
pub(super) fn route(services: Services) -> Router {
    Router::new()
        .route("/subscriptions/{domain}/ftp.csv", get(export))
        .with_state(services)
}

/// Sends every account that the list finds, part by part.
async fn export(
    State(services): State<Services>,
    Extension(visit): Extension<RequestContext>,
    Path(domain): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorResponse> {
    let signed_in = visit.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = DomainName::parse(&domain).map_err(|_| AppError::NotFound)?;
    let listing = FtpAccountListing::parse(&query.unwrap_or_default());
    let export = services
        .ftp_accounts
        .export(&signed_in.actor, &domain, &listing)
        .await?;
    let texts = texts(visit.locale);
    let parts = stream::try_unfold((export, Some(head(texts))), move |(export, head)| {
        next_part(texts, export, head)
    });
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
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// What is left to be sent: the accounts, and before them the head.
type Left = (FtpAccountsExport, Option<String>);

async fn next_part(
    texts: &'static Texts,
    mut export: FtpAccountsExport,
    head: Option<String>,
) -> Result<Option<(String, Left)>, std::io::Error> {
    if let Some(head) = head {
        return Ok(Some((head, (export, None))));
    }
    // A table that breaks off must not look like a whole one: the connection breaks too.
    let rows = export.next().await;
    let rows = rows.map_err(|_| std::io::Error::other("the database cannot go on"))?;
    Ok(rows.map(|rows| {
        let lines = rows.iter().map(|row| account(texts, row)).collect();
        (lines, (export, None))
    }))
}

fn head(texts: &Texts) -> String {
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
    format!("{BYTE_ORDER_MARK}{}", line(headings))
}

fn account(texts: &Texts, row: &FtpAccountListRow) -> String {
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
    line([
        row.name.as_str(),
        if row.is_main { "1" } else { "" },
        row.home_directory.as_ref().map_or("", |home| home.as_str()),
        &texts.setting(Field::State, &settings),
        &texts.setting(Field::Permission, &settings),
        &used_bytes,
        &quota_bytes,
        &used_files,
        &quota_files,
        &time(row.last_sign_in_at),
        &time(row.expires_at),
        &time(row.changed_at),
        &row.note,
    ])
}

fn line<const N: usize>(cells: [&str; N]) -> String {
    format!("{}\r\n", cells.map(cell).join(","))
}

/// A cell that no program takes for something else than its text.
fn cell(text: &str) -> String {
    let mark = if text.trim_start().starts_with(FORMULAS) {
        "'"
    } else {
        ""
    };
    if text.contains([',', ';', '"', '\r', '\n', '\t']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{mark}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_more_than_one() {
        for (text, written) in [
            ("", ""),
            ("for marie", "for marie"),
            ("one, two", "\"one, two\""),
            ("he said \"no\"", "\"he said \"\"no\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            (" =1+1", "' =1+1"),
            ("+33 1", "'+33 1"),
            ("-1", "'-1"),
            ("@cmd", "'@cmd"),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(cell(text), written, "{text}");
        }
    }
}
