//! Settings that someone else may change while one edits them.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::ApiError;
use model::AppError;

/// Whether a form of settings was refused since someone else has changed them.
pub(crate) fn is_edit_conflict(error: &ApiError) -> bool {
    matches!(
        error.error,
        AppError::DefaultsEditConflict
            | AppError::HostingEditConflict
            | AppError::PanelUserEditConflict
            | AppError::SecurityEditConflict
            | AppError::SubscriptionEditConflict
            | AppError::LimitsEditConflict
    )
}

/// Reads what a form is made from again, each time that it is refused by such a conflict.
pub(crate) fn refetch_on_conflict<T>(screen: Resource<T>, error: Signal<Option<ApiError>>)
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Effect::new(move |is_new: Option<bool>| {
        let conflict = error.read().as_ref().is_some_and(is_edit_conflict);
        if conflict && is_new.is_some() {
            screen.refetch();
        }
        true
    });
}

/// The version that a form is made from, where the settings are at version `current`.
///
/// Once the person has seen what someone else changed, « OK » overwrites it. Until then a form that
/// was refused is still made from what it was made from.
pub(crate) fn edited_version(error: Signal<Option<ApiError>>, current: i64) -> i64 {
    let refused = error
        .get_untracked()
        .filter(|error| !is_edit_conflict(error));
    refused.and_then(|error| error.version).unwrap_or(current)
}
