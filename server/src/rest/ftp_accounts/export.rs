//! Writing FTP accounts for other servers.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::{TryStreamExt, stream};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue};
use model::{AppError, DomainName, UtcTime};
use serde::Deserialize;
use services::FtpAccountsFullExport;
use utoipa::IntoParams;

use crate::export::{
    ExportError, ExportFormat, ExportWriter, FileOwner, Losses, OwnerMissing, Target,
};
use crate::field_code::field_name;
use crate::rest::caller::Caller;
use crate::rest::error::{ExportRefusal, RestError};
use crate::rest::path::SubscriptionPath;
use crate::rest::problem::{PROBLEM_JSON, Problem};
use crate::rest::query::Query;
use crate::rest::state::RestState;

/// Says what the format cannot: a dictionary (RFC 9651) with how many accounts something is left out of.
const EXPORT_NOTES: HeaderName = HeaderName::from_static("berth-export-notes");

/// In what the accounts are written, and for whom.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    /// In what the accounts are written.
    #[param(inline)]
    format: ExportFormat,
    /// Whom the files belong to, for Pure-FTPd, ProFTPD and SFTPGo; else the subscription's system user.
    #[param(value_type = u32, format = Int64, nullable = false, required = false, minimum = 1, maximum = 4_294_967_295_u32)]
    uid: Option<NonZeroU32>,
    /// The group that they belong to; else that of the system user.
    #[param(value_type = u32, format = Int64, nullable = false, required = false, minimum = 1, maximum = 4_294_967_295_u32)]
    gid: Option<NonZeroU32>,
}

/// Export the FTP accounts of a subscription
///
/// For administrators: what `berth export` writes, as it is read. It never holds the hashes of passwords, which
/// no token gets: nobody can sign in with what is written. With hashes, it is for the command line.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/export",
    tag = super::TAG,
    params(SubscriptionPath, ExportQuery),
    responses(
        (
            status = 200,
            description = "The accounts: for `json` an array, for `sftpgo` an object with `users`; CSV for `csv`; lines of text for the others",
            headers((
                "Berth-Export-Notes" = String,
                description = "What the format cannot say, with the number of accounts, such as `locked=1, settings.permission=2`: those that are disabled or have expired, and those with such a setting. Missing if nothing is left out"
            )),
            content(
                (Value = "application/json"),
                (String = "text/csv"),
                (String = "text/plain"),
            ),
        ),
        (
            status = 409,
            description = "The format cannot write the home directory of an account",
            body = Problem,
            content_type = PROBLEM_JSON,
        ),
        (
            status = 422,
            description = "The program needs `uid` and `gid`, since the subscription has no system user",
            body = Problem,
            content_type = PROBLEM_JSON,
        ),
    )
)]
pub(super) async fn export_ftp_accounts(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<ExportQuery>,
) -> Result<Response, RestError> {
    let begin = || {
        let accounts = &state.services.ftp_accounts;
        accounts.export_all(&caller.actor, &path.domain, false)
    };
    let export = begin().await?;
    let target = target(&query, &export).await?;
    let mut headers = file_headers(query.format, &path.domain);
    // What is left out is known at the end only, and said at the beginning.
    if target.program().is_some()
        && let Some(notes) = notes(&losses(begin().await?, target).await?)
    {
        headers.insert(EXPORT_NOTES, notes);
    }
    let parts = stream::try_unfold(Writing::new(export, target), Writing::next);
    // An error breaks the connection: a file that is not complete must not look as if it were.
    let parts = parts.inspect_err(|error| tracing::error!(?error, "an export was interrupted"));
    let parts = parts.map_err(|_| std::io::Error::other("the export was interrupted"));
    Ok((headers, Body::from_stream(parts)).into_response())
}

