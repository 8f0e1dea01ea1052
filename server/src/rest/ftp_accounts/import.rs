//! Importing the FTP accounts of other servers.

use std::sync::Arc;

use app::i18n::texts;
use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;
use model::{Actor, AppError, DomainName, ImportPreview};
use services::{ImportDone, ImportRequest, ImportUploads, ImportedLink, Imports, WorkSlot};

use super::import_form::{FtpAccountsImport, ImportParts};
use crate::import_report::ImportReport;
use crate::rest::body::{BodyLimit, Json};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::multipart::FormParts;
use crate::rest::path::SubscriptionPath;
use crate::rest::problem::{CallerLocale, PROBLEM_JSON, Problem};
use crate::rest::state::RestState;

/// Middleware: has a request with files wait for its turn, and takes more of its body than of others'.
///
/// Who may import FTP accounts is looked at before anything of the body is read. The slot goes with the
/// request: for as long as the files are held, whoever sent them.
///
/// # Errors
/// For others; and if too many are sending files.
pub(in crate::rest) async fn begin_upload(
    State(state): State<RestState>,
    caller: Caller,
    path: Result<SubscriptionPath, RestError>,
    mut request: Request,
    next: Next,
) -> Result<Response, RestError> {
    // To any other method the router answers that there is none.
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let path = path?;
    let uploads = &state.services.import_uploads;
    let slot = uploads.begin(&caller.actor, &path.domain).await?;
    let extensions = request.extensions_mut();
    extensions.insert(Arc::new(slot));
    extensions.insert(BodyLimit(ImportUploads::MAX_BYTES));
    Ok(next.run(request).await)
}

/// Import FTP accounts of another server
///
/// For administrators. A form with the file is sent, as `curl -F format=proftpd -F file=@ftpd.passwd` does,
/// of 16 MiB at most; greater files are for `berth import`, of which the parts are the options. Accounts that
/// are there get the home and the settings that the file says, and keep their passwords: the same again
/// changes nothing. If a record is refused, none is taken, unless `skip_refused` is `true`. With `dry_run`
/// nothing is changed, and a token for reading will do. An import goes on if nobody waits for its answer.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/import",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body(content = FtpAccountsImport, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What became of each record, or would become", body = ImportReport),
        (
            status = 422,
            description = "Nothing was changed: `records` has those that are refused, or `errors` the parts of the form",
            body = Problem,
            content_type = PROBLEM_JSON,
        ),
    )
)]
pub(super) async fn import_ftp_accounts(
    State(state): State<RestState>,
    caller: Caller,
    CallerLocale(locale): CallerLocale,
    path: SubscriptionPath,
    Extension(slot): Extension<Arc<WorkSlot>>,
    form: FormParts,
) -> Result<Response, RestError> {
    let panel = state
        .services
        .ftp_accounts
        .panel_url(caller.client.asked_url())?;
    let (request, is_dry_run) = ImportParts::read(form).await?.request()?;
    let imports = state.services.imports.clone();
    let work = tokio::spawn(async move {
        let _slot = slot;
        carry_out(&imports, &caller.actor, &path.domain, request, is_dry_run).await
    });
    let done = work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "an import was lost");
        Err(AppError::Internal)
    })?;
    let (records, links) = match done {
        ImportDone::Written { records, links, .. } => (records, Some(links)),
        ImportDone::Nothing(records) => (records, None),
    };
    let is_written = links.is_some();
    if !is_written && !is_dry_run && records.counts.refused > 0 {
        return Err(RestError::ImportRefused(Box::new(records)));
    }
    let links = links.into_iter().flatten();
    let link = |link: ImportedLink| (link.name, panel.one_time_link(link.token.expose()));
    let report = ImportReport::new(
        &records,
        is_written,
        links.map(link).collect(),
        texts(locale),
    );
    let holds_secret = report.has_links();
    let response = Json(report).into_response();
    Ok(match holds_secret {
        true => holding_secret(response),
        false => response,
    })
}

async fn carry_out(
    imports: &Imports,
    actor: &Actor,
    domain: &DomainName,
    request: ImportRequest,
    is_dry_run: bool,
) -> Result<ImportDone, AppError> {
    match is_dry_run {
        true => {
            let preview: ImportPreview = imports.preview(actor, domain, request).await?;
            Ok(ImportDone::Nothing(preview))
        }
        false => imports.import(actor, domain, request).await,
    }
}
