//! The folders of a webspace, for whoever chooses a home directory.

use axum::extract::State;
use axum::response::Response;
use model::{AppError, Field, FolderList, FolderRow, HomeDirectory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Json, created};
use super::caller::Caller;
use super::error::RestError;
use super::openapi::PREFIX;
use super::path::SubscriptionPath;
use super::query::Query;
use super::state::RestState;
use crate::field_code::field_error_code;

const TAG: &str = "Folders";

/// The operations on folders.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new().routes(routes!(list_folders, add_folder))
}

/// The folders in a folder, by name.
#[derive(Debug, Serialize, ToSchema)]
struct Folders {
    /// The folder that they are in.
    path: String,
    /// The first 500 of them.
    folders: Vec<Folder>,
    /// Whether there are more.
    more: bool,
}

/// A folder, or a link that looks like one.
#[derive(Debug, Serialize, ToSchema)]
struct Folder {
    /// Its name.
    name: String,
    /// Where it is; null if it can be no home directory.
    #[schema(required)]
    path: Option<String>,
    /// Why it can be no home directory, as a stable code; null if it can.
    #[schema(required)]
    refused: Option<String>,
}

impl From<FolderRow> for Folder {
    fn from(row: FolderRow) -> Self {
        let (path, refused) = match row.place {
            Ok(path) => (Some(path.into()), None),
            Err(error) => (None, Some(field_error_code(error).to_owned())),
        };
        Self {
            name: row.name,
            path,
            refused,
        }
    }
}

impl From<FolderList> for Folders {
    fn from(list: FolderList) -> Self {
        Self {
            path: list.path.into(),
            folders: list.folders.into_iter().map(Into::into).collect(),
            more: list.more,
        }
    }
}

/// Which folders are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FoldersQuery {
    /// The folder that they are in, from the webspace root.
    #[param(nullable = false, default = "/", pattern = "^ */", max_length = 1024)]
    path: Option<String>,
}

/// A folder of a webspace, from the webspace root.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FolderPath {
    /// Where it is.
    #[schema(examples("/site/photos"), pattern = "^ */", max_length = 1024)]
    path: String,
}

fn home_directory(path: &str) -> Result<HomeDirectory, AppError> {
    HomeDirectory::parse(path).map_err(|error| AppError::at(Field::HomeDirectory, error))
}

/// List folders of the webspace
#[utoipa::path(
    get,
    path = "/subscriptions/{domain}/folders",
    tag = TAG,
    params(SubscriptionPath, FoldersQuery),
    responses(
        (status = 200, description = "The folders", body = Folders),
        (status = 422, description = "The folder cannot be listed: `errors` says why", body = super::problem::Problem, content_type = "application/problem+json"),
    )
)]
async fn list_folders(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Query(query): Query<FoldersQuery>,
) -> Result<Json<Folders>, RestError> {
    let folder = home_directory(query.path.as_deref().unwrap_or("/"))?;
    let webspaces = &state.services.webspaces;
    let found = webspaces.list_folders(&caller.actor, &path.domain, folder);
    Ok(Json(found.await?.into()))
}

/// Make a folder in the webspace
///
/// Its missing parents are made, too. One that is there already is no error.
#[utoipa::path(
    post,
    path = "/subscriptions/{domain}/folders",
    tag = TAG,
    params(SubscriptionPath),
    request_body = FolderPath,
    responses((
        status = 201,
        description = "The folder is there, spelt like this",
        body = FolderPath,
        headers(("Location" = String, description = "The list of the folders in it")),
    ))
)]
async fn add_folder(
    State(state): State<RestState>,
    caller: Caller,
    path: SubscriptionPath,
    Json(new): Json<FolderPath>,
) -> Result<Response, RestError> {
    let folder = home_directory(&new.path)?;
    let webspaces = &state.services.webspaces;
    let made = webspaces.make_folder(&caller.actor, &path.domain, folder);
    let made = made.await?.to_string();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("path", &made)
        .finish();
    let location = format!("{PREFIX}/subscriptions/{}/folders?{query}", path.domain);
    Ok(created(&location, FolderPath { path: made }))
}
