//! How FTP clients connect.

use axum::extract::State;
use model::{FtpConnectionView, OwnCertificate as Certificate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::path::AccountPath;
use crate::rest::state::RestState;

/// What an FTP client needs to know to use an account, but for the password.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FtpConnection {
    /// The name to sign in with.
    account: String,
    /// The server: a name or an address.
    host: String,
    /// The port, for explicit TLS.
    port: u16,
    /// The port for implicit TLS; null if it is not served.
    #[schema(required)]
    implicit_tls_port: Option<u16>,
    /// Whether the account may also be used without TLS.
    allows_plaintext: bool,
    /// The certificate, if clients cannot check it by who has signed it; null if they can.
    #[schema(required)]
    certificate: Option<OwnCertificate>,
    /// Where the account signs in to the page of its own; null if it has none.
    #[schema(required, format = "uri")]
    own_page: Option<String>,
}

/// A certificate that nobody but the server itself has signed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnCertificate {
    /// The SHA-256 of the certificate, as clients show it: `10:DB:…`.
    sha256: String,
    /// The SHA-1 likewise.
    sha1: String,
    /// The SHA-256 of the public key in base64, as `curl` takes it.
    key_pin: String,
}

impl From<Certificate> for OwnCertificate {
    fn from(certificate: Certificate) -> Self {
        Self {
            sha256: certificate.sha256,
            sha1: certificate.sha1,
            key_pin: certificate.key_pin,
        }
    }
}

impl FtpConnection {
    fn of(found: FtpConnectionView, own_page: Option<String>) -> Self {
        let connection = found.connection;
        Self {
            account: connection.account.into(),
            host: connection.host.as_str().to_owned(),
            port: connection.port,
            implicit_tls_port: connection.implicit_port,
            allows_plaintext: connection.allows_plaintext,
            certificate: connection.certificate.map(Into::into),
            own_page,
        }
    }
}

/// Read how FTP clients connect to an account
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/connection",
    tag = super::TAG,
    params(AccountPath),
    responses((status = 200, description = "What a client needs to know", body = FtpConnection))
)]
pub(super) async fn get_ftp_connection(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<Json<FtpConnection>, RestError> {
    let accounts = &state.services.ftp_accounts;
    let asked = caller.client.asked_host();
    let found = accounts
        .view_connection(&caller.actor, &path.domain, &path.name, asked.as_ref())
        .await?;
    let own_page = match found.own_page {
        true => Some(accounts.panel_url(caller.client.asked_url())?.own_account()),
        false => None,
    };
    Ok(Json(FtpConnection::of(found, own_page)))
}