async fn target(query: &ExportQuery, export: &FtpAccountsFullExport) -> Result<Target, RestError> {
    let number = |number: Option<NonZeroU32>| number.map(NonZeroU32::get);
    let (uid, gid) = (number(query.uid), number(query.gid));
    let hosting = export.hosting().clone();
    let owner = tokio::task::spawn_blocking(move || FileOwner::find(uid, gid, &hosting));
    let owner = owner.await.map_err(|error| {
        tracing::error!(%error, "a system user was not looked up");
        AppError::Internal
    })?;
    let target = Target::new(query.format, owner);
    target.map_err(|OwnerMissing(program)| {
        RestError::NotExported(ExportRefusal::OwnerMissing(program))
    })
}

/// What kind of file it is, and what it is called where it is saved.
fn file_headers(format: ExportFormat, domain: &DomainName) -> HeaderMap {
    let (kind, ending) = match format {
        ExportFormat::Json => ("application/json", "json"),
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        ExportFormat::PureFtpd => ("text/plain; charset=utf-8", "pureftpd.passwd"),
        ExportFormat::ProFtpd => ("text/plain; charset=utf-8", "ftpd.passwd"),
        ExportFormat::Sftpgo => ("application/json", "sftpgo.json"),
    };
    let file = format!("attachment; filename=\"ftp-accounts-{domain}.{ending}\"");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(file) = HeaderValue::try_from(file) {
        headers.insert(CONTENT_DISPOSITION, file);
    }
    headers
}

/// What a file of all accounts leaves out.
///
/// # Errors
/// If an account cannot be written at all.
async fn losses(mut export: FtpAccountsFullExport, target: Target) -> Result<Losses, RestError> {
    let root = export.webspace_root().clone();
    let mut writer = ExportWriter::new(target, root, UtcTime::now());
    let mut losses = Losses::default();
    while let Some(accounts) = export.next().await? {
        for exported in &accounts {
            match writer.account(exported) {
                Ok(written) => losses.count(&written),
                Err(ExportError::Home(home)) => {
                    let name = exported.account.name.clone();
                    return Err(RestError::NotExported(ExportRefusal::Home(name, home)));
                }
                Err(error) => return Err(unwritable(&error).into()),
            }
        }
    }
    Ok(losses)
}

/// The header that says so; none if nothing is left out.
fn notes(losses: &Losses) -> Option<HeaderValue> {
    let locked = (losses.locked > 0).then(|| format!("locked={}", losses.locked));
    let settings = losses.not_kept();
    let settings = settings.map(|(field, accounts)| format!("{}={accounts}", field_name(field)));
    let notes: Vec<String> = locked.into_iter().chain(settings).collect();
    match notes.is_empty() {
        true => None,
        false => HeaderValue::try_from(notes.join(", ")).ok(),
    }
}

fn unwritable(error: &ExportError) -> AppError {
    tracing::error!(%error, "an FTP account was not written");
    AppError::Internal
}

/// A file that is being written.
struct Writing {
    export: FtpAccountsFullExport,
    writer: ExportWriter,
    next: Part,
}

/// What of it comes next.
enum Part {
    Beginning,
    Accounts,
    Nothing,
}

impl Writing {
    fn new(export: FtpAccountsFullExport, target: Target) -> Self {
        let root = export.webspace_root().clone();
        Self {
            writer: ExportWriter::new(target, root, UtcTime::now()),
            export,
            next: Part::Beginning,
        }
    }

    /// The next part of the file, and what remains; none at its end.
    async fn next(mut self) -> Result<Option<(String, Self)>, AppError> {
        let text = match self.next {
            Part::Beginning => {
                self.next = Part::Accounts;
                let beginning = self.writer.begin();
                beginning.map_err(|error| unwritable(&error))?
            }
            Part::Accounts => match self.export.next().await? {
                Some(accounts) => {
                    let mut text = String::new();
                    for account in &accounts {
                        let written = self.writer.account(account);
                        text.push_str(&written.map_err(|error| unwritable(&error))?.text);
                    }
                    text
                }
                None => {
                    self.next = Part::Nothing;
                    self.writer.end().to_owned()
                }
            },
            Part::Nothing => return Ok(None),
        };
        Ok(Some((text, self)))
    }
}
