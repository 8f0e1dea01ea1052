//! Limits that someone else changed while one edited them.

use leptos::prelude::*;
use model::{Field, LimitsForm, LockedSettings, SubscriptionLimits};

use crate::api::ApiError;
use crate::components::{EditConflict, is_edit_conflict, use_texts};
use crate::i18n::Texts;

/// What someone else changed, beside what was submitted, if the form was refused for that. Once it was
/// seen, « OK » overwrites it.
#[component]
pub(crate) fn LimitsConflict(
    /// Why the form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// The limits as they are now.
    now: SubscriptionLimits,
    /// A field beside the limits: what it is now, and what was submitted.
    beside: (Field, String, String),
    /// Where what was submitted is discarded.
    discard: String,
) -> impl IntoView {
    let texts = use_texts();
    let submitted = error.get_untracked().filter(is_edit_conflict)?;
    let mut rows = vec![beside];
    for field in SubscriptionLimits::FIELDS {
        let mut mine = now.clone();
        // What is no limit is none that could overwrite one.
        let _ = mine.set(field, submitted.submitted(field).unwrap_or_default());
        rows.push((field, texts.limit(field, &now), texts.limit(field, &mine)));
    }
    let is_locked = |field| submitted.submitted(field) == Some(LimitsForm::LOCKED);
    let locked = [&now.locked, &LockedSettings::of(is_locked)].map(|one| names(texts, one));
    let [locked_now, my_locked] = locked;
    rows.push((Field::LockedSettings, locked_now, my_locked));
    let rows = rows.into_iter().filter(|(_, now, mine)| now != mine);
    Some(view! { <EditConflict rows=rows.collect() discard /> })
}

/// The names of locked settings.
fn names(texts: &Texts, locked: &LockedSettings) -> String {
    let names: Vec<&str> = locked.iter().map(|field| texts.field(field)).collect();
    names.join(", ")
}
