//! What the new FTP accounts of a subscription begin with.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{AppError, DefaultSettings, FtpAccountSettings as Settings, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::etag::{EntityTag, IfMatch};
use super::path::SubscriptionPath;
use super::request_error::RequestError;
use super::settings::{FtpAccountSettings, FtpAccountSettingsChange};
use super::state::RestState;

const TAG: &str = "Subscriptions";

/// The operations on what new FTP accounts begin with.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new().routes(routes!(get_default_settings, put_default_settings))
}

/// What each new FTP account of a subscription has, unless something else is chosen for it.
#[derive(Debug, Serialize, ToSchema)]
struct DefaultFtpAccountSettings {
    /// The settings. They never have an expiry: a date that has passed would make accounts that are
    /// over at once.
    settings: FtpAccountSettings,
    /// Grows with each change, from 0, where nothing was ever chosen: in quotation marks, what `If-Match`
    /// takes.
    version: i64,
}

/// What each new FTP account of a subscription is to have from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDefaultFtpAccountSettings {
    /// The settings, without an expiry. What is missing is what accounts have without any defaults.
    settings: FtpAccountSettingsChange,
}

impl From<DefaultSettings> for DefaultFtpAccountSettings {
    fn from(defaults: DefaultSettings) -> Self {
        Self {
            settings: FtpAccountSettings::from(&defaults.settings),
            version: defaults.version,
        }
    }
}

impl IntoResponse for DefaultFtpAccountSettings {
    fn into_response(self) -> Response {
        let etag = EntityTag(self.version).header();
        ([(ETAG, etag)], Json(self)).into_response()
    }
}

/// Read what new FTP accounts begin with
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/default-settings",
    tag = TAG,
    params(SubscriptionPath),
    responses((
        status = 200,
        description = "The settings",
        body = DefaultFtpAccountSettings,
        headers(("ETag" = String, description = "Their version, for `If-Match`")),
    ))
)]
async fn get_default_settings(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<DefaultFtpAccountSettings, RestError> {
    let found = state.services.defaults.view(&caller.actor, &path.domain);
    Ok(found.await?.into())
}

/// Replace what new FTP accounts begin with
///
/// FTP accounts that are there stay as they are.
#[utoipa::path(
    put,
    path = "/subscriptions/{domain}/default-settings",
    tag = TAG,
    params(SubscriptionPath),
    request_body = NewDefaultFtpAccountSettings,
    responses((
        status = 200,
        description = "The settings as they are now",
        body = DefaultFtpAccountSettings,
        headers(("ETag" = String, description = "Their new version, for `If-Match`")),
    ))
)]
async fn put_default_settings(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    if_match: IfMatch,
    Json(new): Json<NewDefaultFtpAccountSettings>,
) -> Result<DefaultFtpAccountSettings, RestError> {
    if new.settings.has_expiry() {
        return Err(RestError::from(RequestError::InvalidBody {
            field: "settings.expires_at".to_owned(),
            reason: "defaults have no expiry".to_owned(),
        }));
    }
    let (defaults, actor) = (&state.services.defaults, &caller.actor);
    let now = defaults.view(actor, &path.domain).await?;
    let Some(version) = if_match.version(now.version) else {
        return Err(changed(now));
    };
    let settings = new.settings.form().parse(&Settings::default(), &Utc)?;
    let stored = defaults.change(actor, &path.domain, version, settings);
    match stored.await {
        Ok(_) => {}
        Err(AppError::SettingsEditConflict(_)) => {
            return Err(changed(defaults.view(actor, &path.domain).await?));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(defaults.view(actor, &path.domain).await?.into())
}

fn changed(now: DefaultSettings) -> RestError {
    let etag = EntityTag(now.version);
    RestError::changed(etag, &DefaultFtpAccountSettings::from(now))
}
