//! Removing a panel user.

use axum::extract::State;
use http::StatusCode;
use model::{AppError, RemovePanelUserForm};
use serde::Deserialize;
use utoipa::IntoParams;

use super::user::User;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::MayMatch;
use crate::rest::path::UserPath;
use crate::rest::query::Query;
use crate::rest::state::RestState;

/// To whom goes what the panel user owned.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Heirs {
    /// The login of the new owner of their subscriptions; required if they have any.
    #[param(nullable = false)]
    new_owner: Option<String>,
    /// The login of the reseller who gets their customers; without it the administrators do.
    #[param(nullable = false)]
    new_reseller: Option<String>,
}

/// Remove a panel user
///
/// The person is signed out at once, and their API tokens are revoked. What they own goes to others.
#[utoipa::path(
    delete,
    path = "/users/{login}",
    tag = super::TAG,
    params(UserPath, Heirs, MayMatch),
    responses((status = 204, description = "The panel user is gone"))
)]
pub(super) async fn remove_user(
    State(state): State<RestState>,
    caller: Caller,
    path: UserPath,
    Query(heirs): Query<Heirs>,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    let form = RemovePanelUserForm {
        user: path.login.to_string(),
        give_to: heirs.new_owner.unwrap_or_default(),
        customers_to: heirs.new_reseller.unwrap_or_default(),
    };
    let heirs = form.parse()?;
    let users = &state.services.panel_users;
    let expected = if_match.expected();
    let removed = users.remove(&caller.actor, &path.login, &expected, &heirs);
    match removed.await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::SettingsEditConflict(_)) => {
            let now = User::read(&state, &caller, &path.login).await?;
            Err(RestError::changed(now.etag(), &now))
        }
        Err(error) => Err(error.into()),
    }
}
