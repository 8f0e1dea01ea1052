//! Reading an FTP account.

use axum::extract::State;

use super::account::FtpAccount;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::path::AccountPath;
use crate::rest::state::RestState;

/// Read an FTP account
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts/{name}",
    tag = super::TAG,
    params(AccountPath),
    responses((
        status = 200,
        description = "The account",
        body = FtpAccount,
        headers(("ETag" = String, description = "Its version, for `If-Match`")),
    ))
)]
pub(super) async fn get_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<FtpAccount, RestError> {
    let accounts = &state.services.ftp_accounts;
    let found = accounts
        .view(&caller.actor, &path.domain, &path.name)
        .await?;
    Ok(FtpAccount::of(found))
}
