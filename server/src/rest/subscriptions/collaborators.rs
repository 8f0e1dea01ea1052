//! Who has a part in a subscription beside its owner.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::ETAG;
use model::{
    AppError, CollaboratorForm, CollaboratorRole as Part, CollaboratorRow, DomainName, Login,
    NewCollaborator as NewPart,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::subscription::address;
use crate::rest::body::{Json, created};
use crate::rest::caller::Caller;
use crate::rest::error::RestError;
use crate::rest::etag::{EntityTag, IfMatch, MayMatch};
use crate::rest::idempotency::holding_secret;
use crate::rest::mailed_link::{Language, link_recipient};
use crate::rest::password_link::{NewPasswordLink, default_hours};
use crate::rest::path::{CollaboratorPath, SubscriptionPath};
use crate::rest::problem::CallerLocale;
use crate::rest::state::RestState;
use crate::rest::timestamp::Timestamp;

/// What somebody may do in a subscription of another's.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum CollaboratorRole {
    /// Everything that the owner may, but for people.
    Manager,
    /// See everything, and change nothing.
    Viewer,
}

impl From<Part> for CollaboratorRole {
    fn from(part: Part) -> Self {
        match part {
            Part::Manager => Self::Manager,
            Part::Viewer => Self::Viewer,
        }
    }
}

impl From<CollaboratorRole> for Part {
    fn from(role: CollaboratorRole) -> Self {
        match role {
            CollaboratorRole::Manager => Self::Manager,
            CollaboratorRole::Viewer => Self::Viewer,
        }
    }
}

/// Somebody who has a part in a subscription of another's.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Collaborator {
    /// The login.
    login: String,
    /// The name to be called by.
    display_name: String,
    /// What the person may do in the subscription.
    role: CollaboratorRole,
    /// Since when.
    added_at: Timestamp,
}

impl From<CollaboratorRow> for Collaborator {
    fn from(row: CollaboratorRow) -> Self {
        Self {
            login: row.login.into(),
            display_name: row.display_name,
            role: row.role.into(),
            added_at: row.added_at.into(),
        }
    }
}

impl Collaborator {
    fn etag(&self) -> EntityTag {
        EntityTag(Part::from(self.role).version())
    }

    async fn read(
        state: &RestState,
        caller: &Caller,
        domain: &DomainName,
        login: &Login,
    ) -> Result<Self, RestError> {
        let people = &state.services.collaborators;
        let found = people.list(&caller.actor, domain).await?;
        let mut rows = found.collaborators.into_iter();
        let row = rows.find(|row| row.login == *login);
        Ok(row.ok_or(AppError::NotFound)?.into())
    }
}

impl IntoResponse for Collaborator {
    fn into_response(self) -> Response {
        ([(ETAG, self.etag().header())], Json(self)).into_response()
    }
}

/// The people of a subscription.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct People {
    /// The login of the panel user who owns it.
    owner: String,
    /// Who has a part in it beside the owner, by login: 50 at most.
    collaborators: Vec<Collaborator>,
}

/// Somebody who is to have a part in a subscription.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCollaborator {
    /// The login. If nobody has it, a customer is added, who chooses a password by a link.
    login: String,
    /// What the person may do in the subscription.
    role: CollaboratorRole,
    /// What a customer who is added is called; empty for the login.
    #[serde(default)]
    #[schema(required = false)]
    display_name: String,
    /// For how many hours the link of a customer who is added works.
    #[serde(default = "default_hours")]
    #[schema(minimum = 1, maximum = 336, default = 72, required = false)]
    valid_hours: u16,
    /// The address of a customer who is added, to which the link is mailed; null to pass it on otherwise.
    #[serde(default)]
    #[schema(format = "email", max_length = 254)]
    email: Option<String>,
    /// The language of that mail; null for the one of problems.
    #[serde(default)]
    language: Option<Language>,
}

/// Somebody who has got a part in a subscription.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AddedCollaborator {
    /// The person.
    collaborator: Collaborator,
    /// The link by which a customer who was added chooses a password. It is shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    password_link: Option<NewPasswordLink>,
}

/// What somebody is to be in a subscription.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CollaboratorChange {
    /// What the person may do in the subscription.
    role: CollaboratorRole,
}

/// List who has a part in a subscription
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/collaborators",
    tag = super::TAG,
    params(SubscriptionPath),
    responses((status = 200, description = "Its people", body = People))
)]
pub(super) async fn list_collaborators(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
) -> Result<Json<People>, RestError> {
    let people = &state.services.collaborators;
    let found = people.list(&caller.actor, &path.domain).await?;
    Ok(Json(People {
        owner: found.owner.into(),
        collaborators: found.collaborators.into_iter().map(Into::into).collect(),
    }))
}

