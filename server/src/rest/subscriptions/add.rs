//! Adding a subscription.

use axum::extract::State;
use axum::response::Response;
use http::header::ETAG;
use model::{SecretText, SubscriptionForm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::subscription::{Subscription, Versioned, address};
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::idempotency::holding_secret;
use crate::rest::state::RestState;

/// A subscription to be added, with its main FTP account, whose home directory is `/`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSubscription {
    /// Its domain name, as people write it or in ASCII.
    #[schema(examples("example.com"))]
    domain: String,
    /// The login of the panel user who owns it.
    owner: String,
    /// The name of its main FTP account: 1 to 64 of `a-z 0-9 . _ - @`, the first one a letter or a digit.
    #[schema(examples("example"))]
    name: String,
    /// By what its main FTP account signs in.
    credential: MainCredential,
    /// The folder on the server that it may use, made if it is missing. Without it that of the domain
    /// name, below the first folder where webspaces may be. For administrators; a reseller's is always
    /// that one, and has to be missing or empty.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    webspace_root: String,
    /// The system user that its files belong to, such as `anne` or `anne:web`; empty for Berth's own. For
    /// administrators.
    #[serde(default)]
    #[schema(required = false)]
    system_user: String,
    /// Which permissions its new files do not get, in octal. For administrators.
    #[serde(default = "usual_umask")]
    #[schema(required = false, default = "022")]
    umask: String,
}

fn usual_umask() -> String {
    model::Umask::default().to_string()
}

/// By what a main FTP account signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum MainCredential {
    /// The password that is given here: at least 10 characters that are hard to guess.
    Password {
        /// The password.
        #[schema(value_type = String, format = Password, min_length = 10, max_length = 128)]
        password: SecretText,
    },
    /// A password that Berth makes. The answer holds it, this once.
    GeneratedPassword {},
}

/// A subscription that was added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AddedSubscription {
    /// The subscription.
    subscription: Subscription,
    /// The password that Berth made for the main FTP account. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Password, nullable = false)]
    generated_password: Option<String>,
}

/// Add a subscription
///
/// With its main FTP account, which can be signed in with as soon as the answer is there. For
/// administrators, and for resellers, who add them for themselves and for their customers.
#[utoipa::path(
    post,
    path = "/subscriptions",
    tag = super::TAG,
    request_body = NewSubscription,
    responses((
        status = 201,
        description = "The subscription was added",
        body = AddedSubscription,
        headers(
            ("Location" = String, description = "The address of the subscription"),
            ("ETag" = String, description = "The version of its domain name and owner, for `If-Match`"),
        ),
    ))
)]
pub(super) async fn add_subscription(
    State(state): State<RestState>,
    caller: Caller,
    Json(new): Json<NewSubscription>,
) -> Result<Response, RestError> {
    let (services, actor) = (&state.services, &caller.actor);
    let generated = match &new.credential {
        MainCredential::GeneratedPassword {} => {
            let users = &services.panel_users;
            Some(users.suggest_password(actor, &new.name).await?)
        }
        MainCredential::Password { .. } => None,
    };
    let generated = generated.as_ref().map(|password| password.expose());
    let form = SubscriptionForm {
        domain: new.domain,
        webspace_root: new.webspace_root,
        owner: new.owner,
        name: new.name,
        password: match new.credential {
            MainCredential::Password { password } => password,
            MainCredential::GeneratedPassword {} => generated.unwrap_or_default().into(),
        },
        system_user: new.system_user,
        umask: new.umask,
    };
    let parsed = form.parse()?;
    let domain = parsed.domain.clone();
    services.subscriptions.add(actor, parsed).await?;
    let Versioned { subscription, etag } = Versioned::read(&state, &caller, &domain).await?;
    let added = AddedSubscription {
        subscription,
        generated_password: generated.map(ToOwned::to_owned),
    };
    let mut response = created(&address(&domain), added);
    response.headers_mut().insert(ETAG, etag.header());
    Ok(match generated {
        Some(_) => holding_secret(response),
        None => response,
    })
}
