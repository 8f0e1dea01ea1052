//! Passwords that Berth makes.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use model::FtpAccountChange;
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::path::AccountPath;
use crate::rest::state::RestState;

/// A password that Berth made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GeneratedPassword {
    /// The password. It is shown this once.
    #[schema(format = Password)]
    password: String,
}

/// Give an FTP account a password that Berth makes
///
/// Its open FTP sessions end at once, and its one-time link is revoked.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/generate-password",
    tag = super::TAG,
    params(AccountPath),
    responses((
        status = 200,
        description = "The password, which is shown this once",
        body = GeneratedPassword,
    ))
)]
pub(super) async fn generate_ftp_password(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<Response, RestError> {
    let (services, actor) = (&state.services, &caller.actor);
    let users = &services.panel_users;
    let password = users.suggest_password(actor, path.name.as_str()).await?;
    let change = FtpAccountChange {
        password: Some(password.clone()),
        ..FtpAccountChange::default()
    };
    let accounts = &services.ftp_accounts;
    accounts
        .change(actor, &path.domain, &path.name, change)
        .await?;
    let password = password.expose().to_owned();
    Ok(holding_secret(
        Json(GeneratedPassword { password }).into_response(),
    ))
}
