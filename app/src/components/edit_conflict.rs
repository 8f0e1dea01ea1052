//! Settings that someone else may change while one edits them.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ComparisonTable, Isolated, use_texts};
use crate::api::ApiError;
use model::{AppError, Field};

/// Whether a form of settings was refused since someone else has changed them.
pub(crate) fn is_edit_conflict(error: &ApiError) -> bool {
    matches!(error.error, AppError::SettingsEditConflict(_))
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

/// What someone else changed, beside what was submitted. Once it was seen, « OK » overwrites it.
#[component]
pub(crate) fn EditConflict(
    /// The fields that differ: what each is now, and what was submitted.
    rows: Vec<(Field, String, String)>,
    /// Where what was submitted is discarded.
    discard: String,
) -> impl IntoView {
    let texts = use_texts();
    let rows = rows.into_iter().map(|(field, now, mine)| {
        view! {
            <tr>
                <th scope="row">{texts.field(field)}</th>
                <td>
                    <Isolated text=now />
                </td>
                <td>
                    <Isolated text=mine />
                </td>
            </tr>
        }
    });
    view! {
        <ComparisonTable first=texts.conflict.value_now second=texts.conflict.your_value>
            {rows.collect_view()}
        </ComparisonTable>
        <p>
            {texts.conflict.overwrite_hint} " "
            // A whole new page: the form begins again from what is stored now.
            <a rel="external" href=discard>
                {texts.conflict.discard_mine}
            </a> "."
        </p>
    }
}
