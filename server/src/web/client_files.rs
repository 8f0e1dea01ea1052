//! Files by which FTP clients learn of an account, to be downloaded from « Connexion ».

use app::api::handover::asked_host;
use app::api::visit::Visit;
use app::client_files::ClientFile;
use app::model::{AccountName, DomainName, Problem};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::refusal::Refusal;
use crate::accounts::Accounts;

/// The addresses of the files.
pub(super) fn route(accounts: Accounts) -> Router {
    Router::new()
        .route(
            "/subscriptions/{domain}/ftp/{name}/connect/{file}",
            get(download),
        )
        .with_state(accounts)
}

/// Sends a file to whoever may see the account.
async fn download(
    State(accounts): State<Accounts>,
    Extension(visit): Extension<Visit>,
    Path((domain, name, file)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let asked = asked_host(&visit);
    let signed_in = visit.signed_in.ok_or(Problem::NotSignedIn)?;
    let domain = DomainName::parse(&domain).map_err(|_| Problem::NotFound)?;
    let name = AccountName::parse(&name).map_err(|_| Problem::NotFound)?;
    let file = ClientFile::parse(&file).ok_or(Problem::NotFound)?;
    let connection = accounts
        .view_ftp_connection(&signed_in.actor, &domain, &name, asked.as_ref())
        .await?
        .connection;
    let disposition = format!(
        "attachment; filename=\"{}\"",
        file.file_name(&connection.account)
    );
    let headers = [
        (CONTENT_TYPE, file.content_type().to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, file.contents(&connection)).into_response())
}
