//! The tools of the field « Répertoire principal »: the tree of folders and the preview.
//!
//! All are for the field's owner alone: who may see the subscription.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;

use super::ApiError;
use model::{FolderList, HomeDirectory, HomePreview};

#[cfg(feature = "ssr")]
use super::{path_params::existing_domain, request_context::actor_and_services, respond::answer};
#[cfg(feature = "ssr")]
use model::{AppError, Field, FolderTrouble};

/// How many folders, one inside another, are opened with the tree.
#[cfg(feature = "ssr")]
const MAX_OPENED: usize = 16;

/// Lists the webspace root and the folders on the way to a home directory, as far as it leads
/// somewhere: what the tree shows when it is opened.
#[server(endpoint = "folder_tree")]
pub async fn folder_tree(
    domain: String,
    home_directory: String,
) -> Result<Vec<FolderList>, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let root = HomeDirectory::root();
    let mut opened = vec![answer(
        services.webspaces.list_folders(&actor, &domain, root).await,
    )?];
    for folder in way_to(&home_directory) {
        match services
            .webspaces
            .list_folders(&actor, &domain, folder)
            .await
        {
            Ok(list) => opened.push(list),
            Err(_) => break,
        }
    }
    Ok(opened)
}

/// Lists the folders in a folder of the tree.
#[server(endpoint = "folder_children")]
pub async fn folder_children(domain: String, path: String) -> Result<FolderList, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let path = answer(read_path(&path))?;
    let list = answer(services.webspaces.list_folders(&actor, &domain, path).await)?;
    Ok(list)
}

/// Makes a folder in a folder of the tree, and lists what is in there then, beside its path.
#[server(endpoint = "make_folder")]
pub async fn make_folder(
    domain: String,
    path: String,
    folder: String,
) -> Result<(FolderList, HomeDirectory), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let parent = answer(read_path(&path))?;
    let new = answer(read_new(&parent, &folder))?;
    // As the disk spells it, so that it is found among those that are listed then.
    let new = answer(services.webspaces.make_folder(&actor, &domain, new).await)?;
    let list = answer(
        services
            .webspaces
            .list_folders(&actor, &domain, parent)
            .await,
    )?;
    Ok((list, new))
}

/// Tells what an account with this home directory will see, and whether one can write there.
/// None for what can be no path: the field itself says that.
#[server(endpoint = "preview_home")]
pub async fn preview_home(
    domain: String,
    home_directory: String,
) -> Result<Option<HomePreview>, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let Ok(home) = HomeDirectory::parse(&home_directory) else {
        answer(services.subscriptions.view(&actor, &domain).await)?;
        return Ok(None);
    };
    let preview = answer(services.webspaces.preview_home(&actor, &domain, home).await)?;
    Ok(Some(preview))
}

/// The folders on the way from the webspace root to a home directory, which may be half typed.
#[cfg(feature = "ssr")]
fn way_to(home_directory: &str) -> Vec<HomeDirectory> {
    let Ok(home) = HomeDirectory::parse(home_directory) else {
        return Vec::new();
    };
    let mut path = String::new();
    let folders = home.components().map(|component| {
        path.extend(["/", component]);
        HomeDirectory::parse(&path)
    });
    folders.take(MAX_OPENED).map_while(Result::ok).collect()
}

#[cfg(feature = "ssr")]
fn read_path(text: &str) -> Result<HomeDirectory, AppError> {
    HomeDirectory::parse(text).map_err(|error| AppError::at(Field::HomeDirectory, error))
}

/// The path of a new folder. A name with slashes would be several.
#[cfg(feature = "ssr")]
fn read_new(parent: &HomeDirectory, folder: &str) -> Result<HomeDirectory, AppError> {
    let folder = folder.trim();
    if folder.is_empty() || folder.contains('/') {
        let error = FolderTrouble::NameRefused;
        return Err(AppError::at(Field::HomeDirectory, error));
    }
    read_path(&format!("{}/{folder}", parent.as_str()))
}
