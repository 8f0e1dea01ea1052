//! Home directories for the use cases: created off the async threads, rolled back on failure.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use model::{AppError, Field, FieldError, HomeDirectory};

use crate::context::Context;
use crate::folder::{self, CreatedHome, Webspace};
use crate::store::{SubscriptionRecord, WebspaceRecord};
use crate::work_budget::WorkFor;

/// Creates a home directory; it is then as the disk spells it.
///
/// # Errors
/// [`AppError::Invalid`] at the home directory; [`AppError::Busy`] if it takes too long;
/// [`AppError::SystemUserUnavailable`].
pub(crate) async fn create(
    context: &Context,
    client: WorkFor,
    subscription: &SubscriptionRecord,
    home: &HomeDirectory,
) -> Result<CreatedHome, AppError> {
    let home = home.clone();
    let create = move |webspace: &Webspace| folder::create_home(webspace, &home);
    context
        .look_in_webspace(client, &subscription.webspace, create)
        .await?
        .map_err(|error| AppError::at(Field::HomeDirectory, error))
}

/// Home directories that are created, or looked at, in one go.
const BATCH_SIZE: usize = 100;

/// The folders that were created for many home directories.
#[derive(Default)]
pub(crate) struct CreatedHomes {
    created: Vec<CreatedHome>,
}

impl CreatedHomes {
    /// Whether anything had to be created.
    pub(crate) fn any(&self) -> bool {
        !self.created.is_empty()
    }
}

/// Creates home directories, a bounded number at a time: adds to `created` what it creates, also if it
/// fails then. Returns each as the disk spells it, or why it can be none.
///
/// # Errors
/// As for [`create`], but for single homes.
pub(crate) async fn create_many(
    context: &Context,
    client: WorkFor,
    subscription: &SubscriptionRecord,
    homes: &[HomeDirectory],
    created: &mut CreatedHomes,
) -> Result<Vec<Result<HomeDirectory, FieldError>>, AppError> {
    let mut spelt = Vec::with_capacity(homes.len());
    for batch in homes.chunks(BATCH_SIZE) {
        let batch = batch.to_vec();
        let create = move |webspace: &Webspace| -> Vec<_> {
            let homes = batch.iter();
            homes
                .map(|home| folder::create_home(webspace, home))
                .collect()
        };
        let done = context
            .look_in_webspace(client, &subscription.webspace, create)
            .await?;
        for home in done {
            spelt.push(home.map(|home| {
                let path = home.home().clone();
                if home.any() {
                    created.created.push(home);
                }
                path
            }));
        }
    }
    Ok(spelt)
}

/// Removes what [`create_many`] has created, the last of it first; but for what is an account's home
/// by now. What cannot be found out stays.
pub(crate) async fn rollback_many(
    context: &Context,
    subscription: &SubscriptionRecord,
    mut created: CreatedHomes,
) {
    let folders = created.created.iter().flat_map(CreatedHome::folders);
    let folders: Vec<String> = folders
        .map(|folder| format!("/{}", folder.display()))
        .collect();
    let in_use = context.store().homes_in_use(subscription.id, &folders);
    let Ok(in_use) = in_use.await else { return };
    let in_use: Arc<HashSet<PathBuf>> = Arc::new(
        in_use
            .into_iter()
            .map(|home| PathBuf::from(home.below_root()))
            .collect(),
    );
    while !created.created.is_empty() {
        let rest = created.created.len().saturating_sub(BATCH_SIZE);
        let batch = created.created.split_off(rest);
        let in_use = Arc::clone(&in_use);
        let rollback = move |_: &Webspace| {
            for home in batch.into_iter().rev() {
                home.rollback_but(&in_use);
            }
        };
        let _ = context.in_webspace(&subscription.webspace, rollback).await;
    }
}

/// Creates the home directory of an account that is stored already, if it is missing.
///
/// One that cannot be created is reported at the sign-in, and is no reason to refuse anything else.
/// Tells whether anything was created.
pub(crate) async fn recreate(
    context: &Context,
    client: WorkFor,
    subscription: &SubscriptionRecord,
    home: &HomeDirectory,
) -> bool {
    let home = home.clone();
    let create = move |webspace: &Webspace| folder::create_home(webspace, &home);
    let created = context.look_in_webspace(client, &subscription.webspace, create);
    matches!(created.await, Ok(Ok(created)) if created.any())
}

/// Removes what [`create`] has created, since the change that needed it has failed. That failure is
/// reported; whatever fails here is not.
pub(crate) async fn rollback(context: &Context, webspace: &WebspaceRecord, created: CreatedHome) {
    let rollback = move |_: &Webspace| created.rollback();
    let _ = context.in_webspace(webspace, rollback).await;
}
