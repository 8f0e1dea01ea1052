//! Removing an FTP account.

use axum::extract::State;
use http::StatusCode;
use model::AppError;

use super::account::FtpAccount;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::MayMatch;
use crate::rest::path::AccountPath;
use crate::rest::state::RestState;

/// Remove an FTP account
///
/// It goes into the trash, from which it can be restored for 30 days. Its files stay, and its name stays
/// taken. Its open FTP sessions end at once. The main account is never removed on its own.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/ftp-accounts/{name}",
    tag = super::TAG,
    params(AccountPath, MayMatch),
    responses((status = 204, description = "The account was removed"))
)]
pub(super) async fn remove_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    let (accounts, actor) = (&state.services.ftp_accounts, &caller.actor);
    let expected = if_match.expected();
    let removed = accounts.remove_version(actor, &path.domain, &path.name, &expected);
    match removed.await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::EditConflict(now)) => Err(FtpAccount::changed(*now)),
        Err(error) => Err(error.into()),
    }
}
