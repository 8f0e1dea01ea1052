//! Adding an FTP account.

use axum::extract::State;
use axum::response::Response;
use http::header::ETAG;
use model::{
    AddFtpAccount, FieldErrors, FtpAccountForm, FtpAccountSettings, LinkValidity, SecretText, Utc,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::account::{FtpAccount, address};
use super::one_time_link::NewOneTimeLink;
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::password_link::default_hours;
use crate::rest::path::SubscriptionPath;
use crate::rest::settings::FtpAccountSettingsChange;
use crate::rest::state::RestState;

/// An FTP account to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFtpAccount {
    /// The name to sign in with: 1 to 64 of `a-z 0-9 . _ - @`, the first one a letter or a digit.
    #[schema(examples("marie"))]
    name: String,
    /// The folder of the webspace that it sees as `/`. It is made if it is missing.
    #[schema(examples("/site"))]
    home_directory: String,
    /// By what it signs in.
    credential: Credential,
    /// What it may do and until when. What is missing is the subscription's default.
    #[serde(default)]
    #[schema(required = false)]
    settings: FtpAccountSettingsChange,
}

/// By what a new FTP account signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Credential {
    /// The password that is given here: at least 10 characters that are hard to guess.
    Password {
        /// The password.
        #[schema(value_type = String, format = Password, min_length = 10, max_length = 128)]
        password: SecretText,
    },
    /// A password that Berth makes. The answer holds it, this once.
    GeneratedPassword {},
    /// A password that its recipient chooses, by a link. The answer holds it, this once.
    OneTimeLink {
        /// For how many hours the link works: 72, if nothing else is said.
        #[serde(default = "default_hours")]
        #[schema(minimum = 1, maximum = 336)]
        valid_hours: u16,
    },
}

/// An FTP account that was added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AddedFtpAccount {
    /// The account.
    account: FtpAccount,
    /// The password that Berth made. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Password, nullable = false)]
    generated_password: Option<String>,
    /// The link by which its recipient chooses a password. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    one_time_link: Option<NewOneTimeLink>,
}

impl NewFtpAccount {
    /// The form that the model reads, with the password that was generated, if one was.
    fn form(&self, generated: Option<&str>) -> FtpAccountForm {
        let (password, link_hours) = match &self.credential {
            Credential::Password { password } => (password.clone(), String::new()),
            Credential::GeneratedPassword {} => {
                (generated.unwrap_or_default().into(), String::new())
            }
            Credential::OneTimeLink { valid_hours } => {
                (SecretText::default(), valid_hours.to_string())
            }
        };
        FtpAccountForm {
            name: self.name.clone(),
            home_directory: self.home_directory.clone(),
            password,
            link_hours,
            settings: self.settings.form(),
        }
    }

    fn parse(
        &self,
        generated: Option<&str>,
        defaults: &FtpAccountSettings,
    ) -> Result<AddFtpAccount, FieldErrors> {
        self.form(generated).parse(defaults, &Utc)
    }
}

/// Add an FTP account
///
/// It can be signed in with as soon as the answer is there.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/ftp-accounts",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body = NewFtpAccount,
    responses((
        status = 201,
        description = "The account was added",
        body = AddedFtpAccount,
        headers(
            ("Location" = String, description = "The address of the account"),
            ("ETag" = String, description = "Its version, for `If-Match`"),
        ),
    ))
)]
pub(super) async fn add_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Json(new): Json<NewFtpAccount>,
) -> Result<Response, RestError> {
    let (services, actor, domain) = (&state.services, &caller.actor, &path.domain);
    let defaults = services.defaults.view(actor, domain).await?;
    let generated = match &new.credential {
        Credential::GeneratedPassword {} => {
            let users = &services.panel_users;
            Some(users.suggest_password(actor, &new.name).await?)
        }
        _ => None,
    };
    let generated = generated.as_ref().map(|password| password.expose());
    let (name, one_time_link) = match new.parse(generated, &defaults.settings)? {
        AddFtpAccount::WithPassword(new) => {
            let name = new.name.clone();
            services.ftp_accounts.add(actor, domain, new).await?;
            (name, None)
        }
        AddFtpAccount::ByLink(new) => {
            let (name, validity): (_, LinkValidity) = (new.name.clone(), new.validity);
            let panel = services.ftp_accounts.panel_url(caller.client.asked_url())?;
            let token = services
                .ftp_accounts
                .add_by_link(actor, domain, new)
                .await?;
            (name, Some(NewOneTimeLink::of(&panel, &token, validity)))
        }
    };
    let account = services.ftp_accounts.view(actor, domain, &name).await?;
    let account = FtpAccount::of(account);
    let etag = account.etag().header();
    let holds_secret = generated.is_some() || one_time_link.is_some();
    let added = AddedFtpAccount {
        account,
        generated_password: generated.map(ToOwned::to_owned),
        one_time_link,
    };
    let mut response = created(&address(domain, &name), added);
    response.headers_mut().insert(ETAG, etag);
    Ok(match holds_secret {
        true => holding_secret(response),
        false => response,
    })
}
