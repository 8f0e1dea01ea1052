//! Export of the audit log: as JSON lines, and as CSV.

use app::api::request_context::RequestContext;
use app::i18n::{Texts, texts};
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::{TryStreamExt, stream};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use model::{AppError, AuditListing, DomainName};
use services::local_time::LocalClock;
use services::{AuditExport, AuditRow, Services};

use super::error_response::ErrorResponse;
use crate::audit_file::{csv_header, csv_rows, json_lines};

/// How rows are written.
#[derive(Clone, Copy)]
enum Format {
    Csv(&'static Texts),
    JsonLines,
}

/// The addresses of the exports: the log's own, with `.csv` or `.jsonl` behind its path.
pub(super) fn route(services: Services) -> Router {
    Router::new()
        .route("/audit.csv", get(all_as_csv))
        .route("/audit.jsonl", get(all_as_json_lines))
        .route("/subscriptions/{domain}/audit.csv", get(one_as_csv))
        .route(
            "/subscriptions/{domain}/audit.jsonl",
            get(one_as_json_lines),
        )
        .with_state(services)
}

async fn all_as_csv(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorResponse> {
    let format = Format::Csv(texts(context.locale));
    export(&services, context, None, query, format).await
}

async fn all_as_json_lines(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorResponse> {
    export(&services, context, None, query, Format::JsonLines).await
}

async fn one_as_csv(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    Path(domain): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorResponse> {
    let format = Format::Csv(texts(context.locale));
    export(&services, context, Some(domain), query, format).await
}

async fn one_as_json_lines(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    Path(domain): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorResponse> {
    export(&services, context, Some(domain), query, Format::JsonLines).await
}

/// Sends every row that is found, part by part.
///
/// Who may: as for the page itself.
async fn export(
    services: &Services,
    context: RequestContext,
    domain: Option<String>,
    query: Option<String>,
    format: Format,
) -> Result<Response, ErrorResponse> {
    let signed_in = context.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = domain.map(|domain| DomainName::parse(&domain));
    let domain = domain.transpose().map_err(|_| AppError::NotFound)?;
    let listing = AuditListing::parse(&query.unwrap_or_default());
    let zone = LocalClock::of(&context.time_zone);
    let mut export = services
        .audit
        .export(&signed_in.actor, domain.as_ref(), &listing, &zone)
        .await?;
    // Whoever is refused is told so, before anything is sent.
    let first = export.next().await?.unwrap_or_default();
    let first = format!("{}{}", format.header()?, format.rows(&first)?);
    let lines = stream::try_unfold((export, Some(first)), move |(export, first)| {
        next_part(format, export, first)
    });
    // An error breaks the connection: a file that is not complete must not look as if it were.
    // Its cause is in the log.
    let lines = lines.map_err(|_| std::io::Error::other("the export was interrupted"));
    let name = domain.map_or_else(|| "audit".to_owned(), |domain| format!("audit-{domain}"));
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{}\"", format.extension()),
        ),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// What remains to be sent, and before it what is there already.
type Remaining = (AuditExport, Option<String>);

async fn next_part(
    format: Format,
    mut export: AuditExport,
    first: Option<String>,
) -> Result<Option<(String, Remaining)>, AppError> {
    if let Some(first) = first {
        return Ok(Some((first, (export, None))));
    }
    let Some(rows) = export.next().await? else {
        return Ok(None);
    };
    Ok(Some((format.rows(&rows)?, (export, None))))
}

impl Format {
    fn header(self) -> Result<String, AppError> {
        match self {
            Self::Csv(texts) => csv_header(texts),
            Self::JsonLines => Ok(String::new()),
        }
    }

    fn rows(self, rows: &[AuditRow]) -> Result<String, AppError> {
        match self {
            Self::Csv(texts) => csv_rows(texts, rows),
            Self::JsonLines => json_lines(rows),
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/jsonl",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}
