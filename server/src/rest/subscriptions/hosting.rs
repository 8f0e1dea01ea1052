//! Whom the files of a subscription belong to.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{AppError, HostingForm, HostingView, SystemUser};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::{EntityTag, IfMatch};
use crate::rest::path::SubscriptionPath;
use crate::rest::state::RestState;

/// Whom the files of a subscription belong to, and who may read them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Hosting {
    /// The system user as whom all is done to its files; null for Berth's own.
    #[schema(required)]
    system_user: Option<String>,
    /// Which permissions new files and folders do not get, in octal.
    #[schema(examples("022"))]
    umask: String,
    /// The folder on the server that it may use.
    webspace_root: String,
    /// Grows with each change, from 0: in quotation marks, what `If-Match` takes.
    version: i64,
}

impl From<HostingView> for Hosting {
    fn from(view: HostingView) -> Self {
        let system_user = view.settings.system_user.as_ref();
        Self {
            system_user: system_user.map(SystemUser::to_string),
            umask: view.settings.umask.to_string(),
            webspace_root: view.webspace_root.into(),
            version: view.version,
        }
    }
}

impl IntoResponse for Hosting {
    fn into_response(self) -> Response {
        let etag = EntityTag(self.version).header();
        ([(ETAG, etag)], Json(self)).into_response()
    }
}

/// Whom the files of a subscription are to belong to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewHosting {
    /// The system user, such as `anne` or `anne:web`; null for Berth's own.
    #[schema(required)]
    system_user: Option<String>,
    /// Which permissions new files and folders do not get, in octal.
    #[schema(examples("022"))]
    umask: String,
}

/// Read whom a subscription's files belong to
///
/// For administrators.
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/hosting",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((
        status = 200,
        description = "The hosting settings",
        body = Hosting,
        headers(("ETag" = String, description = "Their version, for `If-Match`")),
    ))
)]
pub(super) async fn get_hosting(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<Hosting, RestError> {
    let found = state.services.hosting.view(&caller.actor, &path.domain);
    Ok(found.await?.into())
}

/// Replace whom a subscription's files belong to
///
/// Files that are there stay whose they are. For administrators.
#[utoipa::path(
    put,
    path = "/subscriptions/{domain}/hosting",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body = NewHosting,
    responses((
        status = 200,
        description = "The hosting settings as they are now",
        body = Hosting,
        headers(("ETag" = String, description = "Their new version, for `If-Match`")),
    ))
)]
pub(super) async fn put_hosting(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    if_match: IfMatch,
    Json(new): Json<NewHosting>,
) -> Result<Hosting, RestError> {
    let (hosting, actor) = (&state.services.hosting, &caller.actor);
    let now = hosting.view(actor, &path.domain).await?;
    let Some(version) = if_match.version(now.version) else {
        return Err(changed(now));
    };
    let form = HostingForm {
        version,
        system_user: new.system_user.unwrap_or_default(),
        umask: new.umask,
    };
    let settings = form.parse()?;
    match hosting.change(actor, &path.domain, version, settings).await {
        Ok(_) => Ok(hosting.view(actor, &path.domain).await?.into()),
        Err(AppError::SettingsEditConflict(_)) => {
            Err(changed(hosting.view(actor, &path.domain).await?))
        }
        Err(error) => Err(error.into()),
    }
}

fn changed(now: HostingView) -> RestError {
    let etag = EntityTag(now.version);
    RestError::changed(etag, &Hosting::from(now))
}
