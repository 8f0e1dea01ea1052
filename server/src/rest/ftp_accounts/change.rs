//! Changing an FTP account.

use axum::extract::State;
use model::{
    AccountName, AppError, Field, FieldErrors, FtpAccountChange, FtpAccountChangeForm,
    FtpAccountView, HomeDirectory, PasswordError, SecretText, Utc,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::account::FtpAccount;
use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::IfMatch;
use crate::rest::path::AccountPath;
use crate::rest::settings::{FtpAccountSettingsChange, present};
use crate::rest::state::RestState;

/// How often a change of whatever is there is begun again, if others change it meanwhile.
const MAX_ATTEMPTS: u32 = 5;

/// A change of an FTP account: what is missing stays as it is (RFC 7396).
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FtpAccountPatch {
    /// Another name to sign in with.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("marie"))]
    name: Option<String>,
    /// With another name, for how many days the one before works as well: none, if nothing is said.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, minimum = 0, maximum = 90)]
    keep_former_name_days: Option<u32>,
    /// Another home directory. It is made if it is missing.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("/site"))]
    home_directory: Option<String>,
    /// Another password: at least 10 characters that are hard to guess.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, format = Password, required = false)]
    password: Option<SecretText>,
    /// What it may do from now on and until when.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    settings: Option<FtpAccountSettingsChange>,
}

impl FtpAccountPatch {
    /// One of settings alone.
    pub(super) fn of_settings(settings: FtpAccountSettingsChange) -> Self {
        Self {
            settings: Some(settings),
            ..Self::default()
        }
    }

    /// The change that it makes of an account as it is now.
    fn of(&self, now: &FtpAccountView) -> Result<FtpAccountChange, FieldErrors> {
        let given = |text: &Option<String>, now: &str| text.clone().unwrap_or(now.to_owned());
        let days = self.keep_former_name_days;
        let form = FtpAccountChangeForm {
            account: now.name.to_string(),
            version: now.version,
            name: given(&self.name, now.name.as_str()),
            keep_old_name: days.map(|days| days.to_string()).unwrap_or_default(),
            // What an earlier version of Berth took, it may keep: what is not given is not read.
            home_directory: given(&self.home_directory, HomeDirectory::root().as_str()),
            password: self.password.clone().unwrap_or_default(),
            settings: self
                .settings
                .as_ref()
                .map(|settings| settings.form())
                .unwrap_or_default(),
        };
        let change = form.parse(&now.settings, &Utc);
        // A form takes it for the password that there is.
        if self.password.as_ref().is_some_and(SecretText::is_empty) {
            let mut errors = change.err().unwrap_or_default();
            errors.add(Field::Password, PasswordError::Empty);
            return Err(errors);
        }
        let change = change?;
        Ok(FtpAccountChange {
            home_directory: change
                .home_directory
                .filter(|_| self.home_directory.is_some()),
            ..change
        })
    }
}

/// Change an FTP account
///
/// If anything but the note was changed, its open FTP sessions end at once. Another password also
/// revokes its one-time link.
#[utoipa::path(
    patch,
    path = "/subscriptions/{domain}/ftp-accounts/{name}",
    tag = super::TAG,
    params(AccountPath),
    request_body(
        content(
            (FtpAccountPatch = "application/json"),
            (FtpAccountPatch = "application/merge-patch+json"),
        ),
    ),
    responses((
        status = 200,
        description = "The account as it is now",
        body = FtpAccount,
        headers(("ETag" = String, description = "Its new version, for `If-Match`")),
    ))
)]
pub(super) async fn change_ftp_account(
    State(state): State<RestState>,
    caller: Caller,
    path: AccountPath,
    if_match: IfMatch,
    Json(patch): Json<FtpAccountPatch>,
) -> Result<FtpAccount, RestError> {
    let name = change(&state, &caller, &path, &if_match, &patch).await?;
    let accounts = &state.services.ftp_accounts;
    let now = accounts.view(&caller.actor, &path.domain, &name).await?;
    Ok(FtpAccount::of(now))
}

/// Changes an account; answers with its name from then on.
///
/// # Errors
/// [`RestError::Changed`] if it is not of a version that may be changed.
pub(super) async fn change(
    state: &RestState,
    caller: &Caller,
    path: &AccountPath,
    if_match: &IfMatch,
    patch: &FtpAccountPatch,
) -> Result<AccountName, RestError> {
    let (accounts, actor) = (&state.services.ftp_accounts, &caller.actor);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let now = accounts.view(actor, &path.domain, &path.name).await?;
        if if_match.version(now.version).is_none() {
            return Err(FtpAccount::changed(now));
        }
        let change = patch.of(&now)?;
        let name = change.name.clone().unwrap_or(now.name);
        match accounts
            .change(actor, &path.domain, &path.name, change)
            .await
        {
            Ok(_) => return Ok(name),
            Err(AppError::EditConflict(now)) => {
                if if_match.version(now.version).is_none() || attempts >= MAX_ATTEMPTS {
                    return Err(FtpAccount::changed(*now));
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}