/// Give somebody a part in a subscription
///
/// Each person may invite some people an hour. Only for somebody who is added there is a link, and a mail if
/// it is said to whom.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/collaborators",
    tag = super::TAG,
    params(SubscriptionPath),
    request_body = NewCollaborator,
    responses((
        status = 201,
        description = "The person has the part",
        body = AddedCollaborator,
        headers(("Location" = String, description = "The address of the person's part")),
    ))
)]
pub(super) async fn add_collaborator(
    State(state): State<RestState>,
    caller: Caller,
    CallerLocale(locale): CallerLocale,
    path: SubscriptionPath,
    Json(new): Json<NewCollaborator>,
) -> Result<Response, RestError> {
    let services = &state.services;
    let form = CollaboratorForm {
        login: new.login,
        display_name: new.display_name,
        role: Part::from(new.role).as_str().to_owned(),
        link_hours: new.valid_hours.to_string(),
        ..CollaboratorForm::default()
    };
    let recipient = link_recipient(new.email.as_deref(), new.language, locale)?;
    let new = NewPart {
        recipient,
        ..form.parse()?
    };
    let (login, validity) = (new.login.clone(), new.validity);
    let panel = services.ftp_accounts.panel_url(caller.client.asked_url())?;
    let people = &services.collaborators;
    let invited = people.invite(&caller.actor, &path.domain, new).await?;
    let collaborator = Collaborator::read(&state, &caller, &path.domain, &login).await?;
    let (link, mail) = (invited.link.as_ref(), invited.delivery.map(Into::into));
    let added = AddedCollaborator {
        collaborator,
        password_link: link.map(|token| NewPasswordLink::of(&panel, token, validity, mail)),
    };
    let holds_secret = added.password_link.is_some();
    let location = format!("{}/collaborators/{login}", address(&path.domain));
    let response = created(&location, added);
    Ok(match holds_secret {
        true => holding_secret(response),
        false => response,
    })
}

/// Read somebody's part in a subscription
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/collaborators/{login}",
    tag = super::TAG,
    params(CollaboratorPath),
    responses((
        status = 200,
        description = "The part",
        body = Collaborator,
        headers(("ETag" = String, description = "Which part it is, for `If-Match`")),
    ))
)]
pub(super) async fn get_collaborator(
    State(state): State<RestState>,
    caller: Caller,
    path: CollaboratorPath,
) -> Result<Collaborator, RestError> {
    Collaborator::read(&state, &caller, &path.domain, &path.login).await
}

/// Give somebody another part in a subscription
#[utoipa::path(
    patch,
    path = "/subscriptions/{domain}/collaborators/{login}",
    tag = super::TAG,
    params(CollaboratorPath),
    request_body = CollaboratorChange,
    responses((
        status = 200,
        description = "The part as it is now",
        body = Collaborator,
        headers(("ETag" = String, description = "Which part it is now, for `If-Match`")),
    ))
)]
pub(super) async fn change_collaborator(
    State(state): State<RestState>,
    caller: Caller,
    path: CollaboratorPath,
    if_match: IfMatch,
    Json(change): Json<CollaboratorChange>,
) -> Result<Collaborator, RestError> {
    let role = Some(change.role.into());
    give_part(&state, &caller, &path, &if_match, role).await?;
    Collaborator::read(&state, &caller, &path.domain, &path.login).await
}

/// Gives somebody another part, or none.
async fn give_part(
    state: &RestState,
    caller: &Caller,
    path: &CollaboratorPath,
    if_match: &IfMatch,
    role: Option<Part>,
) -> Result<(), RestError> {
    let (people, expected) = (&state.services.collaborators, if_match.expected());
    let given = people.change(&caller.actor, &path.domain, &path.login, &expected, role);
    match given.await {
        Ok(_) => Ok(()),
        Err(AppError::SettingsEditConflict(_)) => {
            let now = Collaborator::read(state, caller, &path.domain, &path.login).await?;
            Err(RestError::changed(now.etag(), &now))
        }
        Err(error) => Err(error.into()),
    }
}

/// Take somebody's part in a subscription away
#[utoipa::path(
    delete,
    path = "/subscriptions/{domain}/collaborators/{login}",
    tag = super::TAG,
    params(CollaboratorPath, MayMatch),
    responses((status = 204, description = "The person has no part in it any more"))
)]
pub(super) async fn remove_collaborator(
    State(state): State<RestState>,
    caller: Caller,
    path: CollaboratorPath,
    MayMatch { if_match }: MayMatch,
) -> Result<StatusCode, RestError> {
    give_part(&state, &caller, &path, &if_match, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
