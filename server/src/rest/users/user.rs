//! A panel user, as those who manage them read them.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{Login, OneTimeLink, PanelUserView, ResellerLimits as Limits};
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::EntityTag;
use crate::rest::openapi::PREFIX;
use crate::rest::path::UserPath;
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;
use crate::rest::token::Role;

/// What a reseller may have at most.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct ResellerLimits {
    /// Customers; null for no limit.
    #[schema(required, minimum = 1)]
    max_customers: Option<u32>,
    /// Subscriptions, the own and those of the customers; null for no limit.
    #[schema(required, minimum = 1)]
    max_subscriptions: Option<u32>,
    /// FTP accounts in all of those; null for no limit.
    #[schema(required, minimum = 1)]
    max_ftp_accounts: Option<u32>,
}

impl From<Limits> for ResellerLimits {
    fn from(limits: Limits) -> Self {
        Self {
            max_customers: limits.customers,
            max_subscriptions: limits.subscriptions,
            max_ftp_accounts: limits.ftp_accounts,
        }
    }
}

/// A link that has been made and neither used nor revoked. Never the link itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct KnownPasswordLink {
    /// From when on it does not work any more.
    expires_at: Timestamp,
    /// Who made it: a login, or in brackets what stands for whoever has none, or may not be known.
    made_by: String,
}

impl From<OneTimeLink> for KnownPasswordLink {
    fn from(link: OneTimeLink) -> Self {
        Self {
            expires_at: link.expires_at.into(),
            made_by: link.made_by,
        }
    }
}

/// A panel user: somebody who signs in to the panel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct User {
    /// The name to sign in with.
    #[schema(examples("marie"))]
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
    /// What a reseller may have at most; null for any other role.
    #[schema(required)]
    limits: Option<ResellerLimits>,
    /// When the person was added.
    created_at: Timestamp,
    /// When the person last signed in; null if never.
    #[schema(required)]
    last_sign_in_at: Option<Timestamp>,
    /// Whether the person has a second factor.
    has_second_factor: bool,
    /// The link by which the person may choose a password; null if there is none that works.
    #[schema(required)]
    password_link: Option<KnownPasswordLink>,
    /// How many subscriptions the person owns.
    subscriptions: u64,
    /// How many customers the person has.
    customers: u64,
    /// Grows with each change, from 1: in quotation marks, what `If-Match` takes.
    version: i64,
}

impl From<PanelUserView> for User {
    fn from(view: PanelUserView) -> Self {
        let details = view.details;
        let is_reseller = details.role == model::Role::Reseller;
        Self {
            login: details.login.into(),
            display_name: details.display_name,
            email: details.email.map(Into::into),
            role: details.role.into(),
            enabled: !details.disabled,
            reseller: details.reseller.map(Into::into),
            limits: is_reseller.then(|| details.limits.into()),
            created_at: view.created_at.into(),
            last_sign_in_at: view.last_sign_in_at.map(Into::into),
            has_second_factor: view.has_second_factor,
            password_link: view.link.map(Into::into),
            subscriptions: view.possessions.subscriptions,
            customers: view.possessions.customers,
            version: view.version,
        }
    }
}

impl User {
    pub(super) async fn read(
        state: &RestState,
        caller: &Caller,
        login: &Login,
    ) -> Result<Self, RestError> {
        let users = &state.services.panel_users;
        Ok(users.view(&caller.actor, login).await?.into())
    }

    pub(super) fn etag(&self) -> EntityTag {
        EntityTag(self.version)
    }
}

impl IntoResponse for User {
    fn into_response(self) -> Response {
        ([(ETAG, self.etag().header())], Json(self)).into_response()
    }
}

/// The address of a panel user.
pub(super) fn address(login: &Login) -> String {
    format!("{PREFIX}/users/{login}")
}

/// Read a panel user
#[utoipa::path(
    get,
    path = "/users/{login}",
    tag = super::TAG,
    params(UserPath),
    responses((
        status = 200,
        description = "The panel user",
        body = User,
        headers(("ETag" = String, description = "Their version, for `If-Match`")),
    ))
)]
pub(super) async fn get_user(
    State(state): State<RestState>,
    caller: Caller,
    path: UserPath,
) -> Result<User, RestError> {
    User::read(&state, &caller, &path.login).await
}
