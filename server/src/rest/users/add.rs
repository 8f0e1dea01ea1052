//! Adding a panel user.

use axum::extract::State;
use axum::response::Response;
use model::{PanelUserDetailsForm, Role as PersonRole};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::user::{User, address};
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::password_link::{NewPasswordLink, default_hours, mail_to_person};
use crate::rest::problem::CallerLocale;
use crate::rest::state::RestState;
use crate::rest::token::Role;

/// A panel user to be added, who chooses the password by a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUser {
    /// The name to sign in with.
    #[schema(examples("marie"))]
    login: String,
    /// The name to be called by; empty for the login.
    #[serde(default)]
    #[schema(required = false)]
    display_name: String,
    /// Where the person's mail goes; null if they get none.
    #[serde(default)]
    #[schema(format = Email)]
    email: Option<String>,
    /// What the person may do. A reseller adds customers; nobody adds an administrator by a token. Limits are a
    /// reseller's, and only a customer has a reseller: for other roles they are refused.
    role: Role,
    /// The login of the reseller whose customer it is; null for one of the administrators'. Those whom a
    /// reseller adds are the reseller's.
    #[serde(default)]
    reseller: Option<String>,
    /// Customers that a reseller may have at most; null for no limit.
    #[serde(default)]
    #[schema(minimum = 1)]
    max_customers: Option<u32>,
    /// Subscriptions that a reseller and their customers may have at most; null for no limit.
    #[serde(default)]
    #[schema(minimum = 1)]
    max_subscriptions: Option<u32>,
    /// FTP accounts in all of those at most; null for no limit.
    #[serde(default)]
    #[schema(minimum = 1)]
    max_ftp_accounts: Option<u32>,
    /// For how many hours the link works.
    #[serde(default = "default_hours")]
    #[schema(minimum = 1, maximum = 336, default = 72, required = false)]
    valid_hours: u16,
    /// Whether it is mailed to the person's own address.
    #[serde(default)]
    #[schema(required = false, default = false)]
    send_mail: bool,
}

/// A panel user who was added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AddedUser {
    /// The panel user.
    user: User,
    /// The link by which the person chooses a password. It is shown this once.
    password_link: NewPasswordLink,
}

/// A limit as forms write it.
pub(super) fn limit_text(limit: Option<u32>) -> String {
    limit.map(|limit| limit.to_string()).unwrap_or_default()
}

/// Add a panel user
///
/// Until the person has chosen a password by the link, nobody signs in with the login.
#[utoipa::path(
    post,
    path = "/users",
    tag = super::TAG,
    request_body = NewUser,
    responses((
        status = 201,
        description = "The panel user was added",
        body = AddedUser,
        headers(("Location" = String, description = "The address of the panel user")),
    ))
)]
pub(super) async fn add_user(
    State(state): State<RestState>,
    caller: Caller,
    CallerLocale(locale): CallerLocale,
    Json(new): Json<NewUser>,
) -> Result<Response, RestError> {
    let services = &state.services;
    let form = PanelUserDetailsForm {
        login: new.login,
        display_name: new.display_name,
        email: new.email.unwrap_or_default(),
        role: PersonRole::from(new.role).as_str().to_owned(),
        reseller: new.reseller.unwrap_or_default(),
        max_customers: limit_text(new.max_customers),
        max_subscriptions: limit_text(new.max_subscriptions),
        max_ftp_accounts: limit_text(new.max_ftp_accounts),
        link_hours: new.valid_hours.to_string(),
        ..PanelUserDetailsForm::default()
    };
    form.refuse_others_fields(&form)?;
    let (details, validity) = (form.parse()?, form.parse_validity()?);
    let login = details.login.clone();
    let panel = services.ftp_accounts.panel_url(caller.client.asked_url())?;
    let users = &services.panel_users;
    let token = users.add_by_link(&caller.actor, details, validity).await?;
    let made = (&login, &token);
    let mail = mail_to_person(&state, &caller, locale, made, new.send_mail).await;
    let added = AddedUser {
        user: User::read(&state, &caller, &login).await?,
        password_link: NewPasswordLink::of(&panel, &token, validity, mail),
    };
    Ok(holding_secret(created(&address(&login), added)))
}
