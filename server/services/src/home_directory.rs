//! Home directories for the use cases: created off the async threads, rolled back on failure.

use model::{AppError, Field, HomeDirectory, WebspaceRoot};

use crate::context::Context;
use crate::folder::{self, CreatedHome};
use crate::store::{SubscriptionId, SubscriptionRecord};
use crate::work_budget::WorkFor;

/// Creates a home directory; it is then as the disk spells it.
///
/// # Errors
/// [`AppError::Invalid`] at the home directory; [`AppError::Busy`] if it takes too long.
pub(crate) async fn create(
    context: &Context,
    client: WorkFor,
    subscription: &SubscriptionRecord,
    home: &HomeDirectory,
) -> Result<CreatedHome, AppError> {
    let webspace = context.webspace(&subscription.webspace_root);
    let home = home.clone();
    let create = move || folder::create_home(&webspace, &home);
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
    let (webspace, home) = (context.webspace(root), home.clone());
    let create = move || folder::create_home(&webspace, &home);
    let created = context.look_in_webspace(client, subscription, create).await;
    matches!(created, Ok(Ok(created)) if created.any())
}

/// Removes what [`create`] has created, since the change that needed it has failed. That failure is
/// reported; whatever fails here is not.
pub(crate) async fn rollback(
    context: &Context,
    subscription: SubscriptionId,
    created: CreatedHome,
) {
    let _ = context
        .in_webspace(subscription, move || created.rollback())
        .await;
}
