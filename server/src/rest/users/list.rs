//! Lists of panel users.

use axum::extract::State;
use model::{PanelUserListing, PanelUserRow, PanelUserStatus, SearchText};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::page::{Page, page_limit, read_cursor};
use crate::rest::query::{Query, invalid_query};
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;
use crate::rest::token::Role;

/// A panel user in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListedUser {
    /// The name to sign in with.
    login: String,
    /// The name to be called by.
    display_name: String,
    /// Where the person's mail goes; null if they get none.
    #[schema(required, format = Email)]
    email: Option<String>,
    /// What the person may do.
    role: Role,
    /// Whether the person may sign in.
    enabled: bool,
    /// The login of the reseller whose customer it is; null for one of the administrators'.
    #[schema(required)]
    reseller: Option<String>,
    /// How many subscriptions the person owns.
    subscriptions: u64,
    /// When the person was added.
    created_at: Timestamp,
    /// When the person last signed in; null if never.
    #[schema(required)]
    last_sign_in_at: Option<Timestamp>,
}

impl From<PanelUserRow> for ListedUser {
    fn from(row: PanelUserRow) -> Self {
        Self {
            login: row.login.into(),
            display_name: row.display_name,
            email: row.email.map(Into::into),
            role: row.role.into(),
            enabled: !row.disabled,
            reseller: row.reseller.map(Into::into),
            subscriptions: row.subscriptions,
            created_at: row.created_at.into(),
            last_sign_in_at: row.last_sign_in_at.map(Into::into),
        }
    }
}

/// Something about panel users that one looks for.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum UserStatus {
    /// They may sign in.
    Enabled,
    /// They are kept from signing in.
    Disabled,
    /// They never signed in.
    NeverSignedIn,
    /// They have no second factor. For administrators.
    WithoutSecondFactor,
}

impl From<UserStatus> for PanelUserStatus {
    fn from(status: UserStatus) -> Self {
        match status {
            UserStatus::Enabled => Self::Enabled,
            UserStatus::Disabled => Self::Disabled,
            UserStatus::NeverSignedIn => Self::NeverSignedIn,
            UserStatus::WithoutSecondFactor => Self::WithoutSecondFactor,
        }
    }
}

/// Which panel users are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UsersQuery {
    /// Those whose login or name has words that begin so.
    #[param(nullable = false, max_length = 100)]
    search: Option<String>,
    /// Those of this role.
    #[param(nullable = false, inline)]
    role: Option<Role>,
    /// Those of which this is so.
    #[param(nullable = false, inline)]
    status: Option<UserStatus>,
    /// Where the page begins: `next` of the page before, which was asked for with the same parameters.
    #[param(nullable = false, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many panel users a page has.
    #[param(nullable = false, minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

impl UsersQuery {
    fn listing(&self) -> Result<PanelUserListing, RestError> {
        let search = self.search.as_deref().unwrap_or_default();
        if search.chars().count() > SearchText::MAX_LENGTH {
            return Err(invalid_query(&"search: too long"));
        }
        Ok(PanelUserListing {
            search: SearchText::parse(search),
            role: self.role.map(Into::into),
            status: self.status.map(Into::into),
            ..PanelUserListing::default()
        })
    }
}

/// List panel users
///
/// By login: administrators all, resellers their customers.
#[utoipa::path(
    get,
    path = "/users",
    tag = super::TAG,
    params(UsersQuery),
    responses((status = 200, description = "A page of the panel users", body = Page<ListedUser>))
)]
pub(super) async fn list_users(
    State(state): State<RestState>,
    caller: Caller,
    Query(query): Query<UsersQuery>,
) -> Result<Json<Page<ListedUser>>, RestError> {
    let (listing, limit) = (query.listing()?, page_limit(query.limit)?);
    let after = read_cursor(query.cursor.as_deref(), |text| text.parse().ok())?;
    let users = &state.services.panel_users;
    let rows = users.page(&caller.actor, &listing, after.as_ref(), limit);
    let rows = rows.await?;
    let key = |row: &PanelUserRow| row.login.clone();
    Ok(Json(Page::of_rows(rows, limit, key, Into::into)))
}
