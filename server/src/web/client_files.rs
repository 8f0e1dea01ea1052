//! Configuration files for FTP clients, to be downloaded from « Connexion ».

use app::api::handover::asked_host;
use app::api::request_context::RequestContext;
use app::client_files::ClientFile;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use model::{AccountName, AppError, DomainName};

use super::error_response::ErrorResponse;
use services::Services;

/// The route of the files.
pub(super) fn route(services: Services) -> Router {
    Router::new()
        .route(
            "/subscriptions/{domain}/ftp/{name}/connect/{file}",
            get(download),
        )
        .with_state(services)
}

/// Sends a file to whoever may see the account.
async fn download(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    Path((domain, name, file)): Path<(String, String, String)>,
) -> Result<Response, ErrorResponse> {
    let requested_host = asked_host(&context);
    let signed_in = context.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = DomainName::parse(&domain).map_err(|_| AppError::NotFound)?;
    let name = AccountName::parse(&name).map_err(|_| AppError::NotFound)?;
    let file = ClientFile::parse(&file).ok_or(AppError::NotFound)?;
    let connection = services
        .ftp_accounts
        .view_connection(&signed_in.actor, &domain, &name, requested_host.as_ref())
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
