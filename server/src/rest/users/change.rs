//! Changing a panel user.

use axum::extract::State;
use model::{AppError, PanelUserDetailsForm, Role as PersonRole};
use serde::Deserialize;
use utoipa::ToSchema;

use super::add::limit_text;
use super::user::User;
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::IfMatch;
use crate::rest::path::UserPath;
use crate::rest::settings::present;
use crate::rest::state::RestState;
use crate::rest::token::Role;

/// What is to be changed of a panel user: what is missing stays as it is, null removes a limit (RFC 7396).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UserChange {
    /// The name to sign in with. The person's address is that of the new one from then on.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    login: Option<String>,
    /// The name to be called by.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    display_name: Option<String>,
    /// Where the person's mail goes; null if they get none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = Email)]
    email: Option<Option<String>>,
    /// What the person may do. Limits are a reseller's, and only a customer has a reseller: for other roles they
    /// are refused.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    role: Option<Role>,
    /// Whether the person may sign in. Whoever may not is signed out, and their API tokens are revoked.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    enabled: Option<bool>,
    /// The login of the reseller whose customer it is; null for one of the administrators'.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    reseller: Option<Option<String>>,
    /// Customers that a reseller may have at most; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 1)]
    max_customers: Option<Option<u32>>,
    /// Subscriptions that a reseller and their customers may have at most; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 1)]
    max_subscriptions: Option<Option<u32>>,
    /// FTP accounts in all of those at most; null for no limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 1)]
    max_ftp_accounts: Option<Option<u32>>,
}

impl UserChange {
    fn apply(self, form: &mut PanelUserDetailsForm) {
        let state = |enabled: bool| {
            let mut states = PanelUserDetailsForm::STATES.into_iter();
            let found = states.find(|(disabled, _)| *disabled != enabled);
            found.map(|(_, key)| key.to_owned())
        };
        let role = |role: Role| PersonRole::from(role).as_str().to_owned();
        for (field, text) in [
            (&mut form.login, self.login),
            (&mut form.display_name, self.display_name),
            (&mut form.email, self.email.map(Option::unwrap_or_default)),
            (&mut form.role, self.role.map(role)),
            (&mut form.user_state, self.enabled.and_then(state)),
            (
                &mut form.reseller,
                self.reseller.map(Option::unwrap_or_default),
            ),
            (&mut form.max_customers, self.max_customers.map(limit_text)),
            (
                &mut form.max_subscriptions,
                self.max_subscriptions.map(limit_text),
            ),
            (
                &mut form.max_ftp_accounts,
                self.max_ftp_accounts.map(limit_text),
            ),
        ] {
            if let Some(text) = text {
                *field = text;
            }
        }
    }
}

/// Change a panel user
///
/// Nobody disables themselves or gives themselves another role, and no token changes administrators.
#[utoipa::path(
    patch,
    path = "/users/{login}",
    tag = super::TAG,
    params(UserPath),
    request_body = UserChange,
    responses((
        status = 200,
        description = "The panel user as they are now",
        body = User,
        headers(("ETag" = String, description = "Their new version, for `If-Match`")),
    ), (
        status = 409,
        description = "What is there does not allow it",
        body = crate::rest::problem::Problem,
        content_type = "application/problem+json",
    ))
)]
pub(super) async fn change_user(
    State(state): State<RestState>,
    caller: Caller,
    path: UserPath,
    if_match: IfMatch,
    Json(change): Json<UserChange>,
) -> Result<User, RestError> {
    let (users, actor) = (&state.services.panel_users, &caller.actor);
    let now = users.view(actor, &path.login).await?;
    let Some(version) = if_match.version(now.version) else {
        let now = User::from(now);
        return Err(RestError::changed(now.etag(), &now));
    };
    let mut form = PanelUserDetailsForm::of(&now.details, version);
    let mut said = PanelUserDetailsForm::default();
    change.clone().apply(&mut said);
    change.apply(&mut form);
    form.refuse_others_fields(&said)?;
    let details = form.parse()?;
    let login = details.login.clone();
    match users.change(actor, &path.login, version, details).await {
        Ok(_) => User::read(&state, &caller, &login).await,
        Err(AppError::SettingsEditConflict(_)) => {
            let now = User::read(&state, &caller, &path.login).await?;
            Err(RestError::changed(now.etag(), &now))
        }
        Err(error) => Err(error.into()),
    }
}
