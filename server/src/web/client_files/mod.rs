//! Files by which FTP clients learn of an account, to be downloaded from « Connexion », and
//! from the account's own page.

mod cyberduck;
mod filezilla;
mod winscp;

use app::api::connection::asked_host;
use app::api::request_context::RequestContext;
use app::client_files::ClientFile;
use app::routes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use model::{AccountName, AppError, DomainName, FtpConnection};

use super::error_response::ErrorResponse;
use services::Services;

/// The addresses of the files.
pub(super) fn route(services: Services) -> Router {
    Router::new()
        .route(
            "/subscriptions/{domain}/ftp/{name}/connect/{file}",
            get(download),
        )
        .route(
            &format!("{}/{{file}}", routes::OWN_ACCOUNT_FILES),
            get(download_own),
        )
        .with_state(services)
}

/// Sends a file to whoever may see the account.
async fn download(
    State(services): State<Services>,
    Extension(visit): Extension<RequestContext>,
    Path((domain, name, file)): Path<(String, String, String)>,
) -> Result<Response, ErrorResponse> {
    let asked = asked_host(&visit);
    let signed_in = visit.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = DomainName::parse(&domain).map_err(|_| AppError::NotFound)?;
    let name = AccountName::parse(&name).map_err(|_| AppError::NotFound)?;
    let file = ClientFile::parse(&file).ok_or(AppError::NotFound)?;
    let connection = services
        .ftp_accounts
        .view_connection(&signed_in.actor, &domain, &name, asked.as_ref())
        .await?
        .connection;
    Ok(as_file(file, &connection))
}

/// Sends a file to the account itself, at the page of its own.
async fn download_own(
    State(services): State<Services>,
    Extension(visit): Extension<RequestContext>,
    Path(file): Path<String>,
) -> Result<Response, ErrorResponse> {
    let asked = asked_host(&visit);
    let account = visit.account.ok_or(AppError::NotSignedIn)?;
    let file = ClientFile::parse(&file).ok_or(AppError::NotFound)?;
    let connection = services.own_account.connection(&account, asked.as_ref());
    Ok(as_file(file, &connection.await?))
}

fn as_file(file: ClientFile, connection: &FtpConnection) -> Response {
    let disposition = format!(
        "attachment; filename=\"{}\"",
        file_name(file, &connection.account)
    );
    let headers = [
        (CONTENT_TYPE, content_type(file).to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    (headers, contents(file, connection)).into_response()
}

/// The kind of a file (RFC 9110, 8.3).
fn content_type(file: ClientFile) -> &'static str {
    match file {
        ClientFile::FileZilla => "application/xml; charset=utf-8",
        // As a file, not to be shown: browsers would draw the XML.
        ClientFile::Cyberduck => "application/octet-stream",
        ClientFile::WinScp => "text/plain; charset=utf-8",
    }
}

/// What a file is to be called. An account's name is safe in file names as it is.
fn file_name(file: ClientFile, account: &AccountName) -> String {
    match file {
        ClientFile::FileZilla => format!("filezilla-{account}.xml"),
        ClientFile::Cyberduck => format!("{account}.duck"),
        ClientFile::WinScp => format!("winscp-{account}.ini"),
    }
}

/// What is in a file.
pub fn contents(file: ClientFile, connection: &FtpConnection) -> String {
    match file {
        ClientFile::FileZilla => filezilla::sites(connection),
        ClientFile::Cyberduck => cyberduck::bookmark(connection),
        ClientFile::WinScp => winscp::sites(connection),
    }
}

/// What a client's list calls the account.
fn title(connection: &FtpConnection) -> String {
    format!("{} – {}", connection.account, connection.host.as_str())
}

/// A text between two tags (XML 1.0, 2.4).
fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
fn example(account: &str, host: &str) -> FtpConnection {
    FtpConnection {
        account: AccountName::parse(account).expect("a name"),
        host: model::FtpHost::parse(host).expect("a host"),
        port: 2121,
        implicit_port: None,
        allows_plaintext: false,
        certificate: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_xml_is_written_so_that_it_means_itself() {
        assert_eq!(xml("a<b>&c"), "a&lt;b&gt;&amp;c");
    }
}
