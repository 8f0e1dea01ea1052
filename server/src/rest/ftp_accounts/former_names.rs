//! Names that FTP accounts had, and that clients may still sign in with for a time.

use axum::extract::State;
use http::StatusCode;
use model::FormerName as Former;
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::page::Page;
use crate::rest::path::{AccountPath, FormerNamePath};
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;

/// A name that an account had and may still sign in with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FormerName {
    /// The name.
    name: String,
    /// Until when.
    until: Timestamp,
    /// When it was last signed in with; null if never since it was given up.
    #[schema(required)]
    last_used_at: Option<Timestamp>,
}

impl From<Former> for FormerName {
    fn from(former: Former) -> Self {
        Self {
            name: former.name.into(),
            until: former.until.into(),
            last_used_at: former.last_used_at.map(Into::into),
        }
    }
}

/// List the names that an account had and may still sign in with
///
/// There is one page.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/former-names",
    tag = super::TAG,
    params(AccountPath),
    responses((status = 200, description = "The names", body = Page<FormerName>))
)]
pub(super) async fn list_former_names(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
) -> Result<Json<Page<FormerName>>, RestError> {
    let accounts = &state.services.ftp_accounts;
    let found = accounts
        .view(&caller.actor, &path.domain, &path.name)
        .await?;
    let names = found.former_names.into_iter().map(Into::into).collect();
    Ok(Json(Page::new(names, None::<String>)))
}

/// End a former name of an FTP account
///
/// Sign-ins with it are refused from now on, and the name becomes free. Sessions that are open under it
/// stay. One that has ended already is no error.
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/ftp-accounts/{name}/former-names/{former}",
    tag = super::TAG,
    params(FormerNamePath),
    responses((status = 204, description = "The account has no such former name"))
)]
pub(super) async fn remove_former_name(
    State(state): State<RestState>,
    caller: Caller,
    path: FormerNamePath,
) -> Result<StatusCode, RestError> {
    let accounts = &state.services.ftp_accounts;
    accounts
        .end_former_name(&caller.actor, &path.domain, &path.name, &path.former)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
