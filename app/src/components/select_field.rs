//! A labelled field with a few values to choose from.

use leptos::prelude::*;

use super::use_texts;
use model::{Field, FieldError};

/// A labelled list of values with a hint below it, and what the server found wrong with it.
#[component]
pub(crate) fn SelectField(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What one should know to choose.
    hint: &'static str,
    /// The value to begin with.
    value: String,
    /// The values, each with what it is called.
    choices: Vec<(&'static str, &'static str)>,
    /// What the server found wrong with it.
    error: Signal<Option<FieldError>>,
) -> impl IntoView {
    let texts = use_texts();
    let key = field.key();
    let option = |(choice, name): (&'static str, &'static str)| {
        view! {
            <option value=choice selected=choice == value>
                {name}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <select
                id=key
                name=key
                aria-describedby=format!("{key}-error {key}-hint")
                aria-invalid=move || error.get().map(|_| "true")
            >
                {choices.into_iter().map(option).collect_view()}
            </select>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}
