//! Home directories for the use cases: created off the async threads, rolled back on failure.

use model::{AppError, Field, HomeDirectory};

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
