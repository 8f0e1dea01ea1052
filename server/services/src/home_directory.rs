//! Home directories for the use cases: created off the async threads, rolled back on failure.

use model::{AppError, Field, HomeDirectory, WebspaceRoot};

use crate::context::Context;
use crate::folder::{self, CreatedFolders};
use crate::store::{SubscriptionId, SubscriptionRecord};
use crate::work_budget::WorkFor;

/// Creates a home directory, and returns it as the disk spells it: one that exists as it is, a new
/// one in Unicode's normal form C.
///
/// # Errors
/// [`AppError::Invalid`] at the home directory; [`AppError::Busy`] if it takes too long.
pub(crate) async fn create(
    context: &Context,
    client: WorkFor,
    subscription: &SubscriptionRecord,
    home: &HomeDirectory,
) -> Result<(HomeDirectory, CreatedFolders), AppError> {
    let (root, home) = (subscription.webspace_root.clone(), home.clone());
    let create = move || {
        let home = folder::with_disk_spelling(&root, home);
        folder::create_home(&root, &home).map(|created| (home, created))
    };
    context
        .look_in_webspace(client, subscription.id, create)
        .await?
        .map_err(|error| AppError::at(Field::HomeDirectory, error))
}

/// Creates the home directory of an account that is stored already, if it is missing.
///
/// One that cannot be created is reported at the sign-in, and is no reason to refuse anything else.
/// Tells whether anything was created.
pub(crate) async fn recreate(
    context: &Context,
    client: WorkFor,
    subscription: SubscriptionId,
    root: &WebspaceRoot,
    home: &HomeDirectory,
) -> bool {
    let (root, home) = (root.clone(), home.clone());
    let create = move || folder::create_home(&root, &home);
    let created = context.look_in_webspace(client, subscription, create).await;
    matches!(created, Ok(Ok(created)) if created.any())
}

/// Removes what [`create`] has created, since the change that needed it has failed. That failure is
/// reported; whatever fails here is not.
pub(crate) async fn rollback(
    context: &Context,
    subscription: SubscriptionId,
    created: CreatedFolders,
) {
    let _ = context
        .in_webspace(subscription, move || created.rollback())
        .await;
}
