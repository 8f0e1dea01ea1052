//! A labelled box to tick.

use leptos::html::Input;
use leptos::prelude::*;

use super::FieldState;

/// A box to tick with its label. What is not ticked is not submitted.
#[component]
pub(crate) fn CheckField(
    /// Which field of the form.
    state: FieldState,
    /// Its label.
    label: &'static str,
    /// What stands in the field where the box is ticked.
    value: &'static str,
) -> impl IntoView {
    let key = state.field.key();
    let input = NodeRef::<Input>::new();
    let take = move |is_ticked: bool| {
        state.type_in(if is_ticked { value } else { "" }.to_owned());
    };
    // What was ticked before the scripts were at work (see `FieldState::bind`).
    Effect::new(move || {
        if let Some(input) = input.get() {
            take(input.checked());
        }
    });
    view! {
        <label class="check">
            <input
                node_ref=input
                type="checkbox"
                id=key
                name=key
                value=value
                checked=state.text.get_untracked() == value
                on:change=move |event| take(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}
