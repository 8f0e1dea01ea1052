//! A labelled field with a few values to choose from.

use leptos::html::Select;
use leptos::prelude::*;

use super::{FieldState, use_texts};

/// A labelled list of values with a hint below it, and what is wrong with it.
#[component]
pub(crate) fn SelectField(
    /// Which field of the form, and what is chosen in it.
    state: FieldState,
    /// Its label.
    label: &'static str,
    /// What one should know to choose.
    hint: &'static str,
    /// The values, each with what it is called.
    choices: Vec<(String, String)>,
) -> impl IntoView {
    let texts = use_texts();
    let key = state.field.key();
    let select = NodeRef::<Select>::new();
    // What was chosen before the scripts were at work (see `FieldState::bind`).
    Effect::new(move || {
        let present = select.get().map(|select| select.value());
        if let Some(present) = present.filter(|present| *present != *state.text.read_untracked()) {
            state.type_in(present);
        }
    });
    let chosen = state.text.get_untracked();
    let option = |(choice, name): (String, String)| {
        let selected = choice == chosen;
        view! {
            <option value=choice selected=selected>
                {name}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <select
                node_ref=select
                id=key
                name=key
                autofocus=state.autofocus
                aria-describedby=format!("{key}-error {key}-hint")
                aria-invalid=move || state.error.get().map(|_| "true")
                on:change=move |event| state.type_in(event_target_value(&event))
            >
                {choices.into_iter().map(option).collect_view()}
            </select>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || state.error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}
